package dev.lockstep.schedule.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every pair of the store's public operations, generated: on the same block by two tasks and by two
 * threads of one, and on two blocks where the put of one evicts the other.
 */
public final class PairLibrary {
  /** What an operation's own task must have of its block before. */
  private enum Needs {
    /** The block is stored, or is not: both are tried. */
    NOTHING,
    READ_LOCK,
    /** The write lock of a new info, whose block is not stored yet. */
    WRITE_LOCK
  }

  /** Which blocks an operation is for. */
  private enum For {
    ALL,
    ORDINARY,
    SERIALIZED,
    VALUES,
    RDD,
    NATIVE
  }

  /** An operation: its call with {@code %} for the block. */
  private record Op(String call, Needs needs, For kinds) {
    boolean isFor(char kind) {
      return switch (kinds) {
        case ALL -> true;
        case ORDINARY -> kind != 'n';
        case SERIALIZED -> kind == 's' || kind == 'r';
        case VALUES -> kind == 'v';
        case RDD -> kind == 'r';
        case NATIVE -> kind == 'n';
      };
    }

    String on(String block) {
      return call.replace("%", block);
    }
  }

  private static final List<Op> OPS =
      List.of(
          // BlockInfoManager
          new Op("withRead %", Needs.NOTHING, For.ORDINARY),
          new Op("withTryRead %", Needs.NOTHING, For.ORDINARY),
          new Op("withWrite %", Needs.NOTHING, For.ALL),
          new Op("withTryWrite %", Needs.NOTHING, For.ALL),
          new Op("withNew %", Needs.NOTHING, For.ALL),
          new Op("withNewOrRead %", Needs.NOTHING, For.ALL),
          new Op("unlock %", Needs.READ_LOCK, For.ORDINARY),
          new Op("unlockAll", Needs.READ_LOCK, For.ALL),
          new Op("unlock %", Needs.WRITE_LOCK, For.ORDINARY),
          new Op("downgradeAndUnlock %", Needs.WRITE_LOCK, For.ORDINARY),
          new Op("assertWriter %", Needs.WRITE_LOCK, For.ORDINARY),
          new Op("removeInfo %", Needs.WRITE_LOCK, For.ORDINARY),
          new Op("unlockAll", Needs.WRITE_LOCK, For.ORDINARY),
          new Op("register", Needs.NOTHING, For.ALL),
          new Op("isKnown %", Needs.NOTHING, For.ALL),
          new Op("countInfos", Needs.NOTHING, For.ALL),
          new Op("countMapEntries", Needs.NOTHING, For.ALL),
          new Op("countLocks", Needs.READ_LOCK, For.ALL),
          new Op("listInfos", Needs.NOTHING, For.ALL),
          new Op("markVisible %", Needs.NOTHING, For.RDD),
          new Op("isVisible %", Needs.NOTHING, For.RDD),
          new Op("isInvisible %", Needs.NOTHING, For.RDD),
          new Op("clearInfos", Needs.NOTHING, For.ALL),
          // MemoryStore and MemoryManager, by BlockManager's protocol
          new Op("put %", Needs.NOTHING, For.SERIALIZED),
          new Op("put %!throws", Needs.NOTHING, For.SERIALIZED),
          new Op("putValues %", Needs.NOTHING, For.VALUES),
          new Op("putValues %!throws", Needs.NOTHING, For.VALUES),
          new Op("putValues %!close", Needs.NOTHING, For.VALUES),
          new Op("withGet %", Needs.NOTHING, For.ORDINARY),
          new Op("remove %", Needs.NOTHING, For.ALL),
          new Op("contains %", Needs.NOTHING, For.ALL),
          new Op("getSize %", Needs.NOTHING, For.ALL),
          new Op("memoryUsed", Needs.NOTHING, For.ALL),
          new Op("withUnroll % 1", Needs.NOTHING, For.ORDINARY),
          new Op("unrollMemory", Needs.NOTHING, For.ALL),
          new Op("ownUnrollMemory", Needs.NOTHING, For.ALL),
          new Op("withMemory 3", Needs.NOTHING, For.ALL),
          new Op("clear", Needs.NOTHING, For.ALL),
          new Op("stop", Needs.NOTHING, For.ALL),
          new Op("end", Needs.READ_LOCK, For.ALL),
          // Native blocks
          new Op("putNative %", Needs.NOTHING, For.NATIVE),
          new Op("putNative %!throws", Needs.NOTHING, For.NATIVE),
          new Op("putNative %!fatal", Needs.NOTHING, For.NATIVE),
          new Op("withPin %", Needs.NOTHING, For.NATIVE),
          new Op("unpin %", Needs.READ_LOCK, For.NATIVE),
          new Op("removeNative %", Needs.NOTHING, For.NATIVE),
          new Op("awaitReleases", Needs.NOTHING, For.NATIVE),
          // What befalls the other thread
          new Op("interrupt 0", Needs.NOTHING, For.ALL));

