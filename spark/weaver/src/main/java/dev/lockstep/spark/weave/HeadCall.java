package dev.lockstep.spark.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The method's first action becomes {@code helper.check(firstArgument, "method")}. */
record HeadCall(String className, String name, String descriptor, String helper, String check)
    implements WeavePoint {
  private static final String BLOCK_ID = "Lorg/apache/spark/storage/BlockId;";

  @Override
  public String describe() {
    return className.replace('/', '.') + "." + name + ": " + check + " called first";
  }

  @Override
  public void weave(ClassNode node) throws WeaveException {
    MethodNode method = Members.stockMethod(node, name, descriptor);
    if (!descriptor.startsWith("(" + BLOCK_ID)) {
      throw WeaveException.at(node.name, name, "a BlockId as first argument", descriptor);
    }
    InsnList call = new InsnList();
    call.add(new VarInsnNode(Opcodes.ALOAD, 1));
    call.add(new LdcInsnNode(Members.unmangled(name)));
    call.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC, helper, check, "(" + BLOCK_ID + "Ljava/lang/String;)V", false));
    method.instructions.insert(call);
  }
}
