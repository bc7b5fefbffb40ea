package dev.lockstep.spark.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** A new public method that calls {@code helper.name(this, arguments...)}. */
record AddedMethod(
    String className, String name, String descriptor, String signature, String helper)
    implements WeavePoint {
  @Override
  public String describe() {
    return className.replace('/', '.') + "." + name + ": method added";
  }

  @Override
  public void weave(ClassNode node) throws WeaveException {
    Members.requireNoMethod(node, name, descriptor);
    MethodNode method =
        new MethodNode(
            Opcodes.ACC_PUBLIC, name, descriptor, signature.isEmpty() ? null : signature, null);
    method.instructions.add(Members.callThrough(node, descriptor, helper, name));
    node.methods.add(method);
  }
}
