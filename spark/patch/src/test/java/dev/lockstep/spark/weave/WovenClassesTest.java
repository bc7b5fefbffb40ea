package dev.lockstep.spark.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The woven classes are the ones in use, and the JVM's verifier accepts them. */
class WovenClassesTest {
  static final Path SPARK_CORE = Path.of(System.getProperty("lockstep.sparkCoreJar"));

  private static WeaveReport report;

  @BeforeAll
  static void weave(@TempDir Path output) throws Exception {
    report = StorePatch.weave(SPARK_CORE, output);
  }

  @Test
  void everyPointIsReportedOnce() {
    assertThat(report.points())
        .doesNotHaveDuplicates()
        .hasSameSizeAs(StorePoints.ALL)
        .contains(
            "org.apache.spark.storage.memory.MemoryStore.dropBlock$1: match subject through"
                + " droppable",
            "org.apache.spark.storage.BlockManager.putNative: method added");
    assertThat(new HashSet<>(StorePoints.ALL)).hasSameSizeAs(StorePoints.ALL);
  }

  @Test
  void everyWovenClassPassesTheVerifierOfTheJvm() throws Exception {
    assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments())
        .noneMatch(argument -> argument.contains("Verif") || argument.contains("Xverify"));
    assertThat(report.classes()).hasSize(6);
    for (String name : report.classes()) {
      // Linking verifies; a class that does not verify throws here.
      Class<?> woven = Class.forName(name, true, WovenClassesTest.class.getClassLoader());
      MethodHandles.lookup().in(woven).ensureInitialized(woven);

      assertThat(woven.getProtectionDomain().getCodeSource().getLocation().getPath())
          .as(name)
          .endsWith("/target/classes/");
    }
  }
}
