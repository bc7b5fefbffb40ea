package dev.lockstep.cli.junit;

/**
 * A test as source text.
 *
 * @param className its class, without package
 * @param form what it says of the store
 * @param text the file's bytes, as text
 */
record TestSource(String className, Form form, String text) {

  /** What a test says of the store that it runs on. */
  enum Form {
    /** The store does as the model says; a store that broke a rule on this trace fails. */
    KEEPS_RULE("passes on the patched Spark, fails on a store that breaks the rule"),
    /** The store can't take the bad step of an interleaving; one without the mechanism can. */
    CANNOT_HAPPEN("passes on the patched Spark, fails on a store without the mechanism"),
    /** The caller in the test has the mechanism; with the caller of the trace it fails. */
    CALLER_PREVENTS(
        "passes with a caller that keeps the rule, fails with -Ddemand.rule=true, the caller of the"
            + " trace"),
    /** Spark, patched or not, does break it: the test keeps that on record. */
    ON_RECORD(
        "passes while Spark does what the trace says, fails with -Ddemand.rule=true, which demands"
            + " the rule");

    private final String words;

    Form(String words) {
      this.words = words;
    }

    /** In a line, for a person. */
    String words() {
      return words;
    }
  }
}
