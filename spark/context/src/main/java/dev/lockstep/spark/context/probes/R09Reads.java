package dev.lockstep.spark.context.probes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.NativeBlockAccessException;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.StorageLevel;
import scala.Function0;
import scala.Option;
import scala.collection.Iterator$;
import scala.collection.immutable.Set$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** R9: every way to read a native block is refused, with what to do instead. */
final class R09Reads {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();

  private R09Reads() {}

  static List<Probe> probes() {
    return List.of(
        Probe.atStore("R9", "reads of a resident native block are refused", R09Reads::resident),
        Probe.atStore("R9", "reads of an absent native block are refused", R09Reads::absent),
        Probe.of("R9", "a fetch by another executor is refused", R09Reads::remote));
  }

  private static String resident(Site site) {
    for (NativeBlockId id : List.of(Site.id("a"), Site.id("b"))) {
      site.stored(id, 30, Payload.plain());
    }
    Map<String, Expect.Code> reads = reads(site, Site.id("a"));
    reads.forEach((what, read) -> refused(what, Site.id("a"), read));
    site.unlocked();
    Expect.equal("locks of this task", 0L, locksOfThisTask(site));
    // Recency untouched: a is still the first to go.
    site.stored("c", 60);
    site.gone("a");
    Expect.that(site.has("b"), "block b");
    return reads.size() + " refused: " + String.join(", ", reads.keySet());
  }

  private static String absent(Site site) {
    Map<String, Expect.Code> reads = reads(site, Site.id("nobody"));
    reads.forEach((what, read) -> refused(what, Site.id("nobody"), read));
    site.gone("nobody");
    return reads.size() + " refused";
  }

  private static long locksOfThisTask(Site site) {
    long natives = 0;
    for (NativeBlockId id : site.nativeBlocks()) {
      natives += site.readers(id);
    }
    return natives;
  }

  private static void refused(String what, NativeBlockId id, Expect.Code read) {
    String message =
        String.valueOf(Expect.thrown(NativeBlockAccessException.class, what, read).getMessage());
    Expect.contains(what, id.name(), message);
    Expect.contains(what, "engine " + Site.ENGINE, message);
    Expect.contains(what, "pinNative", message);
  }

  private static Map<String, Expect.Code> reads(Site site, BlockId id) {
    BlockManager manager = site.manager;
    Map<String, Expect.Code> reads = new LinkedHashMap<>();
    reads.put("getLocalValues", () -> manager.getLocalValues(id));
    reads.put("getLocalBytes", () -> manager.getLocalBytes(id));
    reads.put("getLocalBlockData", () -> manager.getLocalBlockData(id));
    reads.put("get", () -> manager.get(id, ANY));
    reads.put("getSingle", () -> manager.getSingle(id, ANY));
    reads.put("getRemoteValues", () -> manager.getRemoteValues(id, ANY));
    reads.put("getRemoteBlock", () -> manager.getRemoteBlock(id, buffer -> buffer));
    reads.put("getRemoteBytes", () -> manager.getRemoteBytes(id));
    reads.put(
        "replicateBlock",
        () -> manager.replicateBlock(id, Set$.MODULE$.empty(), 2, Option.empty()));
    reads.put("MemoryStore.getBytes", () -> site.store.getBytes(id));
    reads.put("MemoryStore.getValues", () -> site.store.getValues(id));
    reads.put("getOrElseUpdate", () -> getOrElseUpdate(manager, id, true));
    reads.put("getOrElseUpdate of what is not visible", () -> getOrElseUpdate(manager, id, false));
    return reads;
  }

  /** Private, and for RDD blocks alone; a fork may have more callers. */
  private static void getOrElseUpdate(BlockManager manager, BlockId id, boolean visible)
      throws Throwable {
    List<Method> methods = new ArrayList<>();
    for (Method method : BlockManager.class.getDeclaredMethods()) {
      if (method.getName().equals("getOrElseUpdate")) {
        methods.add(method);
      }
    }
    Expect.equal("methods getOrElseUpdate " + methods, 1, methods.size());
    Method method = methods.get(0);
    method.setAccessible(true);
    Function0<Object> values = () -> Iterator$.MODULE$.empty();
    Object[] arguments = {id, StorageLevel.MEMORY_ONLY(), ANY, values, visible};
    try {
      method.invoke(manager, Arrays.copyOf(arguments, method.getParameterCount()));
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static String remote(Bench bench) {
    bench.at(bench.first(), site -> site.stored("a", 30) + "");
    BlockManagerId owner = bench.blockManager(bench.first());
    String host = owner.host();
    int port = owner.port();
    String executor = owner.executorId();
    String seen =
        bench.at(
            bench.second(),
            site -> {
              // How an executor fetches a block from another: it ends in getLocalBlockData there.
              Throwable thrown =
                  Expect.thrown(
                      Throwable.class,
                      "fetch",
                      () -> fetch(site, host, port, executor, Site.id("a").name()));
              String text = Bench.text(thrown) + causes(thrown);
              Expect.contains("fetch", NativeBlockAccessException.class.getSimpleName(), text);
              Expect.contains("fetch", Site.id("a").name(), text);
              Expect.contains("fetch", "pinNative", text);
              return "from " + site.manager.executorId() + " of " + executor;
            });
    bench.at(
        bench.first(),
        site -> {
          site.unlocked();
          Expect.that(site.has("a"), "block a");
          return "";
        });
    return "refused " + seen;
  }

  @SuppressWarnings("NullAway") // Without a file manager the block is fetched into memory.
  private static void fetch(Site site, String host, int port, String executor, String name) {
    site.manager.blockTransferService().fetchBlockSync(host, port, executor, name, null);
  }

  private static String causes(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      text.append(' ').append(cause);
    }
    return text.toString();
  }
}
