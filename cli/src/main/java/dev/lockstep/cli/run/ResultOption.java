package dev.lockstep.cli.run;

import dev.lockstep.traces.json.JsonResult;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * {@code --json}: the result for a program. With {@code -} nothing else goes to standard output.
 */
public final class ResultOption {
  private @Nullable String target;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Write the result as JSON to a file, or to standard output (docs/json.md).")
  void target(String file) {
    if (!file.equals("-")) {
      Output.requireFile("--json", Path.of(file));
    }
    target = file;
  }

  /** Text for a person: to standard output, unless the JSON goes there. */
  public void say(String line) {
    if (!"-".equals(target)) {
      System.out.println(line);
    }
  }

  /** Whether the JSON goes to this file. */
  public boolean writesTo(Path file) {
    return target != null
        && !target.equals("-")
        && Path.of(target).toAbsolutePath().normalize().equals(file.toAbsolutePath().normalize());
  }

  public void write(Object result) {
    if (target == null) {
      return;
    }
    String text = JsonResult.pretty(result);
    if (target.equals("-")) {
      System.out.print(text);
      System.out.flush();
      return;
    }
    Output.write(Path.of(target), text);
  }
}
