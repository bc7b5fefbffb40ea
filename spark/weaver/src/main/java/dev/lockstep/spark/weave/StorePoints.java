package dev.lockstep.spark.weave;

import java.util.List;
import org.objectweb.asm.Opcodes;

/** The table of everything that is woven into Spark, and why; docs/patch.md is its long form. */
final class StorePoints {
  private static final String STORAGE = "org/apache/spark/storage/";
  private static final String BLOCK_ID = STORAGE + "BlockId";
  private static final String BLOCK_IDS = STORAGE + "BlockId$";
  private static final String INFOS = STORAGE + "BlockInfoManager";
  private static final String WRAPPER = STORAGE + "BlockInfoWrapper";
  private static final String MANAGER = STORAGE + "BlockManager";
  private static final String STORE = STORAGE + "memory/MemoryStore";
  private static final String ENTRY = STORAGE + "memory/MemoryEntry";

  /** Scala's names for private methods that a closure calls. */
  private static final String MANGLED = "org$apache$spark$storage$BlockManager$$";

  private static final String NATIVE_ID = STORAGE + "NativeBlockId";

  /** Our Java: what woven code calls. */
  private static final String BLOCKS = STORAGE + "NativeBlocks";

  private static final String VERSION = STORAGE + "NativeVersion";
  private static final String ENTRIES = STORAGE + "memory/NativeEntries";
  private static final String RELEASES = STORAGE + "memory/NativeReleases";

  private static final String LOCKS = STORAGE + "NativeLocks";
  private static final String WAITERS = STORAGE + "NativeWaiters";
  private static final String ENDING = STORAGE + "EndingTasks";

  private static final String CONCURRENT_MAP = "Ljava/util/concurrent/ConcurrentHashMap;";
  private static final String PUT_ARGUMENTS =
      "(L"
          + NATIVE_ID
          + ";JLorg/apache/spark/memory/MemoryMode;"
          + "L"
          + STORAGE
          + "NativeRelease;)";

