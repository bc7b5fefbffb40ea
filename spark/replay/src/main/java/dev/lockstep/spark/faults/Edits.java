package dev.lockstep.spark.faults;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The edits behind the faults. Each replaces, drops or doubles one call in one method. */
final class Edits {
  static final String STORE = "org/apache/spark/storage/memory/MemoryStore";
  static final String RELEASES = "org/apache/spark/storage/memory/NativeReleases";

  static final String LOCKS = "org/apache/spark/storage/BlockInfoManager";
  static final String MANAGER = "org/apache/spark/memory/MemoryManager";
  private static final String MODE = "Lorg/apache/spark/memory/MemoryMode;";
  private static final String ENTRY = "org/apache/spark/storage/memory/MemoryEntry";
  private static final String MAP = "java/util/LinkedHashMap";

  private static final String COPY = "stock$";
  private static final String REMOVE = "remove";
  static final String EVICT = "evictBlocksToFreeSpace";

  private Edits() {}

  static void releaseBeforeLeave(ClassNode node) {
    for (MethodNode remove : withCopy(node, REMOVE)) {
      MethodInsnNode taking = call(remove, "remove", "(Ljava/lang/Object;)Ljava/lang/Object;");
      taking.name = "get";
      InsnList leaving = new InsnList();
      leaving.add(new VarInsnNode(Opcodes.ALOAD, 0));
      leaving.add(new FieldInsnNode(Opcodes.GETFIELD, STORE, "entries", "L" + MAP + ";"));
      leaving.add(new VarInsnNode(Opcodes.ALOAD, 1));
      leaving.add(
          new MethodInsnNode(
              Opcodes.INVOKEVIRTUAL, MAP, "remove", "(Ljava/lang/Object;)Ljava/lang/Object;"));
      leaving.add(new InsnNode(Opcodes.POP));
      remove.instructions.insert(bytesBack(remove), leaving);
    }
  }

