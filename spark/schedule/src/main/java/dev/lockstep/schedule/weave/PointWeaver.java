package dev.lockstep.schedule.weave;

import dev.lockstep.schedule.Points;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Replaces monitors, locks, conditions and waits of a class by {@link Points}, and puts a point
 * before each use of a concurrent collection. What the class does is the same otherwise.
 */
public final class PointWeaver {
  private static final String POINTS = Type.getInternalName(Points.class);
  private static final String OBJECT = "java/lang/Object";
  private static final String LOCK = "java/util/concurrent/locks/Lock";
  private static final String REENTRANT_LOCK = "java/util/concurrent/locks/ReentrantLock";
  private static final String CONDITION = "java/util/concurrent/locks/Condition";
  private static final String CONCURRENT_MAP = "java/util/concurrent/ConcurrentHashMap";
  private static final String KEY_SET = CONCURRENT_MAP + "$KeySetView";

  /** Guava's, wherever it is shaded to. */
  private static final Pattern MULTISET = Pattern.compile(".*/collect/(ConcurrentHash)?Multiset");

  private static final String SET = "java/util/Set";

  /** {@code $anonfun$unlock$3$adapted} is part of {@code unlock}. */
  private static final Pattern LAMBDA =
      Pattern.compile("(?:\\$anonfun\\$|lambda\\$)?(?:stock\\$)?([A-Za-z0-9]+).*");

  /** Calls that a call of the same name on {@link Points} replaces; owner and name. */
  private static final Map<String, List<String>> REPLACED =
      Map.of(
          LOCK, List.of("lock", "unlock", "tryLock", "newCondition"),
          REENTRANT_LOCK,
              List.of("lock", "unlock", "tryLock", "newCondition", "isHeldByCurrentThread"),
          CONDITION, List.of("await", "signal", "signalAll"),
          OBJECT, List.of("wait", "notify", "notifyAll"),
          CONCURRENT_MAP, List.of("compute", "computeIfPresent", "computeIfAbsent"),
          SET, List.of("forEach"));

  /** Fields that a lock should guard: a look without it is a step of its own. */
  private static final String WATCHED = "org/apache/spark/storage/BlockInfo";

  private static final List<String> ACCESSORS = List.of("readerCount", "writerTask");
  private static final String SETTER = "_$eq";

  private static final List<String> READS = List.of("get", "containsKey", "contains", "count");
  private static final List<String> READS_ALL =
      List.of("size", "isEmpty", "values", "entrySet", "keySet", "keys");
  private static final List<String> WRITES = List.of("put", "putIfAbsent", "remove", "add");

  private final List<NamedPoint> named;

  /** Weaves the points that locks and collections give. */
  public PointWeaver() {
    this(List.of());
  }

  /**
   * Weaves those, and points with names.
   *
   * @param named the latter; those of other classes do not matter
   */
  public PointWeaver(List<NamedPoint> named) {
    this.named = List.copyOf(named);
  }

