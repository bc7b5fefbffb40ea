package dev.lockstep.spark.launch;

import dev.lockstep.schedule.weave.NamedPoint;
import dev.lockstep.schedule.weave.NamedPoint.Place;
import java.util.List;

/**
 * The points at which the steps of the lock level begin and end, besides those that locks give:
 * docs/spec-map.md has the action that each stands for.
 */
public final class LedPoints {
  public static final String LOCK_FOR_READING = "read.lock";
  public static final String LOCK_FOR_WRITING = "remove.lock";
  public static final String UNLOCK = "unlock";
  public static final String FORGET = "forget";
  public static final String PUT = "put.acquire";
  public static final String TRY = "evict.try";
  public static final String DROP = "evict.drop";
  public static final String EVICTED = "evicted";
  public static final String REMOVE = "remove.drop";
  public static final String CLEAR_INFOS = "stop.infos";
  public static final String CLEAR = "clear.begin";
  public static final String CLEAR_DROP = "clear.drop";
  public static final String CLEAR_END = "clear.end";

  private static final String STORAGE = "org/apache/spark/storage/";
  private static final String INFOS = STORAGE + "BlockInfoManager";
  private static final String NATIVE_LOCKS = STORAGE + "NativeLocks";
  private static final String PIN_LOCK = STORAGE + "PinLock";
  private static final String STORE = STORAGE + "memory/MemoryStore";
  private static final String ENTRIES = STORAGE + "memory/NativeEntries";
  private static final String POOL = "org/apache/spark/memory/StorageMemoryPool";

  static final List<NamedPoint> ALL =
      List.of(
          begin(INFOS, "lockForReading", LOCK_FOR_READING),
          begin(PIN_LOCK, "take", LOCK_FOR_READING),
          begin(INFOS, "lockForWriting", LOCK_FOR_WRITING),
          begin(INFOS, "unlock", UNLOCK),
          begin(INFOS, "removeBlock", FORGET),
          begin(NATIVE_LOCKS, "forget", FORGET),
          begin(INFOS, "clear", CLEAR_INFOS),
          begin(STORE, "putBytes", PUT),
          begin(STORE, "remove", REMOVE),
          begin(STORE, "clear", CLEAR),
          begin(STORE, "stock$clear", CLEAR_END),
          // The body of the loop over the victims, before it looks the entry up.
          begin(STORE, "$anonfun$evictBlocksToFreeSpace$4", DROP),
          new NamedPoint(STORE, "stock$evictBlocksToFreeSpace", TRY, Place.LOOP),
          begin(ENTRIES, "put", PUT),
          begin(ENTRIES, "takeLeastRecent", CLEAR_DROP),
          new NamedPoint(POOL, "acquireMemory", EVICTED, Place.AFTER_EVICTION),
          new NamedPoint(POOL, "freeSpaceToShrinkPool", EVICTED, Place.AFTER_EVICTION));

  private LedPoints() {}

  private static NamedPoint begin(String className, String method, String name) {
    return new NamedPoint(className, method, name, Place.BEGIN);
  }
}