  static void freePinned(ClassNode node) {
    MethodNode evict = eviction(node);
    MethodInsnNode lock = call(evict, "lockForWriting", lockDescriptor());
    evict.instructions.insertBefore(lock, new VarInsnNode(Opcodes.ALOAD, 0));
    evict.instructions.set(
        lock,
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            "dev/lockstep/spark/faults/PinnedPayloads",
            "lockForWriting",
            "(L" + LOCKS + ";Lorg/apache/spark/storage/BlockId;ZL" + STORE + ";)Lscala/Option;"));
  }

  static void keepBytes(ClassNode node) {
    for (MethodNode remove : withCopy(node, REMOVE)) {
      dropBytesBack(remove);
    }
  }

  static void returnBytesFirst(ClassNode node) {
    for (MethodNode remove : withCopy(node, REMOVE)) {
      dropBytesBack(remove);
      MethodInsnNode free = call(remove, "freeMemoryEntry", "(L" + ENTRY + ";)V");
      if (!(free.getPrevious() instanceof VarInsnNode entry)) {
        throw new FaultException("the entry of " + REMOVE + " is not where it was");
      }
      InsnList giving = new InsnList();
      giving.add(new VarInsnNode(Opcodes.ALOAD, 0));
      giving.add(new FieldInsnNode(Opcodes.GETFIELD, STORE, "memoryManager", "L" + MANAGER + ";"));
      giving.add(entry.clone(null));
      giving.add(new MethodInsnNode(Opcodes.INVOKEINTERFACE, ENTRY, "size", "()J"));
      giving.add(entry.clone(null));
      giving.add(new MethodInsnNode(Opcodes.INVOKEINTERFACE, ENTRY, "memoryMode", "()" + MODE));
      giving.add(
          new MethodInsnNode(
              Opcodes.INVOKEVIRTUAL, MANAGER, "releaseStorageMemory", "(J" + MODE + ")V"));
      remove.instructions.insertBefore(free, giving);
    }
  }

  static void insertionOrder(ClassNode node) {
    MethodNode constructor = method(node, "<init>");
    MethodInsnNode map = call(constructor, "<init>", "(IFZ)V");
    if (map.getPrevious().getOpcode() != Opcodes.ICONST_1) {
      throw new FaultException("the map of entries is not made in access order");
    }
    constructor.instructions.set(map.getPrevious(), new InsnNode(Opcodes.ICONST_0));
  }

  static void nativesFirst(ClassNode node) {
    MethodNode evict = eviction(node);
    evict.instructions.set(
        call(evict, "entrySet", "()Ljava/util/Set;"),
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            "dev/lockstep/spark/faults/NativesFirst",
            "entrySet",
            "(L" + MAP + ";)Ljava/util/Set;"));
  }

  static void victimsWithoutLock(ClassNode node) {
    MethodNode evict = eviction(node);
    lookInsteadOfLock(evict, call(evict, "lockForWriting", lockDescriptor()));
  }

  static void keepLocks(ClassNode node) {
    MethodNode evict = eviction(node);
    // Of the walks over the chosen victims only this one is a plain foreach: it unlocks them.
    MethodInsnNode unlocking = null;
    for (MethodInsnNode foreach : calls(evict, "foreach", "(Lscala/Function1;)V")) {
      if (foreach.owner.equals("scala/collection/mutable/ArrayBuffer")) {
        unlocking = foreach;
      }
    }
    if (unlocking == null) {
      throw new FaultException(EVICT + " unlocks no victims");
    }
    evict.instructions.set(unlocking, new InsnNode(Opcodes.POP2));
  }

  private static String lockDescriptor() {
    return "(Lorg/apache/spark/storage/BlockId;Z)Lscala/Option;";
  }

  /** The block info without a lock, in place of the block info with one. */
  static void lookInsteadOfLock(MethodNode method, MethodInsnNode lock) {
    method.instructions.insertBefore(lock, new InsnNode(Opcodes.POP));
    method.instructions.set(
        lock,
        new MethodInsnNode(
            Opcodes.INVOKEVIRTUAL,
            LOCKS,
            "get",
            "(Lorg/apache/spark/storage/BlockId;)Lscala/Option;"));
  }

  private static MethodInsnNode bytesBack(MethodNode remove) {
    return call(remove, "releaseStorageMemory", "(J" + MODE + ")V");
  }

  /** Takes mode, size and memory manager off the stack instead. */
  private static void dropBytesBack(MethodNode remove) {
    MethodInsnNode back = bytesBack(remove);
    remove.instructions.insertBefore(back, new InsnNode(Opcodes.POP));
    remove.instructions.insertBefore(back, new InsnNode(Opcodes.POP2));
    remove.instructions.set(back, new InsnNode(Opcodes.POP));
  }

  /**
   * The method and, in a woven class, the copy of its stock code that runs for native blocks. A
   * class that is not woven runs the method itself for all blocks.
   */
  private static List<MethodNode> withCopy(ClassNode node, String name) {
    boolean woven = node.methods.stream().anyMatch(method -> method.name.startsWith(COPY));
    return woven
        ? List.of(method(node, name), method(node, COPY + name))
        : List.of(method(node, name));
  }

  /** Stock's eviction, which a woven class has under another name. */
  static MethodNode eviction(ClassNode node) {
    boolean woven = node.methods.stream().anyMatch(method -> method.name.equals(COPY + EVICT));
    return method(node, woven ? COPY + EVICT : EVICT);
  }

  static MethodNode method(ClassNode node, String name) {
    List<MethodNode> found = node.methods.stream().filter(m -> m.name.equals(name)).toList();
    if (found.size() != 1) {
      throw new FaultException(node.name + " has " + found.size() + " methods " + name);
    }
    return found.get(0);
  }

  static MethodInsnNode call(MethodNode method, String name, String descriptor) {
    List<MethodInsnNode> found = calls(method, name, descriptor);
    if (found.size() != 1) {
      throw new FaultException(
          method.name + " has " + found.size() + " calls of " + name + descriptor);
    }
    return found.get(0);
  }

  static List<MethodInsnNode> calls(MethodNode method, String name, String descriptor) {
    List<MethodInsnNode> found = new ArrayList<>();
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call
          && call.name.equals(name)
          && call.desc.equals(descriptor)) {
        found.add(call);
      }
    }
    return found;
  }
}
