package dev.lockstep.spark.weave;

import static dev.lockstep.spark.weave.WovenClassesTest.SPARK_CORE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The weaver takes the Spark it was written for, and writes nothing for any other. */
class StorePatchTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void nameOutput() {
    output = folder.resolve("woven");
  }

  @Test
  void wovenClassesAreNotWovenAgain() throws Exception {
    StorePatch.weave(SPARK_CORE, output);
    Path again = folder.resolve("again");

    assertThatThrownBy(() -> StorePatch.weave(output, again))
        .isInstanceOf(WeaveException.class)
        .hasMessage(
            "org.apache.spark.storage.BlockId$.stock$apply: expected no such method, found one,"
                + " with (Ljava/lang/String;)Lorg/apache/spark/storage/BlockId;");
    assertThat(again).doesNotExist();
  }

  @Test
  void oneWrongClassAmongRightOnesStopsTheWholeWeave() throws Exception {
    Path mixed = folder.resolve("mixed");
    StorePatch.weave(SPARK_CORE, mixed);
    for (String stock :
        new String[] {"BlockId$", "BlockInfoManager", "BlockInfoWrapper", "memory/MemoryStore"}) {
      copyStock("org/apache/spark/storage/" + stock + ".class", mixed);
    }

    assertThatThrownBy(() -> StorePatch.weave(mixed, output))
        .isInstanceOf(WeaveException.class)
        .hasMessageContaining("org.apache.spark.storage.BlockManager.putBytes")
        .hasMessageContaining("woven already");
    assertThat(output).doesNotExist();
  }

  @Test
  void classOfAnotherShapeIsNamed() throws Exception {
    Path other = folder.resolve("other");
    copyStock("org/apache/spark/storage/BlockId.class", other);
    Files.move(
        other.resolve("org/apache/spark/storage/BlockId.class"),
        other.resolve("org/apache/spark/storage/BlockId$.class"));

    assertThatThrownBy(() -> StorePatch.weave(other, output))
        .isInstanceOf(WeaveException.class)
        .hasMessageContaining("BlockId.apply: expected an instance method with a body")
        .hasMessageContaining("static");
    assertThat(output).doesNotExist();
  }

  @Test
  void emptyJarIsRefused() throws Exception {
    Path jar = folder.resolve("empty.jar");
    new JarOutputStream(Files.newOutputStream(jar)).close();

    assertThatThrownBy(() -> StorePatch.weave(jar, output))
        .isInstanceOf(WeaveException.class)
        .hasMessageContaining("org.apache.spark.storage.BlockId$: expected the class in " + jar);
    assertThat(output).doesNotExist();
  }

  @Test
  void missingFileIsAClearError() {
    Path missing = folder.resolve("missing.jar");

    assertThatThrownBy(() -> StorePatch.weave(missing, output))
        .isInstanceOf(WeaveException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void fileThatIsNoJarIsAClearError() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no jar");

    assertThatThrownBy(() -> StorePatch.weave(text, output))
        .isInstanceOf(WeaveException.class)
        .hasMessageContaining("expected a jar");
  }

  @Test
  void secondWeaveLeavesEqualFilesWithTheirTimes() throws Exception {
    StorePatch.weave(SPARK_CORE, output);
    Path store = output.resolve("org/apache/spark/storage/memory/MemoryStore.class");
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(store, old);

    StorePatch.weave(SPARK_CORE, output);

    assertThat(Files.getLastModifiedTime(store)).isEqualTo(old);
  }

  @Test
  void mainPrintsAPointALine() {
    assertThat(run(SPARK_CORE.toString(), output.toString())).isZero();

    assertThat(out.toString(UTF_8).lines()).hasSameSizeAs(StorePoints.ALL);
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void mistakeOfTheUserIsOneLineAndExitCodeTwo() {
    assertThat(run(folder.resolve("missing.jar").toString(), output.toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8).lines()).hasSize(1);

    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(UTF_8).lines()).hasSize(2);
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  private int run(String... args) {
    return StorePatch.run(
        new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
  }

  private static void copyStock(String name, Path target) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(SPARK_CORE)) {
      Path file = target.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, Files.readAllBytes(jar.getPath("/" + name)));
    }
  }
}
