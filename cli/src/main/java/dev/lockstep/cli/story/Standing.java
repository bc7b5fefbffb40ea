package dev.lockstep.cli.story;

import dev.lockstep.model.lock.Call;
import dev.lockstep.model.lock.Frame;
import dev.lockstep.model.lock.LockView;
import dev.lockstep.model.lock.Mechanism;
import dev.lockstep.model.lock.Place;
import java.util.ArrayList;
import java.util.List;

/** Where a thread stands in a state: in which call, what it holds, what it waits for and whose. */
final class Standing {
  private final Cast cast;
  private final LockView s;
  private final int t;

  Standing(Cast cast, LockView s, int t) {
    this.cast = cast;
    this.s = s;
    this.t = t;
  }

  /** One line, or nothing for a thread that is in no call and holds nothing. */
  String line() {
    List<String> parts = new ArrayList<>();
    if (!s.idle(t)) {
      parts.add("in " + String.join(" > ", calls()));
    }
    List<String> held = held();
    if (!held.isEmpty()) {
      parts.add("holds " + String.join(", ", held));
    }
    String wait = waitsFor();
    if (!wait.isEmpty()) {
      parts.add("waits for " + wait);
    }
    return parts.isEmpty() ? "" : cast.thread(t) + ": " + String.join("; ", parts);
  }

  /** The calls that it is in, outermost first. */
  List<String> calls() {
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < s.stack(t).depth(); i++) {
      calls.add(cast.call(s.stack(t).get(i)));
    }
    return calls;
  }

  /** The locks and the execution memory that it holds. */
  List<String> held() {
    List<String> held = new ArrayList<>();
    if (s.owner() == t) {
      held.add("the monitor");
    }
    if (s.engine() == t) {
      held.add("the engine's lock");
    }
    for (int b = 0; b < s.blocks(); b++) {
      if (s.info(b) == t) {
        held.add("the write lock of " + cast.block(b));
      }
    }
    for (int b = 0; b < s.blocks() && t <= s.tasks(); b++) {
      if (s.readers(b, t) > 0) {
        boolean forgotten = s.info(b) == LockView.ABSENT;
        held.add((forgotten ? "a forgotten read lock of " : "a read lock of ") + cast.block(b));
      }
    }
    if (t <= s.tasks() && s.exec(t) > 0) {
      held.add(Cast.units(s.exec(t)) + " of execution memory");
    }
    return held;
  }

  /** What keeps it from its next step, with its holder; empty if nothing does. */
  String waitsFor() {
    if (s.idle(t)) {
      return "";
    }
    Frame top = s.stack(t).top();
    if (top.place() == Place.ASLEEP) {
      return asleep(top);
    } else if (needsMonitor(top) && s.owner() != LockView.NOBODY && s.owner() != t) {
      return "the monitor (" + cast.thread(s.owner()) + ")";
    } else if (waitsForEngine(top)) {
      return "the engine's lock (" + cast.thread(s.engine()) + ")";
    } else if (needsEntries(top) && s.scanning() != LockView.NOBODY) {
      return "the lock of the entries (" + cast.thread(s.scanning()) + ")";
    } else if (top.is(Call.STOP, Place.INFOS)
        && !cast.constants().keeps(Mechanism.PinsAtStop)
        && !pinned().isEmpty()) {
      return "the pins of " + String.join(", ", pinned());
    }
    return "";
  }

  private String asleep(Frame top) {
    if (top.block() != Frame.NO_BLOCK) {
      String holders = cast.holders(s, top.block());
      return cast.block(top.block())
          + " ("
          + (holders.equals("free") ? "which is free: nobody wakes it" : holders)
          + ")";
    }
    List<Integer> others = new ArrayList<>();
    for (int u = 1; u <= s.tasks(); u++) {
      if (u != t && s.exec(u) > 0) {
        others.add(u);
      }
    }
    return "execution memory ("
        + (others.isEmpty() ? "nobody has any" : cast.threads(others))
        + ")";
  }

  private static boolean needsMonitor(Frame top) {
    return switch (top.place()) {
      case MONITOR -> true;
      case LOCK -> top.call() == Call.ASK || top.call() == Call.STOP || top.call() == Call.CLEAR;
      case RETURN -> true;
      case LOCKS -> top.call() == Call.END;
      default -> false;
    };
  }

  private boolean waitsForEngine(Frame top) {
    return top.call() == Call.RELEASE
        && top.place() != Place.RETURN
        && cast.constants().releases().waiting().contains(cast.block(top.block()))
        && s.engine() != LockView.NOBODY
        && s.engine() != t;
  }

  private static boolean needsEntries(Frame top) {
    return top.is(Call.PUT, Place.ADD) || top.is(Call.READ, Place.TOUCH);
  }

  private List<String> pinned() {
    List<String> pinned = new ArrayList<>();
    for (int b = 0; b < s.natives(); b++) {
      if (!s.unread(b)) {
        pinned.add(cast.block(b) + " (" + cast.threads(Cast.readers(s, b)) + ")");
      }
    }
    return pinned;
  }
}
