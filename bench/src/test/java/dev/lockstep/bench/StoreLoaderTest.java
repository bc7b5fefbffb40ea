package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real Sparks, stock and patched, each in its loader. */
class StoreLoaderTest {
  /** More than a full store holds, so that each operation meets blocks that it has seen before. */
  private static final int CALLS = 5000;

  @Test
  void theStockStoreHasNothingWoven() throws Exception {
    try (StoreLoader stock = open(StoreVariant.STOCK)) {
      assertThat(stock.isWoven()).isFalse();
      // The woven class also has a field for its releases.
      Class<?> store = stock.loadClass("org.apache.spark.storage.memory.MemoryStore");
      assertThat(Arrays.stream(store.getDeclaredFields()).map(f -> f.getName()))
          .contains("entries")
          .doesNotContain("native$releases");
    }
  }

  @Test
  void thePatchedStoreIsWoven() throws Exception {
    try (StoreLoader patched = open(StoreVariant.PATCHED)) {
      assertThat(patched.isWoven()).isTrue();
    }
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
  void onThePatchedStoreEachPutEvictsExactlyOneBlock(Operation operation) throws Exception {
    evictsAsItSays(StoreVariant.PATCHED, operation);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NATIVE_PUT_EVICT")
  void onTheStockStoreEachPutEvictsExactlyOneBlock(Operation operation) throws Exception {
    evictsAsItSays(StoreVariant.STOCK, operation);
  }

  private static void evictsAsItSays(StoreVariant variant, Operation operation) throws Exception {
    try (StoreLoader loader = open(variant)) {
      StoreOperation prepared = loader.prepare(operation);
      assertThat(prepared.evictions()).isZero();
      for (int call = 1; call <= CALLS; call++) {
        prepared.once();
        assertThat(prepared.calls()).isEqualTo(call);
        assertThat(prepared.evictions()).isEqualTo((long) call * operation.evictionsPerCall());
      }
      assertThat(prepared.releases())
          .isEqualTo(operation == Operation.NATIVE_PUT_EVICT ? CALLS : 0);
    }
  }

  private static StoreLoader open(StoreVariant variant) {
    return StoreLoader.open(variant, paths().of(variant));
  }

  /** The jars that the tests themselves run on. */
  private static StorePaths paths() {
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
