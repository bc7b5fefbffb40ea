package dev.lockstep.spark.weave;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Compares the bytecode of the classes that keep Spark's blocks in memory. */
public final class StoreShapes {
  /** The classes that are compared. */
  static final List<String> CLASSES =
      List.of(
          "org/apache/spark/storage/memory/MemoryStore",
          "org/apache/spark/memory/MemoryPool",
          "org/apache/spark/memory/StorageMemoryPool",
          "org/apache/spark/memory/ExecutionMemoryPool",
          "org/apache/spark/memory/MemoryManager",
          "org/apache/spark/memory/UnifiedMemoryManager",
          "org/apache/spark/memory/UnifiedMemoryManager$",
          "org/apache/spark/storage/BlockInfoManager",
          "org/apache/spark/storage/BlockInfo",
          "org/apache/spark/storage/BlockInfoWrapper");

  /** What Scala puts into every class that logs. */
  private static final Pattern LOGGING =
      Pattern.compile(
          "log|log(Name|Info|Debug|Trace|Warning|Error|BasedOnLevel)|LogStringContext|MDC"
              + "|withLogContext|isTraceEnabled|initialize(LogIfNecessary|Forcefully)(\\$.*)?"
              + "|org\\$apache\\$spark\\$internal\\$Logging.*|\\$deserializeLambda\\$");

  /** A lambda is part of the method that it stands in. */
  private static final Pattern LAMBDA = Pattern.compile("\\$anonfun\\$(\\w+?)\\$\\d+(\\$adapted)?");

  private StoreShapes() {}

  /**
   * Compares.
   *
   * @param first the spark-core jar, or a folder of its classes
   * @param second the same
   * @return a change for each class that differs
   * @throws WeaveException if one of them has not all of the classes
   */
  public static List<ShapeChange> compare(Path first, Path second)
      throws WeaveException, IOException {
    List<ShapeChange> changes = new ArrayList<>();
    try (StockClasses one = StockClasses.open(first);
        StockClasses other = StockClasses.open(second)) {
      for (String name : CLASSES) {
        ShapeChange change = compare(name, members(one.read(name)), members(other.read(name)));
        if (!change.isEmpty()) {
          changes.add(change);
        }
      }
    }
    return changes;
  }

  private static ShapeChange compare(
      String name, Map<String, List<String>> one, Map<String, List<String>> other) {
    return new ShapeChange(
        name.replace('/', '.'),
        one.keySet().stream().filter(m -> !other.containsKey(m)).toList(),
        other.keySet().stream().filter(m -> !one.containsKey(m)).toList(),
        one.entrySet().stream()
            .filter(m -> other.containsKey(m.getKey()))
            .filter(m -> !m.getValue().equals(other.get(m.getKey())))
            .map(Map.Entry::getKey)
            .toList());
  }

  /** The members by name, each with its code in an order that does not depend on the file. */
  private static SortedMap<String, List<String>> members(ClassNode node) {
    SortedMap<String, List<String>> members = new TreeMap<>();
    for (FieldNode field : node.fields) {
      members.computeIfAbsent(nameOf(field.name), n -> new ArrayList<>()).add(field.desc);
    }
    for (MethodNode method : node.methods) {
      if (!LOGGING.matcher(method.name).matches() && !saysWhatIsLogged(method)) {
        members
            .computeIfAbsent(nameOf(method.name), n -> new ArrayList<>())
            .add(method.desc + " " + Code.of(method));
      }
    }
    members.values().forEach(code -> code.sort(null));
    return members;
  }

  private static boolean saysWhatIsLogged(MethodNode method) {
    return LAMBDA.matcher(method.name).matches()
        && (method.desc.endsWith(")Ljava/lang/String;")
            || method.desc.endsWith("/MessageWithContext;"));
  }

  /** As it is written in Scala: a constructor is {@code new}, a lambda goes with its method. */
  static String nameOf(String member) {
    String own = LAMBDA.matcher(member).replaceFirst("$1").replaceFirst("^.*\\$\\$", "");
    return own.replaceFirst("\\$(\\d+|lzycompute)$", "")
        .replace("<init>", "new")
        .replace("<clinit>", "new");
  }
}
