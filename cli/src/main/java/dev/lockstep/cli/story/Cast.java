package dev.lockstep.cli.story;

import dev.lockstep.model.lock.BlockSequence;
import dev.lockstep.model.lock.Frame;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockView;
import java.util.ArrayList;
import java.util.List;

/** How tasks, blocks and amounts are called in a story. */
final class Cast {
  private final LockConstants constants;
  private final List<String> ids;

  Cast(LockConstants constants) {
    this.constants = constants;
    this.ids = constants.blocks();
  }

  LockConstants constants() {
    return constants;
  }

  String thread(int t) {
    return t == constants.threads() ? "release thread" : "task " + t;
  }

  String threads(List<Integer> numbers) {
    return String.join(", ", numbers.stream().map(this::thread).toList());
  }

  String block(int b) {
    return ids.get(b);
  }

  String blocks(BlockSequence sequence) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sequence.size(); i++) {
      names.add(block(sequence.get(i)));
    }
    return String.join(" ", names);
  }

  boolean isNative(int b) {
    return b < constants.natives().size();
  }

  /** A put's or a read's name: native blocks have calls of their own. */
  String put(int b) {
    return (isNative(b) ? "putNative " : "putBytes ") + block(b);
  }

  String read(int b) {
    return (isNative(b) ? "pin " : "get ") + block(b);
  }

  int size(int b) {
    return constants.size2().contains(block(b)) ? 2 : 1;
  }

  static String units(int n) {
    return n == 1 ? "1 unit" : n + " units";
  }

  /** The call that a frame stands for. */
  String call(Frame frame) {
    return switch (frame.call()) {
      case ENGINE -> "the engine's own code";
      case PUT -> put(frame.block());
      case EVICT -> "the eviction";
      case RELEASE -> "release of " + block(frame.block());
      case READ -> read(frame.block());
      case REMOVE -> "remove " + block(frame.block());
      case ASK -> "the request for execution memory";
      case END -> "its end";
      case STOP -> "stop";
      case CLEAR -> "clear";
    };
  }

  /** Who keeps others from a block: its writer, or its readers. */
  String holders(LockView s, int b) {
    if (s.info(b) > LockView.NOBODY) {
      return "write-locked by " + thread(s.info(b));
    }
    List<Integer> readers = readers(s, b);
    return readers.isEmpty() ? "free" : "read-locked by " + threads(readers);
  }

  static List<Integer> readers(LockView s, int b) {
    List<Integer> readers = new ArrayList<>();
    for (int t = 1; t <= s.tasks(); t++) {
      if (s.readers(b, t) > 0) {
        readers.add(t);
      }
    }
    return readers;
  }
}
