package dev.lockstep.schedule.weave;

import dev.lockstep.schedule.Points;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
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
    LOOP
  }

  void weave(ClassNode node) {
    List<MethodNode> found =
        node.methods.stream()
            .filter(m -> m.name.equals(method) && m.instructions.size() > 0)
            .toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          node.name + " has " + found.size() + " methods " + method + ", for the point " + name);
    }
    MethodNode target = found.get(0);
    switch (place) {
      case BEGIN -> target.instructions.insert(atBegin(target));
      case LOOP -> loop(target);
    }
  }

  private InsnList atBegin(MethodNode target) {
    InsnList list = new InsnList();
    list.add(new LdcInsnNode(name));
    int local = (target.access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
    AbstractInsnNode about = new InsnNode(Opcodes.ACONST_NULL);
    for (Type argument : Type.getArgumentTypes(target.desc)) {
      if (argument.getSort() == Type.OBJECT) {
        about = new VarInsnNode(Opcodes.ALOAD, local);
        break;
      }
      local += argument.getSize();
    }
    list.add(about);
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
