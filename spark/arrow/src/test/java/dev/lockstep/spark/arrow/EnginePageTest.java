package dev.lockstep.spark.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Java on docs/engine.md is this module's. */
class EnginePageTest {
  private static final Path PAGE = Path.of("../../docs/engine.md");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void everySampleIsCodeOfThisModule() throws IOException {
    String sources = oneLine(allSources());

    List<String> samples =
        JAVA.matcher(Files.readString(PAGE))
            .results()
            .map((MatchResult sample) -> oneLine(sample.group(1)))
            .toList();

    assertThat(samples).hasSize(6).allMatch(sources::contains);
  }

  private static String allSources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    }
  }

  private static String oneLine(String code) {
    return code.strip().replaceAll("\\s+", " ");
  }
}
