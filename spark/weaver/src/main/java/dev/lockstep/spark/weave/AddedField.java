package dev.lockstep.spark.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/**
 * A new public field, null at first: the patch's own state for each instance.
 *
 * @param access {@code ACC_VOLATILE} if threads look at it without a common lock, else 0
 */
record AddedField(String className, String name, String descriptor, int access)
    implements WeavePoint {
  @Override
  public String describe() {
    return className.replace('/', '.') + "." + name + ": field added";
  }

  @Override
  public void weave(ClassNode node) throws WeaveException {
    if (node.fields.stream().anyMatch(f -> f.name.equals(name))) {
      throw WeaveException.at(node.name, name, "no such field", "one (woven already?)");
    }
    node.fields.add(new FieldNode(Opcodes.ACC_PUBLIC | access, name, descriptor, null, null));
  }
}
