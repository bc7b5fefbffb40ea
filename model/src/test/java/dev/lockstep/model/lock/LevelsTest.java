package dev.lockstep.model.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.model.Response;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The two levels agree where both speak: with one task, each call of the lock level, run to its end
 * from every idle state, does what the contract level does in one step.
 */
class LevelsTest {
  private static final MemoryMode MODE = MemoryMode.ON_HEAP;
  private static final int ALL = 60;

  /** An idle state of the lock level with the contract level's state after the same calls. */
  private record Pair(LockState lock, StoreState contract) {}

  @ParameterizedTest(name = "deferred {0}, fatal {1}, region {2}, demand {3}, locks {4}")
  @CsvSource({
    "false, false, 2, 2, 1",
    "true, false, 2, 2, 1",
    "false, true, 1, 3, 1",
    "true, true, 1, 3, 1",
    "false, false, 3, 1, 2"
  })
  void callsThatRunAloneDoWhatTheContractSays(
      boolean deferred, boolean fatal, int region, int demand, int locksMax) {
    LockConstants constants = constants(deferred, fatal, region, demand, locksMax);
    LockModel lock = new LockModel(constants);
    ContractModel contract = new ContractModel(contractConstants(constants));
    Pair first = new Pair(lock.initial(), contract.initialStates().get(0));
    Set<Pair> seen = new HashSet<>(Set.of(first));
    Queue<Pair> queue = new ArrayDeque<>(seen);
    Set<Result> results = EnumSet.noneOf(Result.class);
    while (!queue.isEmpty()) {
      Pair pair = queue.remove();
      for (LockStep begin : lock.steps(pair.lock())) {
        if (pair.lock().view().ended() && begin.label().action() == LockAction.Unlock) {
          continue; // What it gives back counts for nothing since the stop.
        }
        Response response =
            contract.respond(pair.contract(), action(constants, begin.label(), demand));
        CallRun run = new CallRun(lock, begin);
        if (response instanceof Response.Declined declined) {
          assertThat(declined.result()).as("%s", begin).isEqualTo(Result.WAITS);
          assertThat(run.sleeps()).as("%s", begin).isTrue();
          continue;
        }
        assertThat(run.sleeps()).as("%s", begin).isFalse();
        Response.Taken taken = (Response.Taken) response;
        results.add(taken.step().outcome().result());
        assertThat(run.victims()).as("%s", begin).isEqualTo(taken.step().outcome().victims());
        LockState after = run.settled();
        assertSame(constants, after.view(), taken.step().after(), begin);
        if (begin.label().action() == LockAction.BeginPut) {
          boolean stored = taken.step().outcome().result() == Result.STORED;
          assertThat(after.view().lru().contains(begin.label().b())).isEqualTo(stored);
        }
        Pair next = new Pair(after, taken.step().after());
        if (seen.add(next)) {
          queue.add(next);
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(100);
    assertThat(results)
        .contains(
            Result.STORED,
            Result.NO_SPACE,
            Result.HIT,
            Result.PINNED,
            Result.REMOVED,
            Result.GRANTED,
            Result.CLEARED);
    assertThat(results.contains(Result.FATAL)).isEqualTo(fatal);
  }

  private static void assertSame(
      LockConstants constants, LockView lock, StoreState contract, LockStep begin) {
    String what = begin.label().toString();
    List<String> lru = new ArrayList<>();
    for (int i = 0; i < lock.lru().size(); i++) {
      lru.add(constants.blocks().get(lock.lru().get(i)));
    }
    assertThat(lru).as(what).isEqualTo(contract.order(contractConstants(constants)));
    for (int b = 0; b < lock.blocks(); b++) {
      // After a stop nobody has a lock, though its holder may think so.
      int readers = lock.ended() ? 0 : lock.readers(b, 1);
      assertThat(readers).as(what).isEqualTo(contract.locks(b, 1));
      boolean hasInfo = lock.info(b) != LockView.ABSENT;
      assertThat(hasInfo).as(what).isEqualTo(lock.lru().contains(b));
    }
    assertThat(lock.used()).as(what).isEqualTo(contract.used(MODE));
    assertThat(lock.pool()).as(what).isEqualTo(contract.pool(MODE));
    assertThat(lock.exec(1)).as(what).isEqualTo(contract.exec(MODE, 1));
    for (int b = 0; b < lock.natives(); b++) {
      assertThat(lock.alive(b)).as(what).isEqualTo(lock.lru().count(b));
    }
  }

  /** The contract level's call that begins with a step. */
  private static Action action(LockConstants constants, LockStep.Label begin, int demand) {
    String b = begin.b() < 0 ? "" : constants.blocks().get(begin.b());
    boolean isNative = constants.natives().contains(b);
    return switch (begin.action()) {
      case BeginPut -> isNative ? new Action.PutNative(1, b) : new Action.PutSerialized(1, b);
      case BeginRead -> isNative ? new Action.Pin(1, b) : new Action.Get(1, b);
      case Unlock -> new Action.Unlock(1, b);
      case BeginRemove -> new Action.Remove(1, b);
      case BeginAsk -> new Action.AcquireExecution(1, MODE, demand);
      case GiveExecution -> new Action.ReleaseExecution(1, MODE, ALL);
      case BeginEnd -> new Action.TaskEnd(1);
      case BeginStop -> new Action.Clear();
      default -> throw new IllegalStateException("a call begins with " + begin);
    };
  }

  /** A call of the one task, run until it ends or sleeps. */
  private static final class CallRun {
    private final LockModel model;
    private final List<String> victims = new ArrayList<>();
    private LockState state;

    CallRun(LockModel model, LockStep begin) {
      this.model = model;
      this.state = begin.after();
      go(1);
    }

    boolean sleeps() {
      return !state.view().idle(1);
    }

    List<String> victims() {
      return victims;
    }

    /** R8: the state when what is deferred has run as well. */
    LockState settled() {
      go(2);
      return state;
    }

    private void go(int thread) {
      while (true) {
        LockView before = state.view();
        LockStep next =
            model.steps(state).stream()
                .filter(step -> step.label().t() == thread)
                .filter(step -> thread == 2 || !before.idle(1))
                .findFirst()
                .orElse(null);
        if (next == null) {
          return;
        }
        if (next.label().action() == LockAction.DropVictim) {
          victims.add(model.constants().blocks().get(before.stack(thread).top().chosen().get(0)));
        }
        state = next.after();
      }
    }
  }

  private static LockConstants constants(
      boolean deferred, boolean fatal, int region, int demand, int locksMax) {
    SortedSet<Integer> one = new TreeSet<>(Set.of(1));
    SortedSet<Integer> nobody = new TreeSet<>();
    SortedSet<String> none = new TreeSet<>();
    return new LockConstants(
        1,
        new TreeSet<>(Set.of("n1", "n2")),
        new TreeSet<>(Set.of("s1", "s2")),
        new TreeSet<>(Set.of("n2", "s2")),
        new TreeSet<>(Set.of("n1", "s1")),
        4,
        region,
        locksMax,
        new LockConstants.Callers(one, one, one, one, one, one, nobody),
        demand,
        new LockConstants.Releases(
            none, new TreeSet<>(fatal ? Set.of("n1") : Set.of()), none, none, none, none, ""),
        none,
        deferred,
        Set.of());
  }

  private static Constants contractConstants(LockConstants constants) {
    List<BlockSpec> blocks = new ArrayList<>();
    for (String id : constants.blocks()) {
      blocks.add(
          new BlockSpec(
              id,
              constants.natives().contains(id) ? BlockKind.NATIVE : BlockKind.SERIALIZED,
              constants.size2().contains(id) ? 2 : 1,
              MODE,
              constants.owned().contains(id) ? 1 : BlockSpec.NO_OWNER,
              constants.releases().fatal().contains(id)
                  ? ReleaseBehaviour.FATAL
                  : ReleaseBehaviour.RETURNS));
    }
    return new Constants(
        1,
        blocks,
        new PoolSpec(constants.storageMax(), constants.region()),
        new PoolSpec(0, 0),
        1,
        Set.of(),
        Set.of(MODE),
        new TreeSet<>(Set.of(constants.demand())),
        constants.locksMax(),
        constants.deferredRelease());
  }
}