  private PairLibrary() {}

  /** The operations of the library, as calls with {@code %} for their block. */
  public static List<String> operations() {
    return OPS.stream().map(Op::call).toList();
  }

  /** All pairs for blocks of any kind that a store has; only a patched one has native blocks. */
  public static List<Scenario> of(boolean patched) {
    List<Scenario> pairs = new ArrayList<>();
    for (char kind : (patched ? "nsvr" : "svr").toCharArray()) {
      pairs.addAll(of(kind));
    }
    return pairs;
  }

  /**
   * All pairs for blocks of a kind: {@code s}, {@code v}, {@code n} or {@code r}. A serialized
   * block of an RDD differs from another in its visibility alone: of its pairs those that look at
   * it.
   */
  public static List<Scenario> of(char kind) {
    List<Op> ops = OPS.stream().filter(op -> op.isFor(kind)).toList();
    Map<String, Scenario> pairs = new LinkedHashMap<>();
    for (int i = 0; i < ops.size(); i++) {
      for (int j = i; j < ops.size(); j++) {
        if (kind != 'r' || ops.get(i).kinds() == For.RDD || ops.get(j).kinds() == For.RDD) {
          sameBlock(kind, ops.get(i), ops.get(j)).forEach(s -> pairs.putIfAbsent(s.toString(), s));
        }
      }
    }
    for (Op op : kind == 'r' ? ops.stream().filter(o -> o.kinds() == For.RDD).toList() : ops) {
      twoBlocks(kind, op).forEach(s -> pairs.putIfAbsent(s.toString(), s));
    }
    return List.copyOf(pairs.values());
  }

  private static List<Scenario> sameBlock(char kind, Op a, Op b) {
    String block = kind + "2a";
    List<String> setups = setups(kind, a.needs(), b.needs(), block);
    List<Scenario> scenarios = new ArrayList<>();
    for (String setup : setups) {
      scenarios.add(Scenario.parse(setup + "1: " + a.on(block) + " || 2: " + b.on(block)));
    }
    if (a.needs() == b.needs() && a.needs() != Needs.NOTHING) {
      // One task has one lock, and two threads that act on it.
      scenarios.add(
          Scenario.parse(
              locked(kind, a.needs(), 1, block) + "1: " + a.on(block) + " || 1: " + b.on(block)));
    }
    return scenarios;
  }

  /** What has to be there, for task 1 and task 2; nothing if they can't both have it. */
  private static List<String> setups(char kind, Needs a, Needs b, String block) {
    if (a == Needs.NOTHING && b == Needs.NOTHING) {
      return List.of("", stored(kind, block, "] "));
    }
    if (a == Needs.WRITE_LOCK || b == Needs.WRITE_LOCK) {
      return a == b || a == Needs.READ_LOCK || b == Needs.READ_LOCK
          ? List.of()
          : List.of(locked(kind, Needs.WRITE_LOCK, a == Needs.WRITE_LOCK ? 1 : 2, block));
    }
    StringBuilder setup = new StringBuilder(stored(kind, block, ""));
    if (a == Needs.READ_LOCK) {
      setup.append("; 1 ").append(read(kind, block));
    }
    if (b == Needs.READ_LOCK) {
      setup.append("; 2 ").append(read(kind, block));
    }
    return List.of(setup.append("] ").toString());
  }

  private static String stored(char kind, String block, String end) {
    return "[9 " + put(kind, block) + end;
  }

  private static String put(char kind, String block) {
    return switch (kind) {
      case 'n' -> "putNative " + block;
      case 'v' -> "putValues " + block;
      default -> "put " + block;
    };
  }

  private static String read(char kind, String block) {
    return (kind == 'n' ? "pin " : "lockRead ") + block;
  }

  private static String locked(char kind, Needs needs, int task, String block) {
    return needs == Needs.WRITE_LOCK
        ? "[" + task + " lockNew " + block + "] "
        : stored(kind, block, "; ") + task + " " + read(kind, block) + "] ";
  }

  /** The operation on a stored block, beside a put that has to evict it; the put's of each kind. */
  private static List<Scenario> twoBlocks(char kind, Op op) {
    if (op.needs() == Needs.WRITE_LOCK) {
      return List.of();
    }
    String block = kind + "2a";
    String setup =
        op.needs() == Needs.READ_LOCK
            ? locked(kind, Needs.READ_LOCK, 1, block)
            : stored(kind, block, "] ");
    List<Scenario> scenarios = new ArrayList<>();
    for (char other : (kind == 'n' ? "ns" : kind == 'r' ? "s" : kind + "").toCharArray()) {
      scenarios.add(
          Scenario.parse(setup + "1: " + op.on(block) + " || 2: " + put(other, other + "2b")));
    }
    return scenarios;
  }
}
