package dev.lockstep.spark.weave;

import java.lang.reflect.Modifier;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/** A private final field becomes public final, so that the patch's Java can read it. */
record WidenedField(String className, String name, String descriptor) implements WeavePoint {
  @Override
  public String describe() {
    return className.replace('/', '.') + "." + name + ": field made public";
  }

  @Override
  public void weave(ClassNode node) throws WeaveException {
    FieldNode field = Members.field(node, name, descriptor);
    int shape = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
    if ((field.access & (shape | Opcodes.ACC_STATIC)) != shape) {
      throw WeaveException.at(
          node.name, name, "a private final field", Modifier.toString(field.access) + " one");
    }
    field.access = field.access & ~Opcodes.ACC_PRIVATE | Opcodes.ACC_PUBLIC;
  }
}
