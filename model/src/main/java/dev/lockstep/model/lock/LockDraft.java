package dev.lockstep.model.lock;

import java.util.Arrays;

/**
 * A state in the making: what an action works on. One is used again and again; what is kept is its
 * encoding. The encoding is canonical: two states are equal exactly if their encodings are.
 */
final class LockDraft implements LockView {
  private static final int SCALARS = 7;

  private final int tasks;
  private final int blocks;
  private final int natives;

  int used;
  int pool;
  int owner;
  int depth;
  int scanning;
  int engine;
  boolean ended;
  final byte[] info;
  private final byte[] alive;
  private final byte[] exec;
  final BlockSequence lru = new BlockSequence();
  final BlockSequence queue = new BlockSequence();
  private final byte[] readers;
  private final FrameStack[] stacks;

  LockDraft(LockConstants constants) {
    this.tasks = constants.tasks();
    this.natives = constants.natives().size();
    this.blocks = natives + constants.serialized().size();
    this.info = new byte[blocks];
    this.alive = new byte[natives];
    this.exec = new byte[tasks];
    this.readers = new byte[blocks * tasks];
    this.stacks = new FrameStack[tasks + 1];
    Arrays.setAll(stacks, t -> new FrameStack());
    Arrays.fill(info, (byte) ABSENT);
    Arrays.fill(exec, (byte) INACTIVE);
    this.pool = constants.region();
  }

  void readers(int block, int task, int count) {
    readers[block * tasks + task - 1] = (byte) count;
  }

  /** Payloads of a block whose release has not begun; less than none in a broken store. */
  void alive(int block, int count) {
    alive[block] = asByte(count);
  }

  void exec(int task, int units) {
    exec[task - 1] = asByte(units);
  }

  /** Writes this state; returns how many bytes. The array must have {@link #lengthMax}. */
  int encode(byte[] out) {
    out[0] = asByte(used);
    out[1] = asByte(pool);
    out[2] = (byte) owner;
    out[3] = asByte(depth);
    out[4] = (byte) scanning;
    out[5] = (byte) engine;
    out[6] = (byte) (ended ? 1 : 0);
    int position = SCALARS;
    position = copy(info, out, position);
    position = copy(readers, out, position);
    position = copy(alive, out, position);
    position = copy(exec, out, position);
    position = lru.encode(out, position);
    position = queue.encode(out, position);
    for (FrameStack stack : stacks) {
      position = stack.encode(out, position);
    }
    return position;
  }

  /** Becomes the state that was written at a place; returns its length. */
  int decode(byte[] in, int at) {
    used = in[at];
    pool = in[at + 1];
    owner = in[at + 2];
    depth = in[at + 3];
    scanning = in[at + 4];
    engine = in[at + 5];
    ended = in[at + 6] != 0;
    int position = at + SCALARS;
    position = read(in, position, info);
    position = read(in, position, readers);
    position = read(in, position, alive);
    position = read(in, position, exec);
    position = lru.decode(in, position);
    position = queue.decode(in, position);
    for (FrameStack stack : stacks) {
      position = stack.decode(in, position);
    }
    return position - at;
  }

  /** No encoding is longer. */
  int lengthMax() {
    int length = SCALARS + info.length + readers.length + alive.length + exec.length;
    length += 2 + lru.size() + queue.size();
    for (FrameStack stack : stacks) {
      length++;
      for (int i = 0; i < stack.depth(); i++) {
        length += 6 + stack.get(i).rest.size() + stack.get(i).chosen.size();
      }
    }
    return length;
  }

  /**
   * A number as part of an encoding.
   *
   * @throws ArithmeticException if it is out of the range of bytes: such a state is kept by nobody
   */
  static byte asByte(int number) {
    if (number != (byte) number) {
      throw new ArithmeticException("a state with the number " + number + " can't be encoded");
    }
    return (byte) number;
  }

  private static int copy(byte[] from, byte[] out, int at) {
    for (int i = 0; i < from.length; i++) {
      out[at + i] = from[i];
    }
    return at + from.length;
  }

  private static int read(byte[] in, int at, byte[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = in[at + i];
    }
    return at + to.length;
  }

  @Override
  public BlockSequence lru() {
    return lru;
  }

  @Override
  public int info(int block) {
    return info[block];
  }

  @Override
  public int readers(int block, int task) {
    return readers[block * tasks + task - 1];
  }

  @Override
  public int alive(int block) {
    return alive[block];
  }

  @Override
  public int used() {
    return used;
  }

  @Override
  public int pool() {
    return pool;
  }

  @Override
  public int exec(int task) {
    return exec[task - 1];
  }

  @Override
  public int owner() {
    return owner;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public int scanning() {
    return scanning;
  }

  @Override
  public int engine() {
    return engine;
  }

  @Override
  public BlockSequence queue() {
    return queue;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public FrameStack stack(int thread) {
    return stacks[thread - 1];
  }

  @Override
  public int tasks() {
    return tasks;
  }

  @Override
  public int threads() {
    return stacks.length;
  }

  @Override
  public int blocks() {
    return blocks;
  }

  @Override
  public int natives() {
    return natives;
  }
}
