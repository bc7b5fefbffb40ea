package dev.lockstep.spark.mutants;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A number for every line of every method of the mutated classes, and for every method: a mutant in
 * a line that a check never runs can't be noticed by it, and is not run on it.
 */
public final class ProbeTable {
  private static final String PROBES = "dev/lockstep/spark/mutants/probe/Probes";

  private final Map<String, Integer> numbers = new HashMap<>();

  /** Of the classes of a path. */
  public ProbeTable(ClassSource classes, List<MutatedClass> mutated) {
    for (MutatedClass of : mutated) {
      ClassNode node = node(classes.required(of.name()));
      for (MethodNode method : node.methods) {
        number(node.name, method, 0);
        for (AbstractInsnNode instruction : method.instructions) {
          if (instruction instanceof LineNumberNode line) {
            number(node.name, method, line.line);
          }
        }
      }
    }
  }

  private void number(String className, MethodNode method, int line) {
    numbers.putIfAbsent(key(className, method.name, method.desc, line), numbers.size());
  }

  private static String key(String className, String method, String descriptor, int line) {
    return className + '.' + method + descriptor + ':' + line;
  }

  public int size() {
    return numbers.size();
  }

  /** The probe that is passed before a mutant's change is. */
  public int of(Mutant mutant) {
    String className = mutant.of().name().replace('.', '/');
    Integer line = numbers.get(key(className, mutant.method(), mutant.descriptor(), mutant.line()));
    return line != null
        ? line
        : numbers.getOrDefault(key(className, mutant.method(), mutant.descriptor(), 0), 0);
  }

  /** A class with its probes put in. */
  public byte[] probed(byte[] classFile) {
    ClassNode node = node(classFile);
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions.toArray()) {
        if (instruction instanceof LineNumberNode line) {
          putIn(node.name, method, line.line, line.getNext());
        }
      }
      if (method.instructions.size() > 0) {
        putIn(node.name, method, 0, method.instructions.getFirst());
      }
    }
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }

  private void putIn(String className, MethodNode method, int line, AbstractInsnNode from) {
    Integer number = numbers.get(key(className, method.name, method.desc, line));
    AbstractInsnNode at = from;
    // Behind the frame, which must stand right where a jump leads.
    while (at != null && at.getOpcode() < 0) {
      at = at.getNext();
    }
    if (number != null && at != null) {
      InsnList call = new InsnList();
      call.add(new LdcInsnNode(number));
      call.add(new MethodInsnNode(Opcodes.INVOKESTATIC, PROBES, "hit", "(I)V", false));
      // A frame may speak of a new object by the label right before its NEW.
      if (at.getOpcode() == Opcodes.NEW) {
        method.instructions.insert(at, call);
      } else {
        method.instructions.insertBefore(at, call);
      }
    }
  }

  private static ClassNode node(byte[] classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(node, 0);
    return node;
  }
}
