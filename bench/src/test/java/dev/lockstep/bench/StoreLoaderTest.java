package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real Sparks, stock and patched, each in its loader. */
class StoreLoaderTest {
  /** More than a full store holds, so that each operation meets blocks that it has seen before. */
  private static final int CALLS = 5000;

  private static final Map<StoreVariant, StoreLoader> LOADERS = new EnumMap<>(StoreVariant.class);

  /** Loading a Spark takes seconds: one of each. */
  @BeforeAll
  static void open() {
    for (StoreVariant variant : StoreVariant.values()) {
      LOADERS.put(variant, StoreLoader.open(variant, paths().of(variant)));
    }
  }

  @AfterAll
  static void close() throws IOException {
    for (StoreLoader loader : LOADERS.values()) {
      loader.close();
    }
  }

  @Test
  void theStockStoreHasNothingWoven() throws ClassNotFoundException {
    StoreLoader stock = loader(StoreVariant.STOCK);
    assertThat(stock.isWoven()).isFalse();
    // The woven class also has a field for its releases.
    Class<?> store = stock.loadClass("org.apache.spark.storage.memory.MemoryStore");
    assertThat(Arrays.stream(store.getDeclaredFields()).map(f -> f.getName()))
        .contains("entries")
        .doesNotContain("native$releases");
  }

  @Test
  void thePatchedStoreIsWoven() {
    assertThat(loader(StoreVariant.PATCHED).isWoven()).isTrue();
  }

  @Test
  void theTwoShareNoClassOfSpark() throws ClassNotFoundException {
    String info = "org.apache.spark.storage.BlockInfo";
    assertThat(loader(StoreVariant.STOCK).loadClass(info))
        .isNotSameAs(loader(StoreVariant.PATCHED).loadClass(info));
  }

  @Test
  void aStockPathDoesNotPassForPatchedNorTheOtherWayRound() {
    StorePaths paths = paths();
    assertThatThrownBy(() -> StoreLoader.open(StoreVariant.PATCHED, paths.stock()))
        .hasMessageContaining("not PATCHED");
    assertThatThrownBy(() -> StoreLoader.open(StoreVariant.STOCK, paths.patched()))
        .hasMessageContaining("not STOCK");
  }

  @ParameterizedTest
  @EnumSource
  void onThePatchedStoreEachPutEvictsExactlyOneBlock(Operation operation) {
    evictsAsItSays(StoreVariant.PATCHED, operation);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NATIVE_PUT_EVICT")
  void onTheStockStoreEachPutEvictsExactlyOneBlock(Operation operation) {
    evictsAsItSays(StoreVariant.STOCK, operation);
  }

  private static void evictsAsItSays(StoreVariant variant, Operation operation) {
    StoreOperation prepared = loader(variant).prepare(operation);
    assertThat(prepared.evictions()).isZero();
    for (int call = 1; call <= CALLS; call++) {
      prepared.once();
      // AssertJ's own work would be most of the time here.
      if (prepared.calls() != call
          || prepared.evictions() != (long) call * operation.evictionsPerCall()) {
        fail(operation + ": " + prepared.evictions() + " evictions in " + call + " calls");
      }
    }
    assertThat(prepared.releases()).isEqualTo(operation == Operation.NATIVE_PUT_EVICT ? CALLS : 0);
  }

  private static StoreLoader loader(StoreVariant variant) {
    return Objects.requireNonNull(LOADERS.get(variant));
  }

  /** The jars that the tests themselves run on. */
  static StorePaths paths() {
    List<Path> all =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();
    Predicate<Path> isPatch = p -> p.toString().matches(".*(lockstep-spark-patch|spark.patch).*");
    Predicate<Path> isOurs = p -> p.toString().endsWith("classes") || isPatch.test(p);
    return StorePaths.of(
        all.stream().filter(isPatch).toList(), all.stream().filter(isOurs.negate()).toList());
  }
}
