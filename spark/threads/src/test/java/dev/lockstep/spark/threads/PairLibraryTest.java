package dev.lockstep.spark.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schedule.scenario.PairLibrary;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.internal.Logging;
import org.apache.spark.storage.BlockInfoManager;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.memory.MemoryStore;
import org.junit.jupiter.api.Test;

/** Every public operation is in the library, or it is said why not. */
class PairLibraryTest {
  /** Which calls of scenarios call a method. */
  private static final Map<String, Set<String>> CALLS =
      Map.ofEntries(
          Map.entry("registerTask", Set.of("register")),
          Map.entry("lockForReading", Set.of("withRead", "withTryRead")),
          Map.entry("lockForWriting", Set.of("withWrite", "withTryWrite")),
          Map.entry("lockNewBlockForWriting", Set.of("withNew", "withNewOrRead")),
          Map.entry("assertBlockIsLockedForWriting", Set.of("assertWriter")),
          Map.entry("get", Set.of("isKnown")),
          Map.entry("downgradeLock", Set.of("downgradeAndUnlock")),
          Map.entry("unlock", Set.of("unlock")),
          Map.entry("releaseAllLocksForTask", Set.of("unlockAll", "end")),
          Map.entry("getTaskLockCount", Set.of("countLocks")),
          Map.entry("size", Set.of("countInfos")),
          Map.entry("getNumberOfMapEntries", Set.of("countMapEntries")),
          Map.entry("entries", Set.of("listInfos")),
          Map.entry("removeBlock", Set.of("removeInfo")),
          Map.entry("tryMarkBlockAsVisible", Set.of("markVisible")),
          Map.entry("isRDDBlockVisible", Set.of("isVisible")),
          Map.entry("containsInvisibleRDDBlock", Set.of("isInvisible")),
          Map.entry("clear", Set.of("clearInfos", "clear", "stop")),
          Map.entry("getSize", Set.of("getSize")),
          Map.entry("putBytes", Set.of("put")),
          Map.entry("putIteratorAsValues", Set.of("putValues")),
          Map.entry("getBytes", Set.of("withGet")),
          Map.entry("getValues", Set.of("withGet")),
          Map.entry("remove", Set.of("remove")),
          Map.entry("contains", Set.of("contains")),
          Map.entry("reserveUnrollMemoryForThisTask", Set.of("withUnroll")),
          Map.entry("releaseUnrollMemoryForThisTask", Set.of("withUnroll")),
          Map.entry("currentUnrollMemory", Set.of("unrollMemory")),
          Map.entry("currentUnrollMemoryForThisTask", Set.of("ownUnrollMemory")),
          Map.entry("putNative", Set.of("putNative")),
          Map.entry("pinNative", Set.of("withPin")),
          Map.entry("removeNative", Set.of("removeNative")),
          Map.entry("awaitReleases", Set.of("awaitReleases")));

  private static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry(
              "putIteratorAsBytes",
              "its sizes depend on a serializer; it unrolls as putValues does"),
          Map.entry(
              "evictBlocksToFreeSpace",
              "Spark's pools alone call it, under the monitor: put, withMemory"),
          Map.entry(
              "freeMemoryEntry",
              "an entry that has left the map already: remove, an eviction's drop"),
          Map.entry("afterDropAction", "an eviction calls it, nobody else"),
          Map.entry(
              "rddBlockIds", "since 4.2.0 alone, and no call depends on what it says: a probe"),
          Map.entry("broadcastBlockIds", "the same"),
          Map.entry("sessionBlockIds", "the same"),
          Map.entry("of", "looks a block manager's native blocks up"),
          Map.entry("ofThisExecutor", "looks the executor's up"),
          Map.entry(
              "tryPin", "does not wait, so no order of calls has its answer: scenarios with !pins"),
          Map.entry("tryRemove", "the same, with !removes"),
          Map.entry("putPinned", "putNative whose last step is the pin's: EngineInterfaceTest"),
          Map.entry("removeAll", "tryRemove and a wait for each block: RemoveAllTest"),
          Map.entry("removeOwned", "the same: RemovedOwnerTest"));

  @Test
  void everyPublicOperationIsInTheLibraryOrLeftOutForAReason() {
    Set<String> words =
        PairLibrary.operations().stream()
            .map(operation -> operation.split(" ")[0])
            .collect(Collectors.toSet());

    TreeSet<String> missing = new TreeSet<>();
    for (String method : publicOperations()) {
      Set<String> calls = CALLS.getOrDefault(method, Set.of());
      if (!words.containsAll(calls) || (calls.isEmpty() && !LEFT_OUT.containsKey(method))) {
        missing.add(method);
      }
    }

    assertThat(missing).isEmpty();
    assertThat(publicOperations()).containsAll(CALLS.keySet()).containsAll(LEFT_OUT.keySet());
  }

  private static Set<String> publicOperations() {
    Set<String> ofLogging =
        Arrays.stream(Logging.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
    return Stream.of(BlockInfoManager.class, MemoryStore.class, NativeBlockStore.class)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic())
        .map(Method::getName)
        .filter(name -> !name.contains("$") && !ofLogging.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
