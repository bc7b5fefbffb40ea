package dev.lockstep.spark.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Java on docs/engine.md and docs/columnar.md is this module's. */
class EnginePageTest {
  private static final Path PAGES = Path.of("../../docs");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @CsvSource({"engine.md, 6", "columnar.md, 2"})
  void everySampleIsCodeOfThisModule(String page, int samplesOnIt) throws IOException {
    String sources = oneLine(allSources());

    List<String> samples =
        JAVA.matcher(Files.readString(PAGES.resolve(page)))
            .results()
            .map((MatchResult sample) -> oneLine(sample.group(1)))
            .toList();

    assertThat(samples).hasSize(samplesOnIt).allMatch(sources::contains);
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