  static final List<WeavePoint> ALL =
      List.of(
          // R2: a native id's name parses back; every other name goes to the stock parser.
          new Delegate(
              BLOCK_IDS, "apply", "(Ljava/lang/String;)L" + BLOCK_ID + ";", BLOCKS, "apply"),

          // R11: to give back exactly the lock that a pin took, and nobody else's, the handle has
          // to look under the block's lock at who holds what. Stock unlock() checks too late.
          new WidenedField(INFOS, "blockInfoWrappers", CONCURRENT_MAP),
          new WidenedField(INFOS, "readLocksByTask", CONCURRENT_MAP),
          new WidenedField(WRAPPER, "lock", "Ljava/util/concurrent/locks/Lock;"),
          new WidenedField(WRAPPER, "condition", "Ljava/util/concurrent/locks/Condition;"),

          // R5, R11: stock may lock an info that has left the map, and the end of a task takes the
          // write lock of a call away that another thread of the task is in.
          detour(INFOS, "lockForWriting", "Z)Lscala/Option;", LOCKS, Detour.Stock.UNUSED),
          detour(INFOS, "unlock", "Lscala/Option;)V", LOCKS, Detour.Stock.UNUSED),
          detour(INFOS, "removeBlock", ")V", LOCKS, Detour.Stock.UNUSED),
          read(INFOS, "lockForReading", "Z)Lscala/Option;"),
          // R11: a pin, its close and the end of its task are one step each.
          new AddedField(INFOS, "native$ending", "L" + ENDING + ";", Opcodes.ACC_VOLATILE),
          new Delegate(
              INFOS,
              "releaseAllLocksForTask",
              "(J)Lscala/collection/immutable/Seq;",
              ENDING,
              "releaseAllLocksForTask"),
          unlock(INFOS, "downgradeLock", ")V"),
          // R13: a stop leaves nobody asleep who waits for a native block.
          new AddedField(INFOS, "native$waiters", "L" + WAITERS + ";", Opcodes.ACC_VOLATILE),
          new Delegate(INFOS, "clear", "()V", WAITERS, "clear"),

          // The patch's Java works on the store's own map, under the store's own monitor.
          new WidenedField(STORE, "entries", "Ljava/util/LinkedHashMap;"),
          new WidenedField(STORE, "memoryManager", "Lorg/apache/spark/memory/MemoryManager;"),
          // R8: the configuration says whether releases are deferred.
          new WidenedField(STORE, "conf", "Lorg/apache/spark/SparkConf;"),
          // R7: fatal errors of releases wait here until the store's outermost operation ends.
          new AddedField(STORE, "native$releases", "L" + RELEASES + ";", 0),
          // R1.
          new AddedMethod(STORE, "putNative", PUT_ARGUMENTS + "Z", "", ENTRIES),
          // R5: stock has a MatchError for an entry that is neither of its two kinds.
          new Detour(
              STORE,
              "freeMemoryEntry",
              "(L" + ENTRY + ";)V",
              STORAGE + "memory/NativeMemoryEntry",
              ENTRIES,
              "freeMemoryEntry",
              Detour.Stock.UNUSED),
          // R4: the data of an entry is matched here, again with a MatchError. A memory-only level
          // never reads the data, so the match gets a stand-in; the rest sees the native entry.
          new Swap(
              STORE,
              "dropBlock$1",
              "(L" + BLOCK_ID + ";L" + ENTRY + ";)V",
              2,
              ENTRY,
              STORAGE + "memory/DeserializedMemoryEntry",
              ENTRIES,
              "droppable"),
          // R4: the same-RDD rule asks here.
          detour(STORE, "getRddId", ")Lscala/Option;", ENTRIES, Detour.Stock.UNUSED),
          // R7: the bytes go back before a fatal error leaves.
          detour(STORE, "remove", ")Z", ENTRIES, Detour.Stock.COPIED),
          // R7: all victims are dropped before a fatal error leaves.
          new Delegate(
              STORE,
              "evictBlocksToFreeSpace",
              "(Lscala/Option;JLorg/apache/spark/memory/MemoryMode;)J",
              ENTRIES,
              "evictBlocksToFreeSpace"),
          // R5, R6, R13: stock frees entries that are still in the map, and bytes at the very end.
          new Delegate(STORE, "clear", "()V", ENTRIES, "clear"),

          // R2: the ordinary puts refuse a native id before they change or lock anything.
          put(
              STORE,
              "putBytes",
              "JLorg/apache/spark/memory/MemoryMode;Lscala/Function0;Lscala/reflect/ClassTag;)Z"),
          put(
              STORE,
              "putIteratorAsValues",
              "Lscala/collection/Iterator;Lorg/apache/spark/memory/MemoryMode;Lscala/reflect/ClassTag;)Lscala/util/Either;"),
          put(
              STORE,
              "putIteratorAsBytes",
              "Lscala/collection/Iterator;Lscala/reflect/ClassTag;Lorg/apache/spark/memory/MemoryMode;)Lscala/util/Either;"),
          put(
              MANAGER,
              "putBytes",
              "Lorg/apache/spark/util/io/ChunkedByteBuffer;L"
                  + STORAGE
                  + "StorageLevel;ZLscala/reflect/ClassTag;)Z"),
          put(
              MANAGER,
              "putIterator",
              "Lscala/collection/Iterator;L"
                  + STORAGE
                  + "StorageLevel;ZLscala/reflect/ClassTag;)Z"),
          put(
              MANAGER,
              "putSingle",
              "Ljava/lang/Object;L" + STORAGE + "StorageLevel;ZLscala/reflect/ClassTag;)Z"),
          put(
              MANAGER,
              "putBlockData",
              "Lorg/apache/spark/network/buffer/ManagedBuffer;L"
                  + STORAGE
                  + "StorageLevel;Lscala/reflect/ClassTag;)Z"),
          put(
              MANAGER,
              "putBlockDataAsStream",
              "L"
                  + STORAGE
                  + "StorageLevel;Lscala/reflect/ClassTag;)Lorg/apache/spark/network/client/StreamCallbackWithID;"),

          // Where the updaters of all of these end, which others may make themselves.
          put(
              MANAGER,
              MANGLED + "doPut",
              "L"
                  + STORAGE
                  + "StorageLevel;Lscala/reflect/ClassTag;ZZLscala/Function1;)Lscala/Option;"),
          put(
              MANAGER,
              "getDiskWriter",
              "Ljava/io/File;Lorg/apache/spark/serializer/SerializerInstance;I"
                  + "Lorg/apache/spark/shuffle/ShuffleWriteMetricsReporter;)"
                  + "L"
                  + STORAGE
                  + "DiskBlockObjectWriter;"),

          // R9: reads refuse a native id before they lock it or touch its recency.
          read(STORE, "getBytes", ")Lscala/Option;"),
          read(STORE, "getValues", ")Lscala/Option;"),
          read(MANAGER, "getLocalValues", ")Lscala/Option;"),
          read(MANAGER, "getLocalBytes", ")Lscala/Option;"),
          read(MANAGER, "getLocalBlockData", ")Lorg/apache/spark/network/buffer/ManagedBuffer;"),
          read(MANAGER, "get", "Lscala/reflect/ClassTag;)Lscala/Option;"),
          read(MANAGER, "getSingle", "Lscala/reflect/ClassTag;)Lscala/Option;"),
          // Private, and stock calls it for RDD blocks alone. Where the block is not visible yet it
          // puts before it reads, locks the block and tells the master that the put failed (R10).
          read(
              MANAGER,
              "getOrElseUpdate",
              "L"
                  + STORAGE
                  + "StorageLevel;Lscala/reflect/ClassTag;Lscala/Function0;Z)Lscala/util/Either;"),
          read(MANAGER, "getRemoteValues", "Lscala/reflect/ClassTag;)Lscala/Option;"),
          read(MANAGER, "getRemoteBlock", "Lscala/Function1;)Lscala/Option;"),
          read(MANAGER, "getRemoteBytes", ")Lscala/Option;"),
          read(MANAGER, "replicateBlock", "Lscala/collection/immutable/Set;ILscala/Option;)Z"),

          // R11: a stray unlock would take a pin away from whoever holds it.
          unlock(MANAGER, "releaseLock", "Lscala/Option;)V"),
          unlock(MANAGER, "releaseLockAndDispose", "L" + STORAGE + "BlockData;Lscala/Option;)V"),
          // R8: in a release, a removal must not wait for a lock with the monitor held.
          new WidenedMethod(MANAGER, "removeBlockInternal", "(L" + BLOCK_ID + ";Z)V"),
          new Delegate(MANAGER, "removeBlock", "(L" + BLOCK_ID + ";Z)V", BLOCKS, "removeBlock"),
          // The native blocks of an RDD go where its blocks go.
          new Delegate(MANAGER, "removeRdd", "(I)I", BLOCKS, "removeRdd"),
          // S2: a handle of a native payload is of no use on another executor.
          new Delegate(
              MANAGER,
              "getMigratableRDDBlocks",
              "()Lscala/collection/immutable/Seq;",
              BLOCKS,
              "getMigratableRDDBlocks"),
          // R10: the master can ask each executor; what it is told is a status sent to the master.
          detour(MANAGER, "getStatus", ")Lscala/Option;", BLOCKS, Detour.Stock.UNUSED),
          // R4, R10: a new registration of the executor asks for the status of every block.
          new Detour(
              MANAGER,
              MANGLED + "getCurrentBlockStatus",
              "(L" + BLOCK_ID + ";L" + STORAGE + "BlockInfo;)L" + STORAGE + "BlockStatus;",
              NATIVE_ID,
              BLOCKS,
              "getCurrentBlockStatus",
              Detour.Stock.UNUSED),
          new Delegate(
              MANAGER,
              "getMatchingBlockIds",
              "(Lscala/Function1;)Lscala/collection/immutable/Seq;",
              BLOCKS,
              "getMatchingBlockIds"),
          // R10: with spark.taskMetrics.trackUpdatedBlockStatuses an id reaches the driver here.
          new Detour(
              MANAGER,
              MANGLED + "addUpdatedBlockStatusToTaskMetrics",
              "(L" + BLOCK_ID + ";L" + STORAGE + "BlockStatus;)V",
              NATIVE_ID,
              BLOCKS,
              "addUpdatedBlockStatusToTaskMetrics",
              Detour.Stock.UNUSED),
          // R1, R11: the two calls that an engine makes.
          new AddedMethod(
              MANAGER, "putNative", PUT_ARGUMENTS + "L" + STORAGE + "NativePutResult;", "", BLOCKS),
          new AddedMethod(
              MANAGER,
              "pinNative",
              "(L" + STORAGE + "NativeBlockId;)Ljava/util/Optional;",
              "(L"
                  + STORAGE
                  + "NativeBlockId;)Ljava/util/Optional<L"
                  + STORAGE
                  + "PinnedNativeBlock;>;",
              BLOCKS),

          // Woven classes of another version would fail somewhere in the middle. SparkEnv makes the
          // master before the block manager, which does not even link then; a store may be bare.
          new VersionCheck(STORAGE + "BlockManagerMaster", VERSION, "check", ""),
          new VersionCheck(STORE, VERSION, "check", ""));

  /** R14: the points after which a class does what it did, for a stock store to compare with. */
  static final List<WeavePoint> ACCESS_ONLY =
      ALL.stream().filter(WidenedField.class::isInstance).toList();

  private StorePoints() {}

  private static WeavePoint detour(
      String className, String name, String descriptorAfterId, String helper, Detour.Stock stock) {
    return new Detour(
        className, name, "(L" + BLOCK_ID + ";" + descriptorAfterId, NATIVE_ID, helper, name, stock);
  }

  private static WeavePoint put(String className, String name, String descriptorAfterId) {
    return new HeadCall(
        className, name, "(L" + BLOCK_ID + ";" + descriptorAfterId, BLOCKS, "refusePut");
  }

  private static WeavePoint unlock(String className, String name, String descriptorAfterId) {
    return new HeadCall(
        className, name, "(L" + BLOCK_ID + ";" + descriptorAfterId, BLOCKS, "refuseUnlock");
  }

  private static WeavePoint read(String className, String name, String descriptorAfterId) {
    return new HeadCall(
        className, name, "(L" + BLOCK_ID + ";" + descriptorAfterId, BLOCKS, "refuseRead");
  }
}
