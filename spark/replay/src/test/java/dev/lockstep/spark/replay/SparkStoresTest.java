package dev.lockstep.spark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.spark.launch.SparkClassPathException;
import dev.lockstep.spark.launch.SparkStores;
import dev.lockstep.traces.StoreUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores from paths, beside the Spark that the tests themselves have. */
class SparkStoresTest {
  @TempDir private Path folder;

  @Test
  void isolatedStoreDoesWhatTheModelDoes() {
    try (SparkStores stores = SparkStores.open(TestClassPath.entries(), Optional.empty())) {
      assertThat(Specs.replay("Tiny", stores, 500).conforms()).isTrue();
      assertThat(stores.description()).isEqualTo("Spark 4.2.0 (patched)");
      try (StoreUnderTest store = stores.create(Specs.model("Tiny").constants())) {
        assertThat(store.getClass().getName()).isEqualTo(SparkStore.class.getName());
        assertThat(store.getClass()).isNotEqualTo(SparkStore.class);
      }
    }
  }

  @Test
  void isolatedBlockManagerDoesWhatTheModelDoes() {
    try (SparkStores stores = SparkStores.open(TestClassPath.entries(), Optional.empty())) {
      SparkStores managed = stores.inBlockManagers();

      assertThat(Specs.replay("Tiny", managed, 500).conforms()).isTrue();
      assertThat(managed.description()).isEqualTo("Spark 4.2.0 (patched) in a BlockManager");
    }
  }

  @Test
  void folderOfJarsIsAClassPath() throws IOException {
    for (Path entry : TestClassPath.entries()) {
      if (entry.toString().endsWith(".jar")) {
        Files.createSymbolicLink(folder.resolve(entry.getFileName()), entry);
      }
    }
    String text = Path.of("target", "classes") + ":" + patch() + ":" + folder + "/*";

    try (SparkStores stores = SparkStores.open(SparkStores.classPath(text), Optional.empty())) {
      assertThat(stores.description()).contains("4.2.0");
    }
  }

  @Test
  void missingEntryIsNamed() {
    assertFails(List.of(folder.resolve("none.jar")), "none.jar does not exist");
  }

  @Test
  void missingSparkIsNamed() {
    assertFails(List.of(folder), "spark-core is not on the class path");
  }

  @Test
  void stockSparkIsNamed() {
    assertFails(without("patch"), "lockstep-spark-patch is not on the class path");
  }

  @Test
  void wrongOrderIsNamed() {
    List<Path> reversed = new ArrayList<>(TestClassPath.entries());
    Collections.reverse(reversed);

    assertFails(reversed, "spark-core stands before lockstep-spark-patch");
  }

  @Test
  void missingDependencyIsNamed() {
    assertFails(without("scala-library"), "the class path holds only part of Spark");
  }

  private static void assertFails(List<Path> path, String message) {
    assertThatThrownBy(() -> SparkStores.open(path, Optional.empty()))
        .isInstanceOf(SparkClassPathException.class)
        .hasMessageContaining(message);
  }

  private static List<Path> without(String part) {
    return TestClassPath.entries().stream()
        .filter(entry -> !entry.toString().contains(part))
        .toList();
  }

  private static Path patch() {
    return TestClassPath.entries().stream()
        .filter(entry -> entry.toString().contains("patch"))
        .findFirst()
        .orElseThrow();
  }
}
