package dev.lockstep.model.lock;

import java.util.Arrays;

/** A state of the lock level: immutable, canonical, and as small as its encoding. */
public final class LockState {
  private final LockConstants constants;
  private final byte[] encoding;

  LockState(LockConstants constants, LockDraft draft) {
    this.constants = constants;
    byte[] room = new byte[draft.lengthMax()];
    int length = draft.encode(room);
    this.encoding = Arrays.copyOf(room, length);
  }

  LockState(LockConstants constants, byte[] encoding) {
    this.constants = constants;
    this.encoding = encoding;
  }

  /** The variables. */
  public LockView view() {
    LockDraft draft = new LockDraft(constants);
    decodeTo(draft);
    return draft;
  }

  void decodeTo(LockDraft draft) {
    draft.decode(encoding, 0);
  }

  /** Bytes of its encoding. */
  public int length() {
    return encoding.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LockState state && Arrays.equals(encoding, state.encoding);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoding);
  }

  @Override
  public String toString() {
    return new LockText(constants).state(view());
  }
}
