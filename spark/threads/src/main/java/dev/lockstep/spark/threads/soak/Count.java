package dev.lockstep.spark.threads.soak;

/** What a soak counts, in the order in which people read it. */
enum Count {
  REGISTRATIONS("registrations"),
  NO_SPACE("no space"),
  DUPLICATE("duplicates"),
  PUT_FAILED("puts ended by an error"),
  PIN("pins"),
  PIN_LOST("pins lost to a task's end"),
  PIN_AT_STOP("payloads released under a pin by the stop"),
  REMOVAL("removals"),
  OWNER_REMOVAL("of all that an RDD owns"),
  TASK("tasks"),
  REFUSED_TO_ENDED("calls of ended tasks refused"),
  JVM_BLOCK("JVM blocks"),
  JVM_REMOVAL("removed"),
  CLOSE("closes of their values"),
  REENTRY("calls in a close or a release"),
  ORDINARY("ordinary errors of releases"),
  FATAL("fatal errors of releases"),
  EXECUTION("execution requests"),
  AFTER_DECOMMISSION("calls while decommissioned"),
  BESIDE_STOP("calls beside the stop or after it"),
  OVERTAKEN("errors of calls that the stop overtook");

  private final String words;

  Count(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
