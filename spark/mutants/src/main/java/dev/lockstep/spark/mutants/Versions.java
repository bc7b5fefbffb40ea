package dev.lockstep.spark.mutants;

import java.util.Map;

/**
 * What a result of a mutant depends on: so more tests of ours leave standing what was noticed
 * without them.
 *
 * @param bytes names the mutant's bytes
 * @param main names the checks of the first kind of workers
 * @param tests names our tests, all of them
 * @param testClasses names each of our test classes
 */
public record Versions(String bytes, String main, String tests, Map<String, String> testClasses) {

  /** A name for all that a verdict depends on. */
  public String of(Verdict verdict) {
    if (!verdict.status().noticed()) {
      return Digest.of(bytes + main + tests);
    } else if (!verdict.stage().equals(Stage.TESTS.word())) {
      return Digest.of(bytes + main);
    }
    String testClass = verdict.by().replaceFirst("\\..*$", "");
    return Digest.of(bytes + testClasses.getOrDefault(testClass, ""));
  }

  /** Whether a result still holds. */
  boolean hold(Result result) {
    return of(result.verdict()).equals(result.version());
  }
}
