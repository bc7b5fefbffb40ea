package dev.lockstep.spark.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The stock method begins with {@code if (first instanceof argument) return helper.target(this,
 * arguments...)} and stays as it is after that: for every other call it is the stock code, in its
 * place, which the JIT compiles and inlines as ever (R14).
 *
 * @param name the method's name in the bytecode
 * @param argument the class of ours whose objects, as first argument, take the detour
 * @param target its name without Scala's mangling: the name in the helper
 * @param stock whether our Java needs the stock code on the detour as well
 */
record Detour(
    String className,
    String name,
    String descriptor,
    String argument,
    String helper,
    String target,
    Stock stock)
    implements WeavePoint {
  /** What becomes of the stock code for a call that takes the detour. */
  enum Stock {
    /** Nothing: our Java does all the work. */
    UNUSED,
    /** A copy is added as public {@code stock$target}, for our Java to call. */
    COPIED
  }

  @Override
  public String describe() {
    return className.replace('/', '.')
        + "."
        + name
        + ": detour for "
        + argument.substring(argument.lastIndexOf('/') + 1);
  }

  @Override
  public void weave(ClassNode node) throws WeaveException {
    MethodNode method = Members.stockMethod(node, name, descriptor);
    Type[] arguments = Type.getArgumentTypes(descriptor);
    if (arguments.length == 0 || arguments[0].getSort() != Type.OBJECT) {
      throw WeaveException.at(node.name, name, "an object as first argument", descriptor);
    }
    requireNoFrameAtStart(node, method);
    if (stock == Stock.COPIED) {
      node.methods.add(copy(node, method));
    }
    LabelNode stay = new LabelNode();
    InsnList detour = new InsnList();
    detour.add(new VarInsnNode(Opcodes.ALOAD, 1));
    detour.add(new TypeInsnNode(Opcodes.INSTANCEOF, argument));
    detour.add(new JumpInsnNode(Opcodes.IFEQ, stay));
    Type[] seen = arguments.clone();
    seen[0] = Type.getObjectType(argument);
    detour.add(Members.callThrough(node, descriptor, seen, helper, target));
    detour.add(stay);
    // What the method began with still holds here, so the frames after this one stay true.
    detour.add(new FrameNode(Opcodes.F_SAME, 0, null, 0, null));
    method.instructions.insert(detour);
  }

  /** Two frames can't be at one instruction: nothing may jump to the method's first one. */
  private void requireNoFrameAtStart(ClassNode node, MethodNode method) throws WeaveException {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction.getOpcode() >= 0) {
        return;
      }
      if (instruction instanceof FrameNode) {
        throw WeaveException.at(
            node.name, name, "no jump to the first instruction", "a stack map frame there");
      }
    }
  }

  private MethodNode copy(ClassNode node, MethodNode method) throws WeaveException {
    String copyName = "stock$" + target;
    Members.requireNoMethod(node, copyName, descriptor);
    MethodNode copy =
        new MethodNode(
            Opcodes.ASM9,
            Members.madePublic(method.access),
            copyName,
            descriptor,
            method.signature,
            method.exceptions.toArray(new String[0]));
    method.accept(copy);
    return copy;
  }
}
