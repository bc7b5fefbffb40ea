package dev.lockstep.spark.threads;

import dev.lockstep.schedule.scenario.Call;

/**
 * A call with the task that makes it.
 *
 * @param task the task attempt
 * @param call what it calls; its arguments have been checked
 */
record Spoken(int task, Call call) {
  /** Its first argument. */
  BlockName block() {
    return BlockName.of(call.arguments().get(0));
  }

  BlockName block(int argument) {
    return BlockName.of(call.arguments().get(argument));
  }

  int number(int argument) {
    return Integer.parseInt(call.arguments().get(argument));
  }
}
