package dev.lockstep.spark.weave;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Changes nothing: sees that a method makes these calls, each as often as it is named and in this
 * order, since our Java overrides what they call.
 *
 * @param calls names of methods that the class under {@code owner} has
 */
record CallSequence(
    String className, String name, String descriptor, String owner, List<String> calls)
    implements WeavePoint {
  CallSequence {
    calls = List.copyOf(calls);
  }

  @Override
  public String describe() {
    return className.replace('/', '.')
        + "."
        + Members.unmangled(name)
        + ": seen to call "
        + String.join(", ", calls);
  }

  @Override
  public boolean edits() {
    return false;
  }

  @Override
  public void weave(ClassNode node) throws WeaveException {
    MethodNode method = Members.stockMethod(node, name, descriptor);
    List<String> found = new ArrayList<>();
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call
          && call.owner.equals(owner)
          && calls.contains(call.name)) {
        found.add(call.name);
      }
    }
    if (!found.equals(calls)) {
      throw WeaveException.at(node.name, name, "the calls " + calls, found.toString());
    }
  }
}
