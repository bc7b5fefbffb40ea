package dev.lockstep.model.lock;

/** One frame of a thread's stack. Outside this package it is read only. */
public final class Frame {
  /** The block of a frame that has none; it also stands for memory that somebody waits for. */
  public static final int NO_BLOCK = -1;

  private static final Call[] CALLS = Call.values();
  private static final Place[] PLACES = Place.values();

  // Flags of an encoded frame
  private static final int FAILED = 1;
  private static final int HAS_N = 2;
  private static final int HAS_REST = 4;
  private static final int HAS_CHOSEN = 8;

  Call call = Call.ENGINE;
  Place place = Place.HELD;
  int block = NO_BLOCK;
  int n;
  boolean failed;
  final BlockSequence rest = new BlockSequence();
  final BlockSequence chosen = new BlockSequence();

  Frame() {}

  public Call call() {
    return call;
  }

  public Place place() {
    return place;
  }

  /** The block that the call is about, or {@link #NO_BLOCK}. */
  public int block() {
    return block;
  }

  /** Units: what an eviction still lacks, then what it has chosen. */
  public int n() {
    return n;
  }

  /** Whether a fatal error has to leave this call. */
  public boolean failed() {
    return failed;
  }

  /** What an eviction has not tried yet. */
  public BlockSequence rest() {
    return rest;
  }

  /** Victims that are locked, or what a clear has to release. */
  public BlockSequence chosen() {
    return chosen;
  }

  public boolean is(Call aCall, Place aPlace) {
    return call == aCall && place == aPlace;
  }

  void begin(Call aCall, Place aPlace, int aBlock) {
    call = aCall;
    place = aPlace;
    block = aBlock;
    n = 0;
    failed = false;
    rest.clear();
    chosen.clear();
  }

  boolean sameAs(Frame other) {
    return is(other.call, other.place)
        && block == other.block
        && n == other.n
        && failed == other.failed
        && rest.sameAs(other.rest)
        && chosen.sameAs(other.chosen);
  }

  int encode(byte[] out, int at) {
    int position = at;
    int flags =
        (failed ? FAILED : 0)
            | (n != 0 ? HAS_N : 0)
            | (rest.isEmpty() ? 0 : HAS_REST)
            | (chosen.isEmpty() ? 0 : HAS_CHOSEN);
    out[position++] = (byte) (call.ordinal() << 4 | flags);
    out[position++] = (byte) place.ordinal();
    out[position++] = (byte) block;
    if (n != 0) {
      out[position++] = LockDraft.asByte(n);
    }
    if (!rest.isEmpty()) {
      position = rest.encode(out, position);
    }
    return chosen.isEmpty() ? position : chosen.encode(out, position);
  }

  int decode(byte[] in, int at) {
    int position = at;
    int flags = in[position];
    begin(CALLS[(flags & 0xff) >> 4], PLACES[in[position + 1]], in[position + 2]);
    position += 3;
    failed = (flags & FAILED) != 0;
    if ((flags & HAS_N) != 0) {
      n = in[position++];
    }
    if ((flags & HAS_REST) != 0) {
      position = rest.decode(in, position);
    }
    return (flags & HAS_CHOSEN) == 0 ? position : chosen.decode(in, position);
  }
}
