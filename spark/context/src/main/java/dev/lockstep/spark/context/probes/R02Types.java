package dev.lockstep.spark.context.probes;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeRelease;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** R2: wrong arguments and ordinary puts are refused; an id travels. */
final class R02Types {
  private static final StorageLevel MEMORY = StorageLevel.MEMORY_ONLY();

  private R02Types() {}

  static List<Probe> probes() {
    return List.of(
        Probe.atStore("R2", "wrong arguments of a put are refused", R02Types::wrongArguments),
        Probe.atStore("R2", "ordinary puts refuse a native id", R02Types::ordinaryPuts),
        Probe.atStore(
            "R2",
            "an id survives Java serialization",
            site -> travels(new JavaSerializer(new SparkConf()).newInstance())),
        Probe.atStore(
            "R2",
            "an id survives Kryo",
            site -> travels(new KryoSerializer(new SparkConf()).newInstance())),
        Probe.of("R2", "an id goes to a task and comes back", R02Types::roundTrip));
  }

  private static String wrongArguments(Site site) {
    long before = site.nativeBytes();
    NativeBlockId id = Site.id("a");
    Payload payload = Payload.plain();
    Map<String, Expect.Code> wrong = new LinkedHashMap<>();
    wrong.put("a negative size", () -> put(site, id, -1, MemoryMode.ON_HEAP, payload));
    wrong.put("no id", () -> put(site, null, 1, MemoryMode.ON_HEAP, payload));
    wrong.put("no mode", () -> put(site, id, 1, null, payload));
    wrong.put("no release", () -> put(site, id, 1, MemoryMode.ON_HEAP, null));
    wrong.forEach((what, call) -> Expect.thrown(IllegalArgumentException.class, what, call));
    Expect.equal("native bytes", before, site.nativeBytes());
    Expect.equal("native blocks", List.of(), site.nativeBlocks());
    return wrong.size() + " kinds refused: " + String.join(", ", wrong.keySet());
  }

  @SuppressWarnings("NullAway") // What is passed here is wrong on purpose.
  private static void put(
      Site site,
      @Nullable NativeBlockId id,
      long size,
      @Nullable MemoryMode mode,
      @Nullable NativeRelease release) {
    site.manager.putNative(id, size, mode, release);
  }

  private static String ordinaryPuts(Site site) {
    for (boolean resident : new boolean[] {false, true}) {
      if (resident) {
        site.stored("a", 10);
      }
      long before = site.nativeBytes();
      Map<String, Expect.Code> puts = puts(site, Site.id("a"));
      puts.forEach(
          (what, put) -> {
            IllegalArgumentException refused =
                Expect.thrown(IllegalArgumentException.class, what, put);
            Expect.contains(what, Site.id("a").name(), refused.getMessage());
            Expect.contains(what, "putNative", refused.getMessage());
          });
      Expect.equal("native bytes", before, site.nativeBytes());
      Expect.equal("native blocks", resident ? 1 : 0, site.nativeBlocks().size());
      site.unlocked();
    }
    return String.join(", ", puts(site, Site.id("a")).keySet());
  }

  private static Map<String, Expect.Code> puts(Site site, BlockId id) {
    ClassTag<Object> any = ClassTag$.MODULE$.Any();
    ChunkedByteBuffer bytes = new ChunkedByteBuffer(ByteBuffer.allocate(8));
    NioManagedBuffer buffer = new NioManagedBuffer(ByteBuffer.allocate(8));
    Map<String, Expect.Code> puts = new LinkedHashMap<>();
    puts.put("putBytes", () -> site.manager.putBytes(id, bytes, MEMORY, true, any));
    puts.put(
        "putIterator",
        () -> site.manager.putIterator(id, Iterator$.MODULE$.empty(), MEMORY, true, any));
    puts.put("putSingle", () -> site.manager.putSingle(id, "value", MEMORY, true, any));
    puts.put("putBlockData", () -> site.manager.putBlockData(id, buffer, MEMORY, any));
    puts.put("putBlockDataAsStream", () -> site.manager.putBlockDataAsStream(id, MEMORY, any));
    puts.put(
        "MemoryStore.putBytes",
        () -> site.store.putBytes(id, 8, MemoryMode.ON_HEAP, () -> bytes, any));
    puts.put(
        "MemoryStore.putIteratorAsValues",
        () ->
            site.store.putIteratorAsValues(id, Iterator$.MODULE$.empty(), MemoryMode.ON_HEAP, any));
    puts.put(
        "MemoryStore.putIteratorAsBytes",
        () ->
            site.store.putIteratorAsBytes(id, Iterator$.MODULE$.empty(), any, MemoryMode.ON_HEAP));
    return puts;
  }

  private static String travels(SerializerInstance serializer) {
    for (NativeBlockId id : ids()) {
      ByteBuffer written = serializer.serialize(id, ClassTag$.MODULE$.apply(NativeBlockId.class));
      same(id, serializer.deserialize(written, ClassTag$.MODULE$.apply(NativeBlockId.class)));
    }
    return serializer.getClass().getSimpleName();
  }

  private static String roundTrip(Bench bench) {
    Expect.equal(
        "serializer of results", KryoSerializer.class, bench.context.env().serializer().getClass());
    int trips = 0;
    for (NativeBlockId id : ids()) {
      // Into the task in its closure, by Java serialization; back in its result, by Kryo.
      NativeBlockId back =
          bench.context.parallelize(List.of(1), 1).map(one -> sameAs(id)).collect().get(0);
      same(id, back);
      trips++;
    }
    return trips + " ids there and back";
  }

  /** In the task: what arrived is a whole id. */
  private static NativeBlockId sameAs(NativeBlockId id) {
    same(id.owner().isPresent() ? owned(id) : NativeBlockId.of(id.engine(), id.key()), id);
    return id;
  }

  private static NativeBlockId owned(NativeBlockId id) {
    return NativeBlockId.ofRdd(id.engine(), id.key(), id.owner().orElse(0));
  }

  private static void same(NativeBlockId expected, NativeBlockId found) {
    Expect.equal("name", expected.name(), found.name());
    Expect.equal("id", expected, found);
    Expect.equal("hash code", expected.hashCode(), found.hashCode());
    Expect.equal("owner", expected.owner(), found.owner());
    Expect.equal("text", expected.toString(), found.toString());
    Expect.equal("parsed name", expected, BlockId.apply(found.name()));
  }

  private static List<NativeBlockId> ids() {
    return List.of(Site.id("travels"), NativeBlockId.ofRdd(Site.ENGINE, "owned.by-an_rdd", 7));
  }
}
