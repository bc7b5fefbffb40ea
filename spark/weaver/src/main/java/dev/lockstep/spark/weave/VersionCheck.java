package dev.lockstep.spark.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The class gets a static initializer that calls {@code helper.check("4.2.0")}, with the version
 * that the class was woven from: it runs once, before anything of the class does.
 *
 * @param version empty if the Spark does not say which it is
 */
record VersionCheck(String className, String helper, String check, String version)
    implements WeavePoint {
  private static final String INITIALIZER = "<clinit>";

  @Override
  public WeavePoint of(String sparkVersion) {
    return new VersionCheck(className, helper, check, sparkVersion);
  }

  @Override
  public String describe() {
    return className.replace('/', '.') + "." + INITIALIZER + ": added, calls " + check;
  }

  @Override
  public void weave(ClassNode node) throws WeaveException {
    Members.requireNoMethod(node, INITIALIZER, "()V");
    MethodNode initializer = new MethodNode(Opcodes.ACC_STATIC, INITIALIZER, "()V", null, null);
    initializer.instructions.add(new LdcInsnNode(version));
    initializer.instructions.add(
        new MethodInsnNode(Opcodes.INVOKESTATIC, helper, check, "(Ljava/lang/String;)V", false));
    initializer.instructions.add(new InsnNode(Opcodes.RETURN));
    node.methods.add(initializer);
  }
}
