package dev.lockstep.spark.mutants;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The bodies of Scala's lambdas, in methods that are marked as synthetic: PIT passes such methods
 * over, and half of the code under a lock stands in them. So it is shown them without the mark.
 */
final class Lambdas {
  private Lambdas() {}

  static byte[] shown(byte[] classFile) {
    return marked(classFile, false);
  }

  /** The mark is there again: a JVM exchanges no method for one with other marks. */
  static byte[] hidden(byte[] classFile) {
    return marked(classFile, true);
  }

  private static boolean isBody(String method) {
    return method.startsWith("$anonfun$") && !method.endsWith("$adapted");
  }

  private static byte[] marked(byte[] classFile, boolean synthetic) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            int flags =
                !isBody(name)
                    ? access
                    : synthetic ? access | Opcodes.ACC_SYNTHETIC : access & ~Opcodes.ACC_SYNTHETIC;
            return super.visitMethod(flags, name, descriptor, signature, exceptions);
          }
        },
        0);
    return writer.toByteArray();
  }
}
