package dev.lockstep.spark.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/objections.md names as evidence is there: tests, methods of tests, configurations. */
class ObjectionsPageTest {
  private static final Path REPOSITORY = Path.of("../..");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");
  private static final Pattern METHOD = Pattern.compile("\\(`([a-z]\\w+[A-Z]\\w+)`\\)");
  private static final Pattern CONFIG = Pattern.compile("check (MC\\w+)");

  @Test
  void eachTestThatThePageNamesExists() throws IOException {
    Matcher named = TEST.matcher(page());
    int found = 0;
    for (; named.find(); found++) {
      String source = source(named.group(1));
      if (named.group(2) != null) {
        assertThat(source).as(named.group(1)).contains("void " + named.group(2) + "()");
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void eachMethodOfTheTestOfOwnersExists() throws IOException {
    String source = source("RemovedOwnerTest");
    Matcher named = METHOD.matcher(page());
    int found = 0;
    for (; named.find(); found++) {
      assertThat(source).contains("void " + named.group(1) + "()");
    }
    assertThat(found).isPositive();
  }

  @Test
  void eachConfigurationThatThePageChecksExists() throws IOException {
    Matcher named = CONFIG.matcher(page());
    int found = 0;
    for (; named.find(); found++) {
      assertThat(REPOSITORY.resolve("spec").resolve(named.group(1) + ".cfg")).exists();
    }
    assertThat(found).isPositive();
  }

  /** A link into the page, from the author's guide above all, has a heading that it leads to. */
  @Test
  void eachAnchorThatLeadsHereHasItsHeading() throws IOException {
    List<String> anchors =
        page()
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3).toLowerCase(java.util.Locale.ROOT))
            .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
            .toList();
    String guide = Files.readString(REPOSITORY.resolve("docs/engine.md"));

    List<String> wanted =
        Stream.concat(
                Pattern.compile("objections\\.md#([\\w-]+)").matcher(guide).results(),
                Pattern.compile("\\(#([\\w-]+)\\)").matcher(page()).results())
            .map(link -> link.group(1))
            .toList();

    assertThat(wanted).isNotEmpty().isSubsetOf(anchors);
  }

  private static String page() throws IOException {
    return Files.readString(REPOSITORY.resolve("docs/objections.md"));
  }

  private static String source(String testClass) throws IOException {
    try (Stream<Path> modules = Files.list(REPOSITORY.resolve("spark"))) {
      for (Path module : modules.toList()) {
        Path tests = module.resolve("src/test/java");
        if (!Files.isDirectory(tests)) {
          continue;
        }
        try (Stream<Path> files = Files.walk(tests)) {
          Path file = files.filter(f -> f.endsWith(testClass + ".java")).findFirst().orElse(null);
          if (file != null) {
            return Files.readString(file);
          }
        }
      }
    }
    throw new AssertionError("no test class " + testClass);
  }
}
