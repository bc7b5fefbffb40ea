package dev.lockstep.spark.threads.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockInfo;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.memory.MemoryEntry;
import scala.jdk.javaapi.CollectionConverters;

/** What must be true when no call is under way: accounts, locks, registrations. */
final class Books {
  private final SoakedBlockManager manager;
  private final Engine engine;
  private final List<String> broken = new ArrayList<>();

  private Books(SoakedBlockManager manager, Engine engine) {
    this.manager = manager;
    this.engine = engine;
  }

  /**
   * With tasks running.
   *
   * @param pins that threads have open; less than 0 if nobody knows
   */
  static List<String> atRest(SoakedBlockManager manager, Engine engine, int pins) {
    Books books = new Books(manager, engine);
    books.accounts();
    books.infosOfEntries();
    books.locks(pins);
    books.registrations();
    return books.broken;
  }

  /** The locks alone, which may be moving. */
  static List<String> ofLocks(SoakedBlockManager manager, Engine engine) {
    Books books = new Books(manager, engine);
    books.locks(-1);
    return books.broken;
  }

  /** After the stop. */
  static List<String> atEnd(SoakedBlockManager manager, Engine engine) {
    Books books = new Books(manager, engine);
    books.accounts();
    books.registrations();
    books.isZero("R13: entries after the stop", manager.memoryStore().entries.size());
    books.infosAfterStop();
    books.isZero("R3: on-heap storage memory used", manager.memory().onHeapStorageMemoryUsed());
    books.isZero("R3: off-heap storage memory used", manager.memory().offHeapStorageMemoryUsed());
    books.isZero("R5: bytes outstanding in the engine", engine.bytesOutstanding());
    manager.driver().takeAnomalies().forEach(anomaly -> books.broken.add(anomaly.toString()));
    return books.broken;
  }

  /**
   * A put that makes its info after the stop has forgotten those, and before it forgets the tasks,
   * may still be stored: the clear releases its payload, and its info stays, unlocked
   * (docs/findings/put-after-stop.md).
   */
  private void infosAfterStop() {
    Set<BlockId> late =
        engine.made().stream()
            .filter(Payload::isStoredBesideStop)
            .map(Payload::id)
            .collect(Collectors.toSet());
    CollectionConverters.asJava(manager.blockInfoManager().entries())
        .forEachRemaining(
            entry -> {
              BlockInfo info = entry._2();
              boolean isFree =
                  info.readerCount() == 0 && info.writerTask() == BlockInfo.NO_WRITER();
              expect(
                  isFree && late.contains(entry._1()),
                  "R13: a block info after the stop: %s",
                  entry._1());
            });
  }

  private void isZero(String what, long found) {
    expect(found == 0, "%s: expected 0, found %d", what, found);
  }

  private void expect(boolean holds, String message, Object... arguments) {
    if (!holds) {
      broken.add(String.format(message, arguments));
    }
  }

  /** R3. */
  private void accounts() {
    long onHeap = manager.memoryStore().currentUnrollMemory();
    long offHeap = 0;
    for (MemoryEntry<?> entry : entries().values()) {
      if (entry.memoryMode() == MemoryMode.ON_HEAP) {
        onHeap += entry.size();
      } else {
        offHeap += entry.size();
      }
    }
    long onHeapUsed = manager.memory().onHeapStorageMemoryUsed();
    long offHeapUsed = manager.memory().offHeapStorageMemoryUsed();
    expect(onHeapUsed == onHeap, "R3: on-heap %d bytes used, entries have %d", onHeapUsed, onHeap);
    expect(
        offHeapUsed == offHeap,
        "R3: off-heap %d bytes used, entries have %d",
        offHeapUsed,
        offHeap);
  }

  private Map<BlockId, MemoryEntry<?>> entries() {
    synchronized (manager.memoryStore().entries) {
      return new HashMap<>(manager.memoryStore().entries);
    }
  }

  /** R6: an entry has an info, and an info an entry. */
  private void infosOfEntries() {
    Map<BlockId, MemoryEntry<?>> entries = entries();
    infos(
        (id, info) ->
            expect(entries.remove(id) != null, "R6: %s has a block info and no entry", id));
    entries.keySet().forEach(id -> broken.add("R6: " + id + " has an entry and no block info"));
  }

  private void infos(BiConsumer<BlockId, BlockInfo> look) {
    manager.blockInfoManager().blockInfoWrappers.forEach((id, of) -> look.accept(id, of.info()));
  }

  /** R11: the readers of each info are in the tasks' lists, and the other way round. */
  private void locks(int pins) {
    Map<BlockId, Integer> listed = new HashMap<>();
    manager
        .blockInfoManager()
        .readLocksByTask
        .forEach((task, list) -> list.forEach(id -> listed.merge((BlockId) id, 1, Integer::sum)));
    int sum = listed.values().stream().mapToInt(Integer::intValue).sum();
    infos(
        (id, info) -> {
          Integer inLists = listed.remove(id);
          int count = inLists == null ? 0 : inLists;
          expect(
              info.readerCount() == count,
              "R11: %s has %d readers, the tasks' lists have it %d times",
              id,
              info.readerCount(),
              count);
          expect(
              info.writerTask() == BlockInfo.NO_WRITER(),
              "R8: %s is still write-locked, by task %d",
              id,
              info.writerTask());
        });
    listed.keySet().forEach(id -> broken.add("R11: a task has a read lock of " + id + ", gone"));
    expect(pins < 0 || sum == pins, "R11: threads have %d pins open, tasks have %d", pins, sum);
  }

  /** R1, R5: one release for each registration that has ended, none for any other put. */
  private void registrations() {
    Map<BlockId, MemoryEntry<?>> entries = entries();
    long bytes = 0;
    for (Payload payload : engine.made()) {
      boolean resident = Resident.payload(entries.get(payload.id())) == payload;
      int expected = payload.isStored() && !resident ? 1 : 0;
      expect(
          payload.calls() == expected,
          "R5: the release of %s, %s, was called %d times",
          payload.id(),
          payload.isStored() ? resident ? "resident" : "gone" : "never stored",
          payload.calls());
      bytes += resident ? payload.bytes() : 0;
    }
    expect(
        engine.bytesOutstanding() == bytes,
        "R5: the engine has %d bytes outstanding, the blocks that are there have %d",
        engine.bytesOutstanding(),
        bytes);
    long natives = entries.keySet().stream().filter(NativeBlockId.class::isInstance).count();
    expect(
        natives == entries.values().stream().filter(e -> Resident.payload(e) != null).count(),
        "R5: an entry has a release that is not its payload's");
  }
}
