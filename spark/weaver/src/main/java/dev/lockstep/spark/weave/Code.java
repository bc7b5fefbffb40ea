package dev.lockstep.spark.weave;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** The code of a method as text, without what moves when something else does. */
final class Code {
  private Code() {}

  static String of(MethodNode method) {
    StringBuilder code = new StringBuilder();
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction.getOpcode() >= 0) {
        code.append(instruction.getOpcode()).append(operand(instruction)).append('\n');
      }
    }
    return code.toString();
  }

  /** Numbers of variables and lambdas are left out, and where jumps go. */
  private static String operand(AbstractInsnNode instruction) {
    if (instruction instanceof MethodInsnNode call) {
      return " " + call.owner + "." + StoreShapes.nameOf(call.name) + call.desc;
    } else if (instruction instanceof FieldInsnNode field) {
      return " " + field.owner + "." + field.name;
    } else if (instruction instanceof TypeInsnNode type) {
      return " " + type.desc;
    } else if (instruction instanceof LdcInsnNode constant) {
      return " " + constant.cst;
    } else if (instruction instanceof IntInsnNode number) {
      return " " + number.operand;
    } else if (instruction instanceof InvokeDynamicInsnNode dynamic) {
      return " "
          + dynamic.name
          + dynamic.desc
          + Arrays.stream(dynamic.bsmArgs).map(Code::argument).collect(Collectors.joining(" "));
    }
    return "";
  }

  private static String argument(Object argument) {
    return argument instanceof Handle handle
        ? handle.getOwner() + "." + StoreShapes.nameOf(handle.getName())
        : argument.toString();
  }
}
