package dev.lockstep.spark.faults;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The edits behind {@link ThreadFault}. */
final class ThreadEdits {
  private static final String STORAGE = "org/apache/spark/storage/";
  static final String NATIVE_STORE = STORAGE + "NativeBlockStore";
  static final String BLOCKS = STORAGE + "NativeBlocks";
  static final String NATIVE_LOCKS = STORAGE + "NativeLocks";
  static final String PIN_LOCK = STORAGE + "PinLock";
  static final String WAITERS = STORAGE + "NativeWaiters";
  static final String ENDING_TASKS = STORAGE + "EndingTasks";
  static final String ENTRIES = STORAGE + "memory/NativeEntries";

  private static final String CONDITION = "java/util/concurrent/locks/Condition";

  private ThreadEdits() {}

  /** Drops {@code signalAll} of a method and of its closures. */
  static void wakeNobody(ClassNode node, String method) {
    for (MethodInsnNode signal : signalsOf(node, method)) {
      methodOf(node, signal).instructions.set(signal, new InsnNode(Opcodes.POP));
    }
  }

  static void wakeOne(ClassNode node, String method) {
    for (MethodInsnNode signal : signalsOf(node, method)) {
      signal.name = "signal";
    }
  }

  private static List<MethodInsnNode> signalsOf(ClassNode node, String method) {
    List<MethodInsnNode> signals =
        node.methods.stream()
            .filter(m -> m.name.equals(method) || m.name.startsWith("$anonfun$" + method + "$"))
            .flatMap(m -> Edits.calls(m, "signalAll", "()V").stream())
            .filter(call -> call.owner.equals(CONDITION))
            .toList();
    if (signals.isEmpty()) {
      throw new FaultException(node.name + "." + method + " wakes nobody as it is");
    }
    return signals;
  }

  private static MethodNode methodOf(ClassNode node, AbstractInsnNode instruction) {
    return node.methods.stream()
        .filter(m -> m.instructions.contains(instruction))
        .findFirst()
        .orElseThrow();
  }

  static void memoryWakesNobody(ClassNode node) {
    MethodNode release = Edits.method(node, "releaseMemory");
    release.instructions.set(Edits.call(release, "notifyAll", "()V"), new InsnNode(Opcodes.POP));
  }

  /** Neither in the info nor in the task's list. */
  static void pinWithoutLock(ClassNode node) {
    MethodNode add = Edits.method(node, "addPin");
    add.instructions.clear();
    add.tryCatchBlocks.clear();
    add.localVariables = null;
    add.instructions.add(new InsnNode(Opcodes.RETURN));
  }

  /** The set of ending tasks has nobody. */
  static void pinBesideEnd(ClassNode node) {
    MethodNode add = Edits.method(node, "addPin");
    MethodInsnNode look = Edits.call(add, "contains", "(Ljava/lang/Object;)Z");
    add.instructions.insertBefore(look, new InsnNode(Opcodes.POP2));
    add.instructions.set(look, new InsnNode(Opcodes.ICONST_0));
  }

  /** The second look into the map is compared with what was found; the branch is not taken. */
  static void lockStale(ClassNode node) {
    MethodNode acquire = Edits.method(node, "acquire");
    JumpInsnNode found = null;
    for (AbstractInsnNode instruction : acquire.instructions) {
      if (instruction instanceof JumpInsnNode jump && jump.getOpcode() == Opcodes.IF_ACMPNE) {
        if (found != null) {
          throw new FaultException("acquire compares more than once");
        }
        found = jump;
      }
    }
    if (found == null) {
      throw new FaultException("acquire does not look again");
    }
    acquire.instructions.set(found, new InsnNode(Opcodes.POP2));
  }

  static void closeWithoutLock(ClassNode node) {
    MethodNode release = Edits.method(node, "release");
    for (String name : List.of("lock", "unlock")) {
      List<MethodInsnNode> calls = Edits.calls(release, name, "()V");
      if (calls.isEmpty()) {
        throw new FaultException("release does not " + name);
      }
      calls.forEach(call -> release.instructions.set(call, new InsnNode(Opcodes.POP)));
    }
  }

