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

/** The last action of a constructor, before its one return, becomes {@code helper.check(this)}. */
record EndCall(String className, String descriptor, String helper, String check)
    implements WeavePoint {
  private static final String CONSTRUCTOR = "<init>";

  @Override
  public String describe() {
    return className.replace('/', '.') + "." + CONSTRUCTOR + ": " + check + " called last";
  }

  @Override
  public void weave(ClassNode node) throws WeaveException {
    MethodNode method = Members.stockMethod(node, CONSTRUCTOR, descriptor);
    List<AbstractInsnNode> returns = new ArrayList<>();
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction.getOpcode() == Opcodes.RETURN) {
        returns.add(instruction);
      }
    }
    if (returns.size() != 1) {
      throw WeaveException.at(node.name, CONSTRUCTOR, "one return", returns.size() + " of them");
    }
    InsnList call = new InsnList();
    call.add(new VarInsnNode(Opcodes.ALOAD, 0));
    call.add(
        new MethodInsnNode(Opcodes.INVOKESTATIC, helper, check, "(L" + node.name + ";)V", false));
    method.instructions.insertBefore(returns.get(0), call);
  }
}
