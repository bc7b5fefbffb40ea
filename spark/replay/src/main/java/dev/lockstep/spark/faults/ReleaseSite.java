package dev.lockstep.spark.faults;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Where a store runs releases: the one call of a method without arguments and result, in a method
 * of a class.
 *
 * @param className as in bytecode
 * @param method the method with the call in it
 * @param call the method that is called
 */
public record ReleaseSite(String className, String method, String call) {
  private static final Pattern TEXT = Pattern.compile("([\\w.$]+)#([\\w$]+)#([\\w$]+)");

  /** Of our patch. */
  static final ReleaseSite OF_PATCH = new ReleaseSite(Edits.RELEASES, "run", "release");

  /**
   * Reads what an adapter says: {@code pack.Class#method#call}.
   *
   * @throws FaultException if it is not of that form
   */
  public static ReleaseSite parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new FaultException(
          "release site: expected pack.Class#method#call, the adapter says " + text);
    }
    return new ReleaseSite(matcher.group(1).replace('.', '/'), matcher.group(2), matcher.group(3));
  }

  void runTwice(ClassNode node) {
    MethodNode in = Edits.method(node, method);
    MethodInsnNode release = Edits.call(in, call, "()V");
    in.instructions.insertBefore(release, new InsnNode(Opcodes.DUP));
    in.instructions.insertBefore(release, release.clone(null));
  }

  void runNever(ClassNode node) {
    MethodNode in = Edits.method(node, method);
    in.instructions.set(Edits.call(in, call, "()V"), new InsnNode(Opcodes.POP));
  }
}
