package dev.lockstep.spark.weave;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Sees that compiled code finds in a Spark whatever it calls and reads there. The JVM would look
 * only when it comes to the call: a method that this version does not have would be an error in the
 * middle of a run.
 */
public final class LinkCheck {
  private static final List<String> CHECKED = List.of("org/apache/spark/", "scala/");

  private final ClassFiles classPath;

  private LinkCheck(ClassFiles classPath) {
    this.classPath = classPath;
  }

  /**
   * Checks every class of {@code ours} that is in use: one that stands further in front on the
   * class path hides the one of {@code ours}.
   *
   * @param ours a jar, one of the class path
   * @param classPath woven folder, jars, in order
   * @throws WeaveException that names the first class or member that is not there
   */
  public static void check(Path ours, List<Path> classPath) throws WeaveException, IOException {
    try (ClassFiles files = new ClassFiles(classPath)) {
      LinkCheck check = new LinkCheck(files);
      for (String name : ClassFiles.namesIn(ours)) {
        if (files.isFrom(name, ours)) {
          check.checkClass(files.read(name));
        }
      }
    }
  }

  private void checkClass(ClassNode node) throws WeaveException {
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof MethodInsnNode call) {
          member(node, call.owner, call.name, call.desc);
        } else if (instruction instanceof FieldInsnNode access) {
          member(node, access.owner, access.name, access.desc);
        } else if (instruction instanceof InvokeDynamicInsnNode dynamic) {
          for (Object argument : dynamic.bsmArgs) {
            if (argument instanceof Handle handle) {
              member(node, handle.getOwner(), handle.getName(), handle.getDesc());
            }
          }
        }
      }
    }
  }

  private void member(ClassNode user, String owner, String name, String descriptor)
      throws WeaveException {
    if (CHECKED.stream().noneMatch(owner::startsWith)) {
      return;
    }
    String expected = "one with " + descriptor + ", which " + dotted(user.name) + " needs";
    if (!classPath.has(owner)) {
      throw new WeaveException(
          dotted(owner)
              + ": expected the class, which "
              + dotted(user.name)
              + " needs, found none");
    }
    List<String> others = new ArrayList<>();
    if (!declared(user, owner, name, descriptor, others)) {
      throw WeaveException.at(
          owner, name, expected, others.isEmpty() ? "none" : "one with " + others.get(0));
    }
  }

  /** Whether a class or what it extends has a member that the user may touch. */
  private boolean declared(
      ClassNode user, String owner, String name, String descriptor, List<String> others)
      throws WeaveException {
    if (!classPath.has(owner)) {
      return false;
    }
    ClassNode node = classPath.read(owner);
    for (Member member : members(node)) {
      if (member.name.equals(name)) {
        if (member.descriptor.equals(descriptor)
            && (!member.isPrivate() || nest(user.name).equals(nest(owner)))) {
          return true;
        }
        others.add((member.isPrivate() ? "private " : "") + member.descriptor);
      }
    }
    List<String> above = new ArrayList<>(node.interfaces);
    if (node.superName != null) {
      above.add(0, node.superName);
    }
    for (String next : above) {
      if (declared(user, next, name, descriptor, others)) {
        return true;
      }
    }
    return false;
  }

  private record Member(int access, String name, String descriptor) {
    boolean isPrivate() {
      return (access & Opcodes.ACC_PRIVATE) != 0;
    }
  }

  /** The outermost class: all inside it may touch each other's private members. */
  private static String nest(String className) {
    int inner = className.indexOf('$');
    return inner < 0 ? className : className.substring(0, inner);
  }

  private static List<Member> members(ClassNode node) {
    List<Member> members = new ArrayList<>();
    node.methods.forEach(m -> members.add(new Member(m.access, m.name, m.desc)));
    node.fields.forEach(f -> members.add(new Member(f.access, f.name, f.desc)));
    return members;
  }

  private static String dotted(String name) {
    return name.replace('/', '.');
  }
}
