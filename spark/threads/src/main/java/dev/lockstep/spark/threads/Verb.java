package dev.lockstep.spark.threads;

import dev.lockstep.schedule.Points;
import dev.lockstep.spark.replay.Units;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.storage.RDDBlockId;
import scala.Option;

/** The words of scenarios, and what each calls. What it answers is part of the outcome. */
enum Verb {
  // BlockInfoManager
  REGISTER("register", "", (s, c) -> done(() -> s.locks().registerTask(c.task()))),
  LOCK_READ(
      "lockRead", "b", (s, c) -> "" + s.locks().lockForReading(c.block().id(), true).isDefined()),
  TRY_READ(
      "tryRead", "b", (s, c) -> "" + s.locks().lockForReading(c.block().id(), false).isDefined()),
  LOCK_WRITE(
      "lockWrite", "b", (s, c) -> "" + s.locks().lockForWriting(c.block().id(), true).isDefined()),
  TRY_WRITE(
      "tryWrite", "b", (s, c) -> "" + s.locks().lockForWriting(c.block().id(), false).isDefined()),
  LOCK_NEW(
      "lockNew", "b", (s, c) -> "" + LockNew.lock(s.locks(), c.block().id(), s.newInfo(), false)),
  LOCK_NEW_OR_READ(
      "lockNewOrRead",
      "b",
      (s, c) -> "" + LockNew.lock(s.locks(), c.block().id(), s.newInfo(), true)),
  ASSERT_WRITER(
      "assertWriter",
      "b",
      (s, c) -> done(() -> s.locks().assertBlockIsLockedForWriting(c.block().id()))),
  DOWNGRADE("downgrade", "b", (s, c) -> done(() -> s.locks().downgradeLock(c.block().id()))),
  UNLOCK("unlock", "b", (s, c) -> done(() -> s.locks().unlock(c.block().id(), Option.empty()))),
  UNLOCK_FOR(
      "unlockFor",
      "bt",
      (s, c) ->
          done(() -> s.locks().unlock(c.block().id(), Option.apply((Object) (long) c.number(1))))),
  REMOVE_INFO("removeInfo", "b", (s, c) -> done(() -> s.locks().removeBlock(c.block().id()))),
  UNLOCK_ALL("unlockAll", "", (s, c) -> "unlocked " + s.unlockAll(c.task())),
  CLEAR_INFOS("clearInfos", "", (s, c) -> done(() -> s.locks().clear())),
  IS_KNOWN("isKnown", "b", (s, c) -> "" + s.locks().get(c.block().id()).isDefined()),
  COUNT_INFOS("countInfos", "", (s, c) -> "" + s.locks().size()),
  COUNT_ENTRIES("countMapEntries", "", (s, c) -> "" + s.locks().getNumberOfMapEntries()),
  COUNT_LOCKS("countLocks", "", (s, c) -> "" + s.locks().getTaskLockCount(c.task())),
  LIST_INFOS("listInfos", "", (s, c) -> "" + s.listInfos()),
  MARK_VISIBLE(
      "markVisible",
      "r",
      (s, c) -> done(() -> s.locks().tryMarkBlockAsVisible((RDDBlockId) c.block().id()))),
  IS_VISIBLE(
      "isVisible", "r", (s, c) -> "" + s.locks().isRDDBlockVisible((RDDBlockId) c.block().id())),
  IS_INVISIBLE(
      "isInvisible",
      "r",
      (s, c) -> "" + s.locks().containsInvisibleRDDBlock((RDDBlockId) c.block().id())),

