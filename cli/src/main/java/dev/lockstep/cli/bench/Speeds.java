package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.ResultOption;
import java.io.IOException;
import java.util.Map;

/** A family of measurements, with the options that it adds to its command. */
interface Speeds {
  /** The field of a result that says whether every bar is met; without bars there is none. */
  String AS_EXPECTED = "asExpected";

  /** Looks at the options before anything is measured. */
  void check();

  /** Measures, tells, and gives the fields of the result. */
  Map<String, Object> measure(ResultOption result) throws IOException, InterruptedException;

  /** All of a command that measures this alone. */
  default int run(ResultOption result) throws IOException, InterruptedException {
    check();
    Map<String, Object> json = measure(result);
    result.write(json);
    return exitCode(json);
  }

  /** Exit code 1 if a bar is not met. */
  static int exitCode(Map<String, Object> json) {
    return Boolean.FALSE.equals(json.get(AS_EXPECTED)) ? ExitCode.VIOLATION : ExitCode.AS_EXPECTED;
  }
}
