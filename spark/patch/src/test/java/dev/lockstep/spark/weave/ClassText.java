package dev.lockstep.spark.weave;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/** A class as text: its methods with access and code, its fields with their access. */
record ClassText(List<String> methods, List<String> fields) {
  static ClassText of(ClassNode node) {
    return new ClassText(
        node.methods.stream().map(ClassText::text).toList(),
        node.fields.stream().map(f -> f.access + " " + f.name + " " + f.desc).toList());
  }

  private static String text(MethodNode method) {
    Textifier text = new Textifier();
    method.accept(new TraceMethodVisitor(text));
    StringWriter lines = new StringWriter();
    text.print(new PrintWriter(lines, true));
    return method.access + " " + method.name + method.desc + "\n" + lines;
  }
}
