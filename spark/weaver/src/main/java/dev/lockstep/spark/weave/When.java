package dev.lockstep.spark.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The condition under which a call takes a {@link Detour}. */
sealed interface When {
  /** For a line of the report. */
  String describe();

  /** Jumps if the condition does not hold; leaves nothing on the stack. */
  InsnList unless(ClassNode node, LabelNode jump);

  /** The argument types as they are known to be once the condition holds. */
  Type[] seen(Type[] arguments);

  /** The first argument is one of ours. */
  record FirstArgumentIs(String type) implements When {
    @Override
    public String describe() {
      return type.substring(type.lastIndexOf('/') + 1);
    }

    @Override
    public InsnList unless(ClassNode node, LabelNode jump) {
      InsnList code = new InsnList();
      code.add(new VarInsnNode(Opcodes.ALOAD, 1));
      code.add(new TypeInsnNode(Opcodes.INSTANCEOF, type));
      code.add(new JumpInsnNode(Opcodes.IFEQ, jump));
      return code;
    }

    @Override
    public Type[] seen(Type[] arguments) {
      Type[] seen = arguments.clone();
      seen[0] = Type.getObjectType(type);
      return seen;
    }
  }

  /** A field of the class, one that the patch added, is no longer null. */
  record FieldIsSet(String field, String descriptor) implements When {
    @Override
    public String describe() {
      return "a set " + field;
    }

    @Override
    public InsnList unless(ClassNode node, LabelNode jump) {
      InsnList code = new InsnList();
      code.add(new VarInsnNode(Opcodes.ALOAD, 0));
      code.add(new FieldInsnNode(Opcodes.GETFIELD, node.name, field, descriptor));
      code.add(new JumpInsnNode(Opcodes.IFNULL, jump));
      return code;
    }

    @Override
    public Type[] seen(Type[] arguments) {
      return arguments;
    }
  }
}
