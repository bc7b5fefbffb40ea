package dev.lockstep.spark.launch;

import dev.lockstep.schedule.soak.Noise;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Puts {@link Noise} before whatever threads see of each other in the patch and in Spark's block
 * locks: locks, monitors, concurrent maps, the counts of an info, and before stock calls.
 */
final class NoiseEdit implements ClassEdit {
  private static final String INFO = "org/apache/spark/storage/BlockInfo";

  @Override
  public boolean concerns(String className) {
    return className.equals(INFO.replace('/', '.') + "Manager") || PointEdit.isOurs(className);
  }

  @Override
  public byte[] applyTo(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassNode node = new ClassNode();
    reader.accept(node, 0);
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions.toArray()) {
        if (isShared(instruction)) {
          method.instructions.insertBefore(
              instruction,
              new MethodInsnNode(
                  Opcodes.INVOKESTATIC, Noise.class.getName().replace('.', '/'), "here", "()V"));
        }
      }
    }
    // Nothing is taken and nothing left, so what a frame says stays true.
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }

  private static boolean isShared(AbstractInsnNode instruction) {
    return instruction.getOpcode() == Opcodes.MONITORENTER
        || (instruction instanceof MethodInsnNode call
            && !call.name.equals("<init>")
            && (call.owner.startsWith("java/util/concurrent/")
                || call.owner.startsWith("org/sparkproject/guava/")
                || call.owner.equals(INFO)
                || call.owner.equals(INFO + "Manager")
                || call.name.startsWith("stock$")));
  }
}
