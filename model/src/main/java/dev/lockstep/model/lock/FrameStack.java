package dev.lockstep.model.lock;

import java.util.Arrays;

/** A thread's frames. Popped frames are used again. Outside this package it is read only. */
public final class FrameStack {
  private Frame[] frames = {new Frame(), new Frame(), new Frame(), new Frame()};
  private int depth;

  FrameStack() {}

  public int depth() {
    return depth;
  }

  public boolean isEmpty() {
    return depth == 0;
  }

  /** The i-th frame, the outermost being the 0th. */
  public Frame get(int i) {
    return frames[i];
  }

  /** The innermost frame of a thread that is in a call. */
  public Frame top() {
    return frames[depth - 1];
  }

  /** Whether the innermost frame is this call at this place. */
  public boolean in(Call call, Place place) {
    return depth > 0 && frames[depth - 1].is(call, place);
  }

  /** Whether one of the frames is this call. */
  public boolean has(Call call) {
    for (int i = 0; i < depth; i++) {
      if (frames[i].call == call) {
        return true;
      }
    }
    return false;
  }

  Frame push(Call call, Place place, int block) {
    Frame frame = next();
    frame.begin(call, place, block);
    return frame;
  }

  /** Takes the innermost frame off; it can be read until the next push. */
  Frame pop() {
    return frames[--depth];
  }

  boolean sameAs(FrameStack other) {
    if (depth != other.depth) {
      return false;
    }
    for (int i = 0; i < depth; i++) {
      if (!frames[i].sameAs(other.frames[i])) {
        return false;
      }
    }
    return true;
  }

  int encode(byte[] out, int at) {
    int position = at;
    out[position++] = (byte) depth;
    for (int i = 0; i < depth; i++) {
      position = frames[i].encode(out, position);
    }
    return position;
  }

  int decode(byte[] in, int at) {
    int position = at;
    int count = in[position++];
    depth = 0;
    for (int i = 0; i < count; i++) {
      position = next().decode(in, position);
    }
    return position;
  }

  private Frame next() {
    if (depth == frames.length) {
      frames = Arrays.copyOf(frames, depth * 2);
      for (int i = depth; i < frames.length; i++) {
        frames[i] = new Frame();
      }
    }
    return frames[depth++];
  }
}
