package dev.lockstep.spark.weave;

import java.lang.reflect.Modifier;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Finds members of a class and makes the calls that the points insert. */
final class Members {
  /** How the simple names of the patch's classes begin that woven code calls. */
  private static final List<String> OURS = List.of("Native", "EndingTasks");

  private static final String OUR_PACKAGES = "dev/lockstep/spark/columnar/";

  private static final String STORAGE = "org/apache/spark/storage/";

  private Members() {}

  /**
   * The one method of that name and descriptor: it has a body, is not static, and does not call the
   * patch yet.
   */
  static MethodNode stockMethod(ClassNode node, String name, String descriptor)
      throws WeaveException {
    List<MethodNode> named = node.methods.stream().filter(m -> m.name.equals(name)).toList();
    List<MethodNode> found = named.stream().filter(m -> m.desc.equals(descriptor)).toList();
    if (found.size() != 1) {
      throw WeaveException.at(
          node.name,
          name,
          "one method " + descriptor,
          named.isEmpty() ? "none" : named.stream().map(m -> m.desc).toList().toString());
    }
    MethodNode method = found.get(0);
    if ((method.access & (Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
      throw WeaveException.at(
          node.name, name, "an instance method with a body", Modifier.toString(method.access));
    }
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call && isOurs(call.owner)) {
        throw WeaveException.at(
            node.name,
            name,
            "a stock method",
            "one that is woven already (calls " + call.owner + ")");
      }
    }
    return method;
  }

  private static boolean isOurs(String owner) {
    String simpleName = owner.substring(owner.lastIndexOf('/') + 1);
    return owner.startsWith(OUR_PACKAGES)
        || owner.startsWith(STORAGE) && OURS.stream().anyMatch(simpleName::startsWith);
  }

  /** Scala's {@code org$package$Class$$method} is {@code method} to whoever calls it. */
  static String unmangled(String name) {
    return name.substring(name.lastIndexOf('$') + 1);
  }

  static int madePublic(int access) {
    return (access & ~(Opcodes.ACC_PRIVATE | Opcodes.ACC_PROTECTED)) | Opcodes.ACC_PUBLIC;
  }

  /** Fails if a method of that name and descriptor is there already. */
  static void requireNoMethod(ClassNode node, String name, String descriptor)
      throws WeaveException {
    for (MethodNode method : node.methods) {
      if (method.name.equals(name) && method.desc.equals(descriptor)) {
        throw WeaveException.at(node.name, name, "no such method", "one, with " + descriptor);
      }
    }
  }

  /** The one field of that name. */
  static FieldNode field(ClassNode node, String name, String descriptor) throws WeaveException {
    List<FieldNode> found = node.fields.stream().filter(f -> f.name.equals(name)).toList();
    if (found.size() != 1 || !found.get(0).desc.equals(descriptor)) {
      throw WeaveException.at(
          node.name,
          name,
          "one field " + descriptor,
          found.isEmpty() ? "none" : found.stream().map(f -> f.desc).toList().toString());
    }
    return found.get(0);
  }

  /** {@code return helper.method(this, every argument)}, without a branch. */
  static InsnList callThrough(ClassNode node, String descriptor, String helper, String method) {
    return callThrough(node, descriptor, Type.getArgumentTypes(descriptor), helper, method);
  }

  /**
   * The same, for arguments that are known to be of other classes than the descriptor says.
   *
   * @param seen the helper's parameters after {@code this}: an argument of another type is cast
   */
  static InsnList callThrough(
      ClassNode node, String descriptor, Type[] seen, String helper, String method) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, 0));
    int local = 1;
    StringBuilder parameters = new StringBuilder("(L").append(node.name).append(';');
    Type[] arguments = Type.getArgumentTypes(descriptor);
    for (int i = 0; i < arguments.length; i++) {
      code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ILOAD), local));
      if (!seen[i].equals(arguments[i])) {
        code.add(new TypeInsnNode(Opcodes.CHECKCAST, seen[i].getInternalName()));
      }
      local += arguments[i].getSize();
      parameters.append(seen[i].getDescriptor());
    }
    Type result = Type.getReturnType(descriptor);
    parameters.append(')').append(result.getDescriptor());
    code.add(
        new MethodInsnNode(Opcodes.INVOKESTATIC, helper, method, parameters.toString(), false));
    code.add(new InsnNode(result.getOpcode(Opcodes.IRETURN)));
    return code;
  }
}
