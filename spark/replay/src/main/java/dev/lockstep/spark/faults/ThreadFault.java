package dev.lockstep.spark.faults;

import java.util.function.Consumer;
import org.objectweb.asm.tree.ClassNode;

/** Ways to break the patched store that take two threads to see. */
public enum ThreadFault implements StoreFault {
  UNLOCK_WAKES_NOBODY(
      "unlock-wakes-nobody",
      "Who gives a block lock back wakes nobody that waits for it.",
      Edits.LOCKS,
      node -> ThreadEdits.wakeNobody(node, "unlock")),
  NATIVE_UNLOCK_WAKES_NOBODY(
      "native-unlock-wakes-nobody",
      "A put, a removal or an eviction of a native block wakes nobody that waits for it.",
      ThreadEdits.NATIVE_LOCKS,
      node -> ThreadEdits.wakeNobody(node, "giveBack")),
  UNLOCK_WAKES_ONE(
      "unlock-wakes-one",
      "Who gives a block lock back wakes one of those that wait for it.",
      Edits.LOCKS,
      node -> ThreadEdits.wakeOne(node, "unlock")),
  REMOVAL_WAKES_NOBODY(
      "removal-wakes-nobody",
      "The removal of a block wakes nobody that waits for its lock.",
      Edits.LOCKS,
      node -> ThreadEdits.wakeNobody(node, "removeBlock")),
  TASK_END_WAKES_NOBODY(
      "task-end-wakes-nobody",
      "A task that ends gives its read locks back and wakes nobody.",
      Edits.LOCKS,
      node -> ThreadEdits.wakeNobody(node, "releaseAllLocksForTask")),
  PIN_CLOSE_WAKES_NOBODY(
      "pin-close-wakes-nobody",
      "A pin that is closed wakes nobody.",
      ThreadEdits.PIN_LOCK,
      node -> ThreadEdits.wakeNobody(node, "release")),
  MEMORY_WAKES_NOBODY(
      "memory-wakes-nobody",
      "Execution memory that comes back wakes no task that waits for its share.",
      "org/apache/spark/memory/ExecutionMemoryPool",
      ThreadEdits::memoryWakesNobody),
  PIN_NOT_COUNTED(
      "pin-not-counted",
      "A pin takes no read lock.",
      ThreadEdits.ENDING_TASKS,
      ThreadEdits::pinWithoutLock),
  PIN_BESIDE_END(
      "pin-beside-end",
      "A task that is ending gets a pin.",
      ThreadEdits.ENDING_TASKS,
      ThreadEdits::pinBesideEnd),
  END_WAKES_NO_REMOVER(
      "end-wakes-no-remover",
      "A task that ends gives its pins back and wakes nobody that waits for them.",
      ThreadEdits.ENDING_TASKS,
      node -> ThreadEdits.wakeNobody(node, "unpin")),
  STALE_INFO_LOCKED(
      "stale-info-locked",
      "A block info is locked though the block has been removed meanwhile.",
      ThreadEdits.NATIVE_LOCKS,
      ThreadEdits::lockStale),
  PIN_CLOSED_WITHOUT_LOCK(
      "pin-closed-without-lock",
      "The counts of a pin go down without the block's lock.",
      ThreadEdits.PIN_LOCK,
      ThreadEdits::closeWithoutLock),
  PUT_OUTSIDE_MONITOR(
      "put-outside-monitor",
      "A native put reserves and adds its entry in two steps.",
      ThreadEdits.ENTRIES,
      node -> ThreadEdits.withoutMonitor(node, "put")),
  CLEAR_OUTSIDE_MONITOR(
      "clear-outside-monitor",
      "A clear releases the entries outside of the monitor.",
      ThreadEdits.ENTRIES,
      node -> ThreadEdits.withoutMonitor(node, "clearUnderMonitor")),
  UNLOCK_BEFORE_RELEASE(
      "unlock-before-release",
      "A removal gives the block's lock back before it releases the payload.",
      ThreadEdits.NATIVE_STORE,
      ThreadEdits::unlockBeforeRelease),
  LATE_PUT(
      "late-put",
      "A native put does not look whether a stop has overtaken it.",
      ThreadEdits.BLOCKS,
      ThreadEdits::latePut),
  WAIT_IN_RELEASE(
      "wait-in-release",
      "A release under the monitor waits for block locks.",
      ThreadEdits.ENTRIES,
      ThreadEdits::waitInRelease),
  STOP_WAKES_FEW(
      "stop-wakes-few",
      "A stop wakes those alone who wait for a native block whose lock it gets at once.",
      ThreadEdits.WAITERS,
      node -> ThreadEdits.wakeNobody(node, "clear")),
  WAIT_IN_CLOSE(
      "wait-in-close",
      "What the close of a value calls under the monitor waits for block locks.",
      ThreadEdits.NATIVE_STORE,
      ThreadEdits::waitInClose),
  FATAL_AT_ONCE(
      "fatal-at-once",
      "A fatal error of a release leaves at once.",
      Edits.RELEASES,
      ThreadEdits::fatalAtOnce),
  ERROR_KEEPS_INFO(
      "error-keeps-info",
      "A native put or removal that an error ends keeps the block's write lock.",
      ThreadEdits.NATIVE_STORE,
      ThreadEdits::errorKeepsInfo),
  SUM_OF_SIZES(
      "sum-of-sizes",
      "An execution request is told the victims' sizes, not what became free.",
      ThreadEdits.ENTRIES,
      ThreadEdits::sumOfSizes),
  NO_FINALLY(
      "no-finally",
      "An eviction that an error ends unlocks none of the victims that it has not dropped.",
      Edits.STORE,
      ThreadEdits::noFinally);

  private final String name;
  private final String description;
  private final String target;
  private final Consumer<ClassNode> edit;

  ThreadFault(String name, String description, String target, Consumer<ClassNode> edit) {
    this.name = name;
    this.description = description;
    this.target = target;
    this.edit = edit;
  }

  @Override
  public String faultName() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public Consumer<ClassNode> edit() {
    return edit;
  }
}