  // The same, and what was taken is given back
  WITH_READ("withRead", "b", (s, c) -> "" + s.withRead(c.block(), true)),
  WITH_TRY_READ("withTryRead", "b", (s, c) -> "" + s.withRead(c.block(), false)),
  WITH_WRITE("withWrite", "b", (s, c) -> "" + s.withWrite(c.block(), true)),
  WITH_TRY_WRITE("withTryWrite", "b", (s, c) -> "" + s.withWrite(c.block(), false)),
  WITH_NEW("withNew", "b", (s, c) -> "" + s.withNew(c.block(), false)),
  WITH_NEW_OR_READ("withNewOrRead", "b", (s, c) -> "" + s.withNew(c.block(), true)),
  DOWNGRADE_AND_UNLOCK(
      "downgradeAndUnlock", "b", (s, c) -> done(() -> s.downgradeAndUnlock(c.block()))),

  // BlockManager's protocol round the MemoryStore
  PUT("put", "b", (s, c) -> s.put(c.block(), () -> s.putBytes(c.block()))),
  PUT_VALUES("putValues", "b", (s, c) -> s.put(c.block(), () -> s.putValues(c.block()))),
  GET("get", "b", (s, c) -> s.get(c.block())),
  WITH_GET("withGet", "b", (s, c) -> s.withGet(c.block())),
  PUT_AROUND(
      "putAround",
      "bb",
      (s, c) ->
          s.put(
              c.block(),
              () -> {
                s.put(c.block(1), () -> s.putBytes(c.block(1)));
                return s.putBytes(c.block());
              })),
  REMOVE("remove", "b", (s, c) -> s.remove(c.block())),
  END("end", "", (s, c) -> done(() -> s.endTask(c.task()))),
  STOP("stop", "", (s, c) -> done(s::stop)),

  // MemoryStore and MemoryManager
  CONTAINS("contains", "b", (s, c) -> "" + s.memory().contains(c.block().id())),
  GET_SIZE("getSize", "b", (s, c) -> "" + s.memory().getSize(c.block().id()) / Units.BYTES),
  CLEAR(
      "clear",
      "",
      (s, c) ->
          done(
              () -> {
                s.clearing();
                s.memory().clear();
              })),
  MEMORY_USED("memoryUsed", "", (s, c) -> "" + s.manager().storageMemoryUsed() / Units.BYTES),
  RESERVE_UNROLL(
      "reserveUnroll",
      "bt",
      (s, c) ->
          ""
              + s.memory()
                  .reserveUnrollMemoryForThisTask(
                      c.block().id(), Units.bytes(c.number(1)), ScheduledStore.MODE)),
  RELEASE_UNROLL(
      "releaseUnroll",
      "",
      (s, c) ->
          done(
              () ->
                  s.memory().releaseUnrollMemoryForThisTask(ScheduledStore.MODE, Long.MAX_VALUE))),
  UNROLL_MEMORY("unrollMemory", "", (s, c) -> "" + s.memory().currentUnrollMemory() / Units.BYTES),
  OWN_UNROLL_MEMORY(
      "ownUnrollMemory",
      "",
      (s, c) -> "" + s.memory().currentUnrollMemoryForThisTask() / Units.BYTES),
  ASK(
      "ask",
      "t",
      (s, c) ->
          ""
              + s.manager()
                      .acquireExecutionMemory(
                          Units.bytes(c.number(0)), c.task(), ScheduledStore.MODE)
                  / Units.BYTES),
  WITH_MEMORY("withMemory", "t", (s, c) -> s.withMemory(c.task(), c.number(0))),
  WITH_UNROLL("withUnroll", "bt", (s, c) -> "" + s.withUnroll(c.block(), c.number(1))),
  GIVE(
      "give",
      "t",
      (s, c) ->
          done(
              () ->
                  s.manager()
                      .releaseExecutionMemory(
                          Units.bytes(c.number(0)), c.task(), ScheduledStore.MODE))),

