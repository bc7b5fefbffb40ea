package dev.lockstep.cli.run;

import dev.lockstep.traces.json.JsonResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * {@code --json}: the result for a program. With {@code -} nothing else goes to standard output.
 */
public final class ResultOption {
  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Write the result as JSON to a file, or to standard output (docs/json.md).")
  private @Nullable String target;

  /** Text for a person: to standard output, unless the JSON goes there. */
  public void say(String line) {
    if (!"-".equals(target)) {
      System.out.println(line);
    }
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
    Path file = Path.of(target).toAbsolutePath();
    try {
      Files.createDirectories(file.getParent());
      Path part = Files.createTempFile(file.getParent(), ".lockstep", ".json");
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw CommandFailure.outside("can't write " + target + ": " + e.getMessage());
    }
  }
}
