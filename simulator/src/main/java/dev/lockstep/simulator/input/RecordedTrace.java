package dev.lockstep.simulator.input;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * The requests of a file in memory, four bytes each, with objects numbered in the order in which
 * they first came. The size of an object is that of its first request.
 */
public final class RecordedTrace {
  private static final int CHUNK_SHIFT = 20;
  private static final int CHUNK = 1 << CHUNK_SHIFT;
  private static final int REPORT_EVERY = 1 << 16;

  private final String name;
  private int[][] chunks = new int[16][];
  private int[] last = {};
  private long count;
  private int[] sizes = new int[1 << 12];
  private byte[] kinds = new byte[1 << 12];
  private int blocks;
  private long units;

  private RecordedTrace(String name) {
    this.name = name;
  }

  /**
   * Reads a file to its end, or so many requests of it.
   *
   * @param progress hears the number of requests so far, now and then
   */
  public static RecordedTrace read(
      String name, RequestReader reader, long requestsMax, LongConsumer progress)
      throws IOException, TraceFormatException {
    RecordedTrace trace = new RecordedTrace(name);
    ObjectNumbers numbers = new ObjectNumbers();
    Batch batch = new Batch();
    try {
      while (batch.fill(reader, requestsMax - trace.count)) {
        trace.add(batch, numbers);
        if (trace.count % REPORT_EVERY < Batch.SIZE) {
          progress.accept(trace.count);
        }
      }
    } catch (DamagedFileException e) {
      throw new TraceFormatException(String.valueOf(e.getMessage()));
    }
    return trace;
  }

  /**
   * Some requests as they are in the file. The numbers of their objects are looked up for all of
   * them at once: a loop that does nothing else waits for several places of memory at the same
   * time.
   */
  private static final class Batch {
    static final int SIZE = 256;

    private final long[] ids = new long[SIZE];
    private final int[] sizes = new int[SIZE];
    private final byte[] kinds = new byte[SIZE];
    private final boolean[] removes = new boolean[SIZE];
    private int count;

    /** Takes what comes next, at most so much; false if there is nothing. */
    boolean fill(RequestReader reader, long most) throws IOException, TraceFormatException {
      count = 0;
      boolean says = reader.saysKinds();
      while (count < SIZE && count < most && reader.next()) {
        ids[count] = reader.id();
        sizes[count] = reader.size();
        kinds[count] = says ? (byte) reader.nativeKind() : -1;
        removes[count++] = reader.operation() == RequestReader.Operation.REMOVE;
      }
      return count > 0;
    }
  }

  private void add(Batch batch, ObjectNumbers numbers) {
    for (int i = 0; i < batch.count; i++) {
      int number = numbers.get(batch.ids[i]);
      if (number == ObjectNumbers.NONE) {
        number = object(batch.sizes[i], batch.kinds[i]);
        numbers.put(batch.ids[i], number);
      }
      add(batch.removes[i] ? -number : number - 1);
    }
  }

  private int object(int size, int kind) {
    if (blocks == sizes.length) {
      int more = Math.min(StoreLayout.BLOCKS_MAX, 2 * blocks);
      if (more == blocks) {
        throw new InvalidConstantException("objects", "must be at most " + StoreLayout.BLOCKS_MAX);
      }
      sizes = Arrays.copyOf(sizes, more);
      kinds = Arrays.copyOf(kinds, more);
    }
    sizes[blocks] = size;
    kinds[blocks] = (byte) kind;
    units += size;
    return ++blocks;
  }

  private void add(int request) {
    if ((count & (CHUNK - 1)) == 0) {
      int number = (int) (count >> CHUNK_SHIFT);
      if (number == chunks.length) {
        chunks = Arrays.copyOf(chunks, 2 * number);
      }
      chunks[number] = new int[CHUNK];
      last = chunks[number];
    }
    last[(int) (count & (CHUNK - 1))] = request;
    count++;
  }

  public String name() {
    return name;
  }

  /** Requests. */
  public long count() {
    return count;
  }

  /** Objects. */
  public int blocks() {
    return blocks;
  }

  /** The sizes of all objects together. */
  public long units() {
    return units;
  }

  public int size(int block) {
    return sizes[block];
  }

  /** A request: the object that is read, or -1 less the one that is removed. */
  public int request(long i) {
    return chunks[(int) (i >> CHUNK_SHIFT)][(int) (i & (CHUNK - 1))];
  }

  /**
   * The objects as blocks of one off-heap pool.
   *
   * @param poolUnits the memory
   * @param nativeShare part of the objects that are native, where the file does not say; which ones
   *     is chance
   * @param owned whether they all belong to one RDD
   */
  public StoreLayout layout(long poolUnits, double nativeShare, boolean owned) {
    SplittableRandom chance = new SplittableRandom(blocks);
    StoreLayout.Builder layout = StoreLayout.builder(1, blocks);
    for (int b = 0; b < blocks; b++) {
      boolean drawn = chance.nextDouble() < nativeShare;
      layout.add(
          kinds[b] < 0 ? drawn ? BlockKind.NATIVE : BlockKind.SERIALIZED : kind(kinds[b]),
          sizes[b],
          MemoryMode.OFF_HEAP,
          owned ? 1 : BlockSpec.NO_OWNER,
          ReleaseBehaviour.RETURNS);
    }
    return layout.pool(MemoryMode.OFF_HEAP, poolUnits, poolUnits / 2).build();
  }

  private static BlockKind kind(byte said) {
    return said == 1 ? BlockKind.NATIVE : BlockKind.SERIALIZED;
  }
}