  // Native blocks
  PUT_NATIVE("putNative", "n", (s, c) -> s.natives().put(c.block())),
  PIN("pin", "n", (s, c) -> s.natives().pin(c.task(), c.block())),
  WITH_PIN("withPin", "n", (s, c) -> s.natives().withPin(c.task(), c.block())),
  UNPIN("unpin", "n", (s, c) -> done(() -> s.natives().pins().close(c.task(), c.block()))),
  REMOVE_NATIVE("removeNative", "n", (s, c) -> s.natives().remove(c.block()) ? "REMOVED" : "GONE"),
  DEFER("defer", "", (s, c) -> done(() -> s.natives().defer())),
  AWAIT_RELEASES("awaitReleases", "", (s, c) -> done(() -> s.natives().awaitReleases())),

  // What only some versions have, and callers that are being stopped
  UNMANAGED("unmanaged", "t", (s, c) -> OptionalCalls.unmanaged(Units.bytes(c.number(0)))),
  RDD_IDS("rddIds", "", (s, c) -> OptionalCalls.listed(s.locks(), "rddBlockIds", int.class, 0)),
  BROADCAST_IDS(
      "broadcastIds",
      "",
      (s, c) -> OptionalCalls.listed(s.locks(), "broadcastBlockIds", long.class, 0L)),
  SESSION_IDS(
      "sessionIds",
      "",
      (s, c) -> OptionalCalls.listed(s.locks(), "sessionBlockIds", String.class, "none")),
  PUT_VALUES_INTERRUPTED(
      "putValuesInterrupted",
      "v",
      (s, c) -> s.put(c.block(), () -> s.interrupted(() -> s.putValues(c.block())))),
  PUT_ITERATOR("putIterator", "b", (s, c) -> s.put(c.block(), () -> s.putIterator(c.block()))),
  PUT_ITERATOR_KILLED(
      "putIteratorKilled",
      "b",
      (s, c) -> s.put(c.block(), () -> s.killed(c.task(), () -> s.putIterator(c.block())))),

  // The engine, and what befalls a thread
  ENGINE_LOCK("engineLock", "", (s, c) -> done(() -> Points.lock(s.engine(), "the engine"))),
  ENGINE_UNLOCK("engineUnlock", "", (s, c) -> done(() -> Points.unlock(s.engine(), "the engine"))),
  INTERRUPT("interrupt", "t", (s, c) -> done(() -> Points.interrupt(c.number(0))));

  /** One call on a store. */
  private interface Action {
    String apply(ScheduledStore store, Spoken call);
  }

  private final String word;
  private final String parameters;
  private final Action action;

  /** Parameters: b a block, n a native one, r one of the RDD, t a number. */
  Verb(String word, String parameters, Action action) {
    this.word = word;
    this.parameters = parameters;
    this.action = action;
  }

  String word() {
    return word;
  }

  /**
   * The verb of a word.
   *
   * @throws IllegalArgumentException if there is none; the message lists them
   */
  static Verb of(String word) {
    return Arrays.stream(values())
        .filter(verb -> verb.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no call '"
                        + word
                        + "'; expected one of "
                        + Arrays.stream(values())
                            .map(Verb::word)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * Checks the arguments of a call.
   *
   * @throws IllegalArgumentException if they are not what the verb takes
   */
  void check(List<String> arguments) {
    if (arguments.size() != parameters.length()) {
      throw new IllegalArgumentException(
          word + " takes " + parameters.length() + " arguments, found " + arguments.size());
    }
    for (int i = 0; i < arguments.size(); i++) {
      char parameter = parameters.charAt(i);
      if (parameter == 't') {
        if (!arguments.get(i).matches("[0-9]")) {
          throw new IllegalArgumentException(
              word + ": expected a number from 0 to 9, found '" + arguments.get(i) + "'");
        }
      } else {
        BlockName block = BlockName.of(arguments.get(i));
        if (parameter != 'b' && block.kind() != parameter) {
          throw new IllegalArgumentException(
              word
                  + ": expected a block that begins with "
                  + parameter
                  + ", found "
                  + block.name());
        }
      }
    }
  }

  String apply(ScheduledStore store, Spoken call) {
    return action.apply(store, call);
  }

  private static String done(Runnable call) {
    call.run();
    return "ok";
  }
}
