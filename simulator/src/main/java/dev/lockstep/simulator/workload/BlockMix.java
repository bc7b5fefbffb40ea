package dev.lockstep.simulator.workload;

import dev.lockstep.model.MemoryMode;
import dev.lockstep.traces.json.TraceFormatException;
import java.util.List;

/**
 * The blocks of one workload.
 *
 * @param blocks how many
 * @param sizeMin size of the smallest, in parts
 * @param sizeMax size of the largest, in parts
 * @param mode mode of native and serialized blocks; deserialized ones are always on heap
 * @param nativeShare part of them that is native
 * @param deserializedShare part that is put as values; the rest is put as bytes
 * @param owners number of RDDs that they belong to in turn; 0 for blocks without owner
 * @param computeMicros mean time to compute one, which is drawn once for each
 */
record BlockMix(
    int blocks,
    int sizeMin,
    int sizeMax,
    MemoryMode mode,
    double nativeShare,
    double deserializedShare,
    int owners,
    int computeMicros) {
  /** The fields in a file. */
  static final List<String> FIELDS =
      List.of(
          "blocks",
          "sizeMin",
          "sizeMax",
          "mode",
          "nativeShare",
          "deserializedShare",
          "owners",
          "computeMicros");

  private static final int BLOCKS_MAX = 100_000_000;
  private static final int SIZE_MAX = 1_000_000;
  private static final int OWNERS_MAX = 1_000_000;
  private static final int MICROS_MAX = 1_000_000_000;

  static BlockMix read(Settings settings) throws TraceFormatException {
    return read(settings, true);
  }

  /** For a workload that counts blocks and owners by itself ({@link #with}). */
  static BlockMix readUncounted(Settings settings) throws TraceFormatException {
    return read(settings, false);
  }

  private static BlockMix read(Settings settings, boolean counted) throws TraceFormatException {
    int sizeMax = settings.integer("sizeMax", 1, SIZE_MAX, 4);
    settings.noteSize(sizeMax);
    int sizeMin = settings.integer("sizeMin", 0, sizeMax, Math.min(1, sizeMax));
    double nativeShare = settings.number("nativeShare", 0, 1, 0.5);
    double deserializedShare = settings.number("deserializedShare", 0, 1, 0);
    if (settings.innerThan("nativeShare", "deserializedShare")) {
      deserializedShare = Math.min(deserializedShare, 1 - nativeShare);
    }
    if (nativeShare + deserializedShare > 1) {
      throw settings.wrong(
          "deserializedShare",
          "must leave room beside nativeShare (" + nativeShare + "), was " + deserializedShare);
    }
    if (sizeMin == 0 && deserializedShare > 0) {
      throw settings.wrong("sizeMin", "must be at least 1 where blocks are put as values, was 0");
    }
    return new BlockMix(
        counted ? settings.integer("blocks", 1, BLOCKS_MAX, 100) : 1,
        sizeMin,
        sizeMax,
        settings.word("mode", MemoryMode.class, MemoryMode.OFF_HEAP),
        nativeShare,
        deserializedShare,
        counted ? settings.integer("owners", 0, OWNERS_MAX, 0) : 1,
        settings.integer("computeMicros", 0, MICROS_MAX, 500));
  }

  /** The same with another number of blocks and owners, for a workload that counts them itself. */
  BlockMix with(int otherBlocks, int otherOwners) {
    return new BlockMix(
        otherBlocks,
        sizeMin,
        sizeMax,
        mode,
        nativeShare,
        deserializedShare,
        otherOwners,
        computeMicros);
  }
}
