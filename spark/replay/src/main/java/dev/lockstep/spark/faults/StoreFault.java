package dev.lockstep.spark.faults;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/** A way to break a store with native blocks, by an edit of one class as it is loaded. */
public sealed interface StoreFault permits Fault, FaultElsewhere, ThreadFault {

  /** What people call it, such as {@code double-release}. */
  String faultName();

  /** One sentence on what it does. */
  String description();

  /** The class that it breaks, as in bytecode. */
  String target();

  /** The edit of it. */
  Consumer<ClassNode> edit();

  /** The class that it breaks. */
  default String className() {
    return target().replace('/', '.');
  }

  /**
   * Breaks the class.
   *
   * @param classFile the sound class
   * @throws FaultException if the class has not exactly one place for the fault
   */
  default byte[] applyTo(byte[] classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(node, 0);
    if (!node.name.equals(target())) {
      throw new FaultException(faultName() + " breaks " + target() + ", not " + node.name);
    }
    edit().accept(node);
    // Every edit is in a straight line: the frames of the class stay true.
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }

  /**
   * The fault of a name.
   *
   * @throws IllegalArgumentException if there is none; its message lists the names
   */
  static StoreFault named(String name) {
    return all()
        .filter(fault -> fault.faultName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no fault "
                        + name
                        + "; expected one of "
                        + String.join(", ", names())));
  }

  /** The names of all faults. */
  static List<String> names() {
    return all().map(StoreFault::faultName).toList();
  }

  private static Stream<StoreFault> all() {
    return Stream.concat(Stream.of(Fault.values()), Stream.of(ThreadFault.values()));
  }
}
