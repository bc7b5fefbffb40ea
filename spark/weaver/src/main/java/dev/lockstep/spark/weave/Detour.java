package dev.lockstep.spark.weave;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The one call of a method inside another becomes {@code helper.call(receiver, arguments...,
 * this)}.
 *
 * @param name the method that calls; it may have been renamed by a {@link Delegate} since
 * @param callee the class of the method that is called
 */
record Detour(
    String className,
    String name,
    String descriptor,
    String callee,
    String called,
    String calledDescriptor,
    String helper,
    String call)
    implements WeavePoint {
  @Override
  public String describe() {
    return className.replace('/', '.') + "." + name + ": calls " + called + " through " + call;
  }

  @Override
  public void weave(ClassNode node) throws WeaveException {
    MethodNode method = Members.stockMethod(node, name, descriptor);
    List<MethodInsnNode> calls = new ArrayList<>();
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode found
          && found.getOpcode() == Opcodes.INVOKEVIRTUAL
          && found.owner.equals(callee)
          && found.name.equals(called)
          && found.desc.equals(calledDescriptor)) {
        calls.add(found);
      }
    }
    if (calls.size() != 1) {
      throw WeaveException.at(
          node.name, name, "one call of " + called + calledDescriptor, calls.size() + " of them");
    }
    InsnList through = new InsnList();
    through.add(new VarInsnNode(Opcodes.ALOAD, 0));
    through.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            helper,
            call,
            "(L"
                + callee
                + ";"
                + calledDescriptor.substring(1).replace(")", "L" + className + ";)"),
            false));
    method.instructions.insert(calls.get(0), through);
    method.instructions.remove(calls.get(0));
  }
}
