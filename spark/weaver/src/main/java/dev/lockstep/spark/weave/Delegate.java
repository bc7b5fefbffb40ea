package dev.lockstep.spark.weave;

import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Renames the stock method to {@code stock$target}, public, and puts in its place a method that
 * calls {@code helper.target(this, arguments...)}. Callers, overrides and signature stay.
 *
 * @param name the method's name in the bytecode
 * @param target its name without Scala's mangling: the name in the helper and after {@code stock$}
 */
record Delegate(String className, String name, String descriptor, String helper, String target)
    implements WeavePoint {
  @Override
  public String describe() {
    return className.replace('/', '.') + "." + name + ": renamed and delegated";
  }

  @Override
  public void weave(ClassNode node) throws WeaveException {
    String stockName = "stock$" + target;
    Members.requireNoMethod(node, stockName, descriptor);
    MethodNode stock = Members.stockMethod(node, name, descriptor);
    MethodNode replacement =
        new MethodNode(
            stock.access,
            name,
            descriptor,
            stock.signature,
            stock.exceptions.toArray(new String[0]));
    replacement.instructions.add(Members.callThrough(node, descriptor, helper, target));
    stock.name = stockName;
    stock.access = Members.madePublic(stock.access);
    node.methods.add(replacement);
  }
}
