package dev.lockstep.spark.weave;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Where a Scala {@code match} begins by copying its subject out of an argument, the copy becomes
 * {@code helper.swap(subject)}: the match then sees a stand-in, the rest of the method the
 * argument.
 *
 * @param argument the local variable of the subject
 * @param type the subject's type
 * @param firstCase the class that the first case tests for
 */
record Swap(
    String className,
    String name,
    String descriptor,
    int argument,
    String type,
    String firstCase,
    String helper,
    String swap)
    implements WeavePoint {
  @Override
  public String describe() {
    return className.replace('/', '.') + "." + name + ": match subject through " + swap;
  }

  @Override
  public void weave(ClassNode node) throws WeaveException {
    MethodNode method = Members.stockMethod(node, name, descriptor);
    List<AbstractInsnNode> head = new ArrayList<>();
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction.getOpcode() >= 0 && head.size() < 4) {
        head.add(instruction);
      }
    }
    if (!isMatch(head)) {
      throw WeaveException.at(
          node.name,
          name,
          "aload " + argument + ", astore n, aload n, instanceof " + firstCase,
          "opcodes " + head.stream().map(AbstractInsnNode::getOpcode).toList());
    }
    String swapDescriptor = "(L" + type + ";)L" + type + ";";
    method.instructions.insert(
        head.get(0), new MethodInsnNode(Opcodes.INVOKESTATIC, helper, swap, swapDescriptor, false));
  }

  private boolean isMatch(List<AbstractInsnNode> head) {
    return head.size() == 4
        && head.get(0) instanceof VarInsnNode subject
        && subject.getOpcode() == Opcodes.ALOAD
        && subject.var == argument
        && head.get(1) instanceof VarInsnNode copy
        && copy.getOpcode() == Opcodes.ASTORE
        && head.get(2) instanceof VarInsnNode reload
        && reload.getOpcode() == Opcodes.ALOAD
        && reload.var == copy.var
        && head.get(3) instanceof TypeInsnNode test
        && test.getOpcode() == Opcodes.INSTANCEOF
        && test.desc.equals(firstCase);
  }
}
