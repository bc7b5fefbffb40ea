package dev.lockstep.spark.weave;

import java.lang.reflect.Modifier;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A private method becomes public, so that the patch's Java can call it. Calls in its own class go
 * to it as before: they name the class, and no class overrides what it could not see.
 */
record WidenedMethod(String className, String name, String descriptor) implements WeavePoint {
  @Override
  public String describe() {
    return className.replace('/', '.') + "." + name + ": method made public";
  }

  @Override
  public void weave(ClassNode node) throws WeaveException {
    MethodNode method = Members.stockMethod(node, name, descriptor);
    if ((method.access & Opcodes.ACC_PRIVATE) == 0) {
      throw WeaveException.at(
          node.name, name, "a private method", Modifier.toString(method.access) + " one");
    }
    method.access = Members.madePublic(method.access);
  }
}
