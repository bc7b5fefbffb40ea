package dev.lockstep.spark.mutants;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Mutants that say nothing about the store, and are counted but not run: those that PIT's own
 * filters leave out of Java, and their like in what the Scala compiler generates.
 */
public enum Filter {
  /** The code of a trait or of a companion, called by a method that has nothing else. */
  FORWARDER("a method that only calls a trait's or a companion's") {
    @Override
    boolean leavesOut(ClassNode owner, MethodNode method, int line) {
      boolean calls = false;
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof MethodInsnNode call) {
          boolean mixin =
              call.getOpcode() == Opcodes.INVOKESTATIC && call.name.equals(method.name + "$");
          if (calls || !(mixin || toCompanion(owner, method, call))) {
            return false;
          }
          calls = true;
        } else if (instruction.getOpcode() >= Opcodes.IFEQ
            && instruction.getOpcode() <= Opcodes.LOOKUPSWITCH) {
          return false;
        }
      }
      return calls;
    }
  },
  /** What Spark logs, and whether. */
  LOGGING("what is logged, and whether") {
    @Override
    boolean leavesOut(ClassNode owner, MethodNode method, int line) {
      return LOGGING_METHODS.contains(method.name)
          || method.name.startsWith("org$apache$spark$internal$Logging$")
          || method.desc.endsWith(")Lorg/apache/spark/internal/MessageWithContext;")
          || (method.name.startsWith("$anonfun$") && method.desc.endsWith(")Ljava/lang/String;"))
          || linesThatLog(method).contains(line);
    }
  },
  /** Members that a compiler adds to a case class, an enum or a record. */
  GENERATED("a member that the compiler adds to a case class, an enum or a record") {
    @Override
    boolean leavesOut(ClassNode owner, MethodNode method, int line) {
      return CASE_CLASS_METHODS.contains(method.name)
              && (owner.interfaces.contains("scala/Product") || isCaseCompanion(owner))
          || method.name.startsWith("copy$default$")
          || method.name.startsWith("$lessinit$greater$default$")
          || method.name.equals("$deserializeLambda$")
          || ((owner.access & Opcodes.ACC_ENUM) != 0
              && List.of("values", "valueOf", "$values").contains(method.name));
    }
  },
  /** Code that runs once, when the class is loaded. */
  INITIALIZER("code that runs once, when the class is loaded") {
    @Override
    boolean leavesOut(ClassNode owner, MethodNode method, int line) {
      return method.name.equals("<clinit>")
          || (method.name.equals("<init>") && owner.fields.stream().anyMatch(Filter::isModule));
    }
  };

  private static final Set<String> LOG_CALLS =
      Set.of("logInfo", "logWarning", "logDebug", "logError", "logTrace", "isTraceEnabled");

  private static final Set<String> LOGGING_METHODS =
      Set.of("logMemoryUsage", "logUnrollFailureMessage", "initializeLogIfNecessary$default$2");

  private static final Set<String> CASE_CLASS_METHODS =
      Set.of(
          "productElement",
          "productElementName",
          "productElementNames",
          "productArity",
          "productIterator",
          "productPrefix",
          "canEqual",
          "equals",
          "hashCode",
          "toString",
          "copy",
          "apply",
          "unapply",
          "writeReplace");

  private final String words;

  Filter(String words) {
    this.words = words;
  }

  /** What it leaves out. */
  public String words() {
    return words;
  }

  abstract boolean leavesOut(ClassNode owner, MethodNode method, int line);

  /** The one that leaves a mutant out, or empty. */
  static Optional<Filter> of(ClassNode owner, MethodNode method, int line) {
    return Arrays.stream(values()).filter(f -> f.leavesOut(owner, method, line)).findFirst();
  }

  private static boolean toCompanion(ClassNode owner, MethodNode method, MethodInsnNode call) {
    AbstractInsnNode first = method.instructions.getFirst();
    while (first != null && first.getOpcode() < 0) {
      first = first.getNext();
    }
    return call.name.equals(method.name)
        && first instanceof FieldInsnNode field
        && field.name.equals("MODULE$")
        && field.owner.equals(owner.name + "$");
  }

  private static boolean isModule(org.objectweb.asm.tree.FieldNode field) {
    return field.name.equals("MODULE$");
  }

  private static boolean isCaseCompanion(ClassNode owner) {
    return owner.name.endsWith("$")
        && owner.methods.stream().anyMatch(m -> m.name.equals("unapply"));
  }

  /** Lines with a call of a logging method in them. */
  private static Set<Integer> linesThatLog(MethodNode method) {
    Set<Integer> lines = new TreeSet<>();
    int line = 0;
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof LineNumberNode number) {
        line = number.line;
      } else if (instruction instanceof MethodInsnNode call && LOG_CALLS.contains(call.name)) {
        lines.add(line);
      }
    }
    return lines;
  }
}
