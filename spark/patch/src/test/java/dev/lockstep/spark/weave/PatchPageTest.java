package dev.lockstep.spark.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page for Spark's reviewers and the table of what is woven are about the same points. */
class PatchPageTest {
  private static final Path PAGE = Path.of("../../docs/patch.md");

  @Test
  void everyWovenPointIsOnThePage() throws IOException {
    String page = Files.readString(PAGE);

    List<String> missing =
        Stream.concat(
                StorePoints.ALL.stream(),
                Stream.concat(
                    Stream.of(SqlEdit.BUILDER),
                    Arrays.stream(SqlEdit.values()).map(SqlEdit::point)))
            .map(PatchPageTest::shown)
            .filter(member -> !page.contains("`" + member + "`"))
            .toList();

    assertThat(missing).as("woven, and not in docs/patch.md").isEmpty();
  }

  /** {@code Class.member}, without Scala's mangling. */
  private static String shown(WeavePoint point) {
    String member = point.describe().substring(0, point.describe().indexOf(':'));
    String simple = point.className().substring(point.className().lastIndexOf('/') + 1);
    return simple
        + "."
        + member.substring(
            member.lastIndexOf("$$") < 0
                ? member.lastIndexOf('.') + 1
                : member.lastIndexOf("$$") + 2);
  }
}
