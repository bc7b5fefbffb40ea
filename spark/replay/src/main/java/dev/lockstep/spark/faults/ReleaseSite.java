package dev.lockstep.spark.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Where a store runs releases: the one call of a method without a result, in a method of a class.
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
    MethodInsnNode release = releaseIn(node, in);
    List<Integer> arguments = spill(in, release);
    in.instructions.insertBefore(release, new InsnNode(Opcodes.DUP));
    load(in, release, arguments);
    in.instructions.insertBefore(release, release.clone(null));
    load(in, release, arguments);
  }

  void runNever(ClassNode node) {
    MethodNode in = Edits.method(node, method);
    MethodInsnNode release = releaseIn(node, in);
    spill(in, release);
    in.instructions.set(release, new InsnNode(Opcodes.POP));
  }

  private MethodInsnNode releaseIn(ClassNode node, MethodNode in) {
    List<MethodInsnNode> calls = new ArrayList<>();
    for (AbstractInsnNode instruction : in.instructions) {
      if (instruction instanceof MethodInsnNode candidate
          && candidate.name.equals(call)
          && Type.getReturnType(candidate.desc) == Type.VOID_TYPE) {
        calls.add(candidate);
      }
    }
    if (calls.size() != 1) {
      throw new FaultException(
          node.name + "." + method + " has " + calls.size() + " calls of " + call);
    }
    return calls.get(0);
  }

  /** Takes the call's arguments from the stack into locals of its own. */
  private static List<Integer> spill(MethodNode in, MethodInsnNode release) {
    Type[] arguments = Type.getArgumentTypes(release.desc);
    List<Integer> locals = new ArrayList<>();
    for (int a = arguments.length - 1; a >= 0; a--) {
      in.instructions.insertBefore(
          release, new VarInsnNode(arguments[a].getOpcode(Opcodes.ISTORE), in.maxLocals));
      locals.add(0, in.maxLocals);
      in.maxLocals += arguments[a].getSize();
    }
    return locals;
  }

  private static void load(MethodNode in, MethodInsnNode release, List<Integer> locals) {
    Type[] arguments = Type.getArgumentTypes(release.desc);
    for (int a = 0; a < arguments.length; a++) {
      in.instructions.insertBefore(
          release, new VarInsnNode(arguments[a].getOpcode(Opcodes.ILOAD), locals.get(a)));
    }
  }
}