  static void withoutMonitor(ClassNode node, String name) {
    MethodNode method = Edits.method(node, name);
    int dropped = 0;
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      int opcode = instruction.getOpcode();
      if (opcode == Opcodes.MONITORENTER || opcode == Opcodes.MONITOREXIT) {
        method.instructions.set(instruction, new InsnNode(Opcodes.POP));
        dropped++;
      }
    }
    if (dropped == 0) {
      throw new FaultException(name + " enters no monitor");
    }
  }

  static void unlockBeforeRelease(ClassNode node) {
    MethodNode remove = Edits.method(node, "removeLocked");
    MethodInsnNode taking = Edits.call(remove, "remove", "(Lorg/apache/spark/storage/BlockId;)Z");
    InsnList unlocking = new InsnList();
    unlocking.add(new VarInsnNode(Opcodes.ALOAD, 0));
    unlocking.add(
        new FieldInsnNode(Opcodes.GETFIELD, NATIVE_STORE, "locks", "L" + Edits.LOCKS + ";"));
    unlocking.add(new VarInsnNode(Opcodes.ALOAD, 1));
    unlocking.add(
        new MethodInsnNode(Opcodes.INVOKESTATIC, "scala/Option", "empty", "()Lscala/Option;"));
    unlocking.add(
        new MethodInsnNode(
            Opcodes.INVOKEVIRTUAL,
            Edits.LOCKS,
            "unlock",
            "(Lorg/apache/spark/storage/BlockId;Lscala/Option;)V"));
    remove.instructions.insertBefore(taking, unlocking);
  }

  /** The method says yes without a look. */
  static void latePut(ClassNode node) {
    returnAtOnce(Edits.method(node, "isStillLockedByTask"), Opcodes.ICONST_1);
  }

  static void waitInRelease(ClassNode node) {
    returnAtOnce(Edits.method(node, "isMonitorHeld"), Opcodes.ICONST_0);
  }

  /** As if releases were all that runs with the monitor held. */
  static void waitInClose(ClassNode node) {
    MethodNode mayWait = Edits.method(node, "mayWait");
    Edits.call(mayWait, "isMonitorHeld", "(Lorg/apache/spark/storage/memory/MemoryStore;)Z").name =
        "isInRelease";
  }

  private static void returnAtOnce(MethodNode method, int constant) {
    method.instructions.clear();
    method.tryCatchBlocks.clear();
    if (method.localVariables != null) {
      method.localVariables.clear();
    }
    method.instructions.add(new InsnNode(constant));
    method.instructions.add(new InsnNode(Opcodes.IRETURN));
  }

  /** R7's other half: whoever is told of an error gives the block's info back. */
  static void errorKeepsInfo(ClassNode node) {
    for (String name : List.of("putLocked", "removeLocked")) {
      MethodNode method = Edits.method(node, name);
      if (method.tryCatchBlocks.isEmpty()) {
        throw new FaultException(name + " catches nothing");
      }
      method.tryCatchBlocks.clear();
    }
  }

  /** As if every operation were the outermost. */
  static void fatalAtOnce(ClassNode node) {
    MethodNode leave = Edits.method(node, "throwFatalIfOutermost");
    for (AbstractInsnNode instruction : leave.instructions) {
      if (instruction instanceof FieldInsnNode field && field.name.equals("depth")) {
        InsnList zero = new InsnList();
        zero.add(new InsnNode(Opcodes.POP));
        zero.add(new InsnNode(Opcodes.ICONST_0));
        leave.instructions.insert(field, zero);
        return;
      }
    }
    throw new FaultException("throwFatalIfOutermost does not ask for the depth");
  }

  static void sumOfSizes(ClassNode node) {
    MethodNode evict = Edits.method(node, Edits.EVICT);
    MethodInsnNode asks = Edits.call(evict, "isEmpty", "()Z");
    evict.instructions.insertBefore(asks, new InsnNode(Opcodes.POP));
    evict.instructions.set(asks, new InsnNode(Opcodes.ICONST_0));
  }

  /** Handlers that run for any error and leave no monitor: the eviction's own. */
  static void noFinally(ClassNode node) {
    int dropped = 0;
    MethodNode evict = Edits.eviction(node);
    for (TryCatchBlockNode block : List.copyOf(evict.tryCatchBlocks)) {
      if (block.type == null && !leavesMonitor(block)) {
        evict.tryCatchBlocks.remove(block);
        dropped++;
      }
    }
    if (dropped == 0) {
      throw new FaultException(Edits.EVICT + " has no finally");
    }
  }

  private static boolean leavesMonitor(TryCatchBlockNode block) {
    AbstractInsnNode at = block.handler;
    for (int looked = 0; at != null && looked < 8; at = at.getNext()) {
      if (at.getOpcode() >= 0) {
        looked++;
        if (at.getOpcode() == Opcodes.MONITOREXIT) {
          return true;
        }
      }
    }
    return false;
  }
}
