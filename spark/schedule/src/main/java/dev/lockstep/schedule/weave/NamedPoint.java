package dev.lockstep.schedule.weave;

import dev.lockstep.schedule.Points;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A point with a name in one method of a class.
 *
 * @param className the class, as in bytecode
 * @param method the method, which must be there exactly once
 * @param name what the point is called
 * @param place where it is
 */
public record NamedPoint(String className, String method, String name, Place place) {

  /** Where in its method a point is. */
  public enum Place {
    /** At its begin, about its first argument that is an object, if any. */
    BEGIN,
    /** At each look whether an iterator has more, about the iterator. */
    LOOP,
    /**
     * After the eviction that it calls, also if that throws: then in the handlers that leave its
     * monitor.
     */
    AFTER_EVICTION
  }

  private static final String EVICTION = "evictBlocksToFreeSpace";

  void weave(ClassNode node) {
    List<MethodNode> found =
        node.methods.stream()
            .filter(m -> m.name.equals(method) && m.instructions.size() > 0)
            .filter(m -> place != Place.AFTER_EVICTION || evictionIn(m) != null)
            .toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          node.name + " has " + found.size() + " methods " + method + ", for the point " + name);
    }
    MethodNode target = found.get(0);
    switch (place) {
      case BEGIN -> target.instructions.insert(atBegin(target));
      case LOOP -> loop(target);
      case AFTER_EVICTION -> afterEviction(target);
    }
  }

  private static @Nullable MethodInsnNode evictionIn(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call && call.name.equals(EVICTION)) {
        return call;
      }
    }
    return null;
  }

  private void afterEviction(MethodNode target) {
    MethodInsnNode eviction = Objects.requireNonNull(evictionIn(target));
    int at = target.instructions.indexOf(eviction);
    target.instructions.insert(eviction, about(new InsnNode(Opcodes.ACONST_NULL)));
    Set<LabelNode> handlers = new LinkedHashSet<>();
    for (TryCatchBlockNode block : target.tryCatchBlocks) {
      if (block.type == null
          && target.instructions.indexOf(block.start) < at
          && at < target.instructions.indexOf(block.end)) {
        handlers.add(block.handler);
      }
    }
    for (LabelNode handler : handlers) {
      AbstractInsnNode first = handler;
      while (first.getNext().getOpcode() < 0) {
        first = first.getNext();
      }
      target.instructions.insert(first, about(new InsnNode(Opcodes.ACONST_NULL)));
    }
  }

  private InsnList atBegin(MethodNode target) {
    int local = (target.access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
    AbstractInsnNode about = new InsnNode(Opcodes.ACONST_NULL);
    for (Type argument : Type.getArgumentTypes(target.desc)) {
      if (argument.getSort() == Type.OBJECT) {
        about = new VarInsnNode(Opcodes.ALOAD, local);
        break;
      }
      local += argument.getSize();
    }
    return about(about);
  }

  private InsnList about(AbstractInsnNode what) {
    InsnList list = new InsnList();
    list.add(new LdcInsnNode(name));
    list.add(what);
    list.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            Type.getInternalName(Points.class),
            "named",
            "(Ljava/lang/String;Ljava/lang/Object;)V"));
    return list;
  }

  private void loop(MethodNode target) {
    int looks = 0;
    for (AbstractInsnNode instruction : target.instructions.toArray()) {
      if (instruction instanceof MethodInsnNode call
          && call.name.equals("hasNext")
          && call.owner.equals("java/util/Iterator")) {
        target.instructions.insertBefore(call, new LdcInsnNode(name));
        target.instructions.set(
            call,
            new MethodInsnNode(
                Opcodes.INVOKESTATIC,
                Type.getInternalName(Points.class),
                "hasNext",
                "(Ljava/util/Iterator;Ljava/lang/String;)Z"));
        looks++;
      }
    }
    if (looks != 1) {
      throw new IllegalStateException(method + " looks " + looks + " times for more, not once");
    }
  }
}
