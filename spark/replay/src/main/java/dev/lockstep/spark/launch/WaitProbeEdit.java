package dev.lockstep.spark.launch;

import dev.lockstep.schedule.soak.WaitProbe;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Puts the {@link WaitProbe} before every wait of the patch and of Spark's block locks.
 *
 * <p>A wait is a call that goes on when another thread has done something: sleeping on a condition,
 * and the lock of the deferred releases, which is held while an engine's release runs. The lock of
 * one block is none: whoever has it does a few steps and waits for nothing. Nor is the wait for
 * execution memory, which leaves the monitor.
 */
final class WaitProbeEdit implements ClassEdit {
  private static final String STORAGE = "org.apache.spark.storage.";
  private static final String STOCK_LOCKS = STORAGE + "BlockInfoManager";
  private static final String DEFERRED = STORAGE + "memory.DeferredReleases";

  /** Who waits, in how many places. */
  private static final Map<String, Integer> WAITS =
      Map.of(STOCK_LOCKS, 1, DEFERRED, 1, STORAGE + "NativeWaiters", 1, STORAGE + "EngineEnd", 2);

  /** All of the patch's classes, those too at which no thread is led. */
  private static final Pattern OURS =
      Pattern.compile(
          Pattern.quote(STORAGE)
              + "(memory\\.)?"
              + "(Native|Deferred|EndingTasks|PinLock|Pinned|Engine|Release|Thrown)[A-Za-z]*");

  private static final String UTIL = "java/util/concurrent/";
  private static final Set<String> WAITERS =
      Set.of(
          "java/lang/Object.wait",
          "java/lang/Thread.join",
          "java/lang/Thread.sleep",
          UTIL + "CountDownLatch.await",
          UTIL + "Future.get",
          UTIL + "Semaphore.acquire",
          UTIL + "locks/LockSupport.park",
          UTIL + "locks/LockSupport.parkNanos",
          UTIL + "locks/Condition.await",
          UTIL + "locks/Condition.awaitUninterruptibly",
          UTIL + "locks/Condition.awaitNanos");

  @Override
  public boolean concerns(String className) {
    return className.equals(STOCK_LOCKS) || OURS.matcher(className).matches();
  }

  @Override
  public byte[] applyTo(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassNode node = new ClassNode();
    reader.accept(node, 0);
    int found = 0;
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions.toArray()) {
        if (instruction instanceof MethodInsnNode call && waits(node, call)) {
          method.instructions.insertBefore(call, probe(node, method));
          found++;
        }
      }
    }
    check(node.name.replace('/', '.'), found);
    // What a frame says stays true: the probe takes what it is given, and leaves nothing.
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }

  private static boolean waits(ClassNode node, MethodInsnNode call) {
    return WAITERS.contains(call.owner + "." + call.name)
        || (node.name.equals(DEFERRED.replace('.', '/'))
            && call.owner.equals(UTIL + "locks/ReentrantLock")
            && call.name.equals("lock"));
  }

  /** A probe that was put nowhere would find nothing. */
  private static void check(String className, int found) {
    int expected = WAITS.getOrDefault(className, 0);
    if (found != expected) {
      throw new IllegalStateException(
          className + ": expected " + expected + " waits, found " + found);
    }
  }

  private static InsnList probe(ClassNode node, MethodNode method) {
    InsnList probe = new InsnList();
    probe.add(new LdcInsnNode(node.name.replace('/', '.') + "." + method.name));
    probe.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            WaitProbe.class.getName().replace('.', '/'),
            "waits",
            "(Ljava/lang/String;)V"));
    return probe;
  }
}