  /**
   * The class with points in it.
   *
   * @throws IllegalStateException if a named point has no place in it
   */
  public byte[] weave(byte[] classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(node, 0);
    String simpleName = node.name.substring(node.name.lastIndexOf('/') + 1);
    for (MethodNode method : node.methods) {
      if (method.instructions.size() == 0) {
        continue;
      }
      String site = simpleName + "." + methodOf(method.name);
      for (AbstractInsnNode instruction : method.instructions.toArray()) {
        weave(method, instruction, site);
      }
      if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
        synchronize(node, method, site);
      }
    }
    for (NamedPoint point : named) {
      if (point.className().equals(node.name)) {
        point.weave(node);
      }
    }
    // Frames stay true: points are in straight lines, but for the one handler that has its own.
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }

  static String methodOf(String name) {
    Matcher matcher = LAMBDA.matcher(name);
    return matcher.matches() ? matcher.group(1) : name;
  }

  private static void weave(MethodNode method, AbstractInsnNode instruction, String site) {
    if (instruction.getOpcode() == Opcodes.MONITORENTER
        || instruction.getOpcode() == Opcodes.MONITOREXIT) {
      boolean enter = instruction.getOpcode() == Opcodes.MONITORENTER;
      method.instructions.insertBefore(instruction, new LdcInsnNode(site));
      method.instructions.set(instruction, monitor(enter ? "monitorEnter" : "monitorExit"));
    } else if (instruction instanceof MethodInsnNode call) {
      if (isReplaced(call)) {
        replace(method, call, site);
      } else if (call.owner.equals("java/lang/Thread") && call.name.equals("holdsLock")) {
        method.instructions.insertBefore(call, new LdcInsnNode(site));
        call.owner = POINTS;
        call.desc = "(L" + OBJECT + ";Ljava/lang/String;)Z";
      } else if (isCollection(call.owner) || isWatched(call)) {
        precede(method, call, site);
      }
    }
  }

  private static MethodInsnNode monitor(String name) {
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC, POINTS, name, "(L" + OBJECT + ";Ljava/lang/String;)V", false);
  }

  private static boolean isReplaced(MethodInsnNode call) {
    return REPLACED.getOrDefault(call.owner, List.of()).contains(call.name);
  }

  /** Receiver and arguments stay on the stack; the site follows them. */
  private static void replace(MethodNode method, MethodInsnNode call, String site) {
    Type[] arguments = Type.getArgumentTypes(call.desc);
    if (call.name.equals("wait") && arguments.length > 0
        || call.name.equals("await") && arguments.length > 0
        || call.name.equals("tryLock") && arguments.length > 0) {
      throw new IllegalStateException(site + ": waits with a limit, which no schedule can say");
    }
    StringBuilder descriptor =
        new StringBuilder("(L" + (call.owner.equals(REENTRANT_LOCK) ? LOCK : call.owner) + ";");
    for (Type argument : arguments) {
      descriptor.append(argument.getDescriptor());
    }
    descriptor.append("Ljava/lang/String;)").append(Type.getReturnType(call.desc));
    method.instructions.insertBefore(call, new LdcInsnNode(site));
    method.instructions.set(
        call,
        new MethodInsnNode(Opcodes.INVOKESTATIC, POINTS, call.name, descriptor.toString(), false));
  }

  private static boolean isWatched(MethodInsnNode call) {
    return call.owner.equals(WATCHED)
        && ACCESSORS.stream().anyMatch(a -> call.name.equals(a) || call.name.equals(a + SETTER));
  }

  private static boolean isCollection(String owner) {
    return owner.equals(CONCURRENT_MAP)
        || owner.equals(KEY_SET)
        || owner.equals(SET)
        || MULTISET.matcher(owner).matches();
  }

  /** A point before the call, with its receiver and, if it has one, its key. */
  private static void precede(MethodNode method, MethodInsnNode call, String site) {
    Type[] arguments = Type.getArgumentTypes(call.desc);
    if (call.getOpcode() == Opcodes.INVOKESTATIC || call.name.equals("<init>")) {
      return;
    }
    boolean keyed =
        arguments.length > 0
            && arguments[0].getSort() == Type.OBJECT
            && (READS.contains(call.name) || WRITES.contains(call.name));
    InsnList before = new InsnList();
    List<Integer> spilled = new ArrayList<>();
    for (int a = arguments.length - 1; a >= (keyed ? 1 : 0); a--) {
      int local = method.maxLocals;
      method.maxLocals += arguments[a].getSize();
      before.add(new VarInsnNode(arguments[a].getOpcode(Opcodes.ISTORE), local));
      spilled.add(0, local);
    }
    before.add(new InsnNode(keyed ? Opcodes.DUP2 : Opcodes.DUP));
    before.add(new LdcInsnNode(site));
    before.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            POINTS,
            pointOf(call.name, keyed),
            keyed
                ? "(L" + OBJECT + ";L" + OBJECT + ";Ljava/lang/String;)V"
                : "(L" + OBJECT + ";Ljava/lang/String;)V",
            false));
    for (int a = keyed ? 1 : 0; a < arguments.length; a++) {
      before.add(
          new VarInsnNode(arguments[a].getOpcode(Opcodes.ILOAD), spilled.get(keyed ? a - 1 : a)));
    }
    method.instructions.insertBefore(call, before);
  }

  private static String pointOf(String name, boolean keyed) {
    if (keyed) {
      return READS.contains(name) ? "reads" : "writes";
    }
    return READS_ALL.contains(name) || ACCESSORS.contains(name) ? "readsAll" : "writesAll";
  }

  /** The monitor of a synchronized method becomes a point at its begin and at each of its ends. */
  private static void synchronize(ClassNode node, MethodNode method, String site) {
    if ((method.access & Opcodes.ACC_STATIC) != 0) {
      throw new IllegalStateException(site + " is static and synchronized");
    }
    method.access &= ~Opcodes.ACC_SYNCHRONIZED;
    LabelNode begin = new LabelNode();
    LabelNode end = new LabelNode();
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      int opcode = instruction.getOpcode();
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        method.instructions.insertBefore(instruction, onThis("monitorExit", site));
      }
    }
    InsnList enter = onThis("monitorEnter", site);
    enter.add(begin);
    method.instructions.insert(enter);
    method.instructions.add(end);
    method.instructions.add(
        new FrameNode(
            Opcodes.F_FULL, 1, new Object[] {node.name}, 1, new Object[] {"java/lang/Throwable"}));
    method.instructions.add(onThis("monitorExit", site));
    method.instructions.add(new InsnNode(Opcodes.ATHROW));
    method.tryCatchBlocks.add(new TryCatchBlockNode(begin, end, end, null));
  }

  private static InsnList onThis(String point, String site) {
    InsnList list = new InsnList();
    list.add(new VarInsnNode(Opcodes.ALOAD, 0));
    list.add(new LdcInsnNode(site));
    list.add(monitor(point));
    return list;
  }
}
