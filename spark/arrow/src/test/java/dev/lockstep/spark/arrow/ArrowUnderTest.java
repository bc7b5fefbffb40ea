package dev.lockstep.spark.arrow;

import dev.lockstep.spark.testkit.EngineUnderTest;
import dev.lockstep.spark.testkit.OpenPayload;
import java.util.Optional;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;

/** The sample engine as the test kit wants it. */
final class ArrowUnderTest implements EngineUnderTest {
  private final ArrowEngine engine;

  ArrowUnderTest(NativeBlockStore spark) {
    this.engine = new ArrowEngine(spark);
  }

  @Override
  public NativePutResult put(NativeBlockId id, long bytes, long seed) {
    return engine.put(id, bytes, buffer -> fill(buffer, seed));
  }

  @Override
  public Optional<OpenPayload> open(NativeBlockId id) {
    return engine.read(id).map(Opened::new);
  }

  @Override
  public boolean remove(NativeBlockId id) {
    return engine.remove(id);
  }

  @Override
  public long bytesOutstanding() {
    return engine.allocatedBytes();
  }

  @Override
  public void close() {
    engine.close();
  }

  private static void fill(ArrowBuf buffer, long seed) {
    for (long i = 0; i + Long.BYTES <= buffer.capacity(); i += Long.BYTES) {
      buffer.setLong(i, seed + i);
    }
  }

  private record Opened(ArrowReading reading) implements OpenPayload {
    @Override
    public boolean holds(long seed) {
      ArrowBuf buffer = reading.buffer();
      for (long i = 0; i + Long.BYTES <= buffer.capacity(); i += Long.BYTES) {
        if (buffer.getLong(i) != seed + i) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void close() {
      reading.close();
    }
  }
}
