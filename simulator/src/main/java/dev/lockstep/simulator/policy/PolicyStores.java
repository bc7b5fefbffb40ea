package dev.lockstep.simulator.policy;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Event;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StoreSnapshot;
import dev.lockstep.traces.StoreUnderTest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Stores of a policy as stores under test: what a trace is replayed on, and compared with. */
public final class PolicyStores implements StoreUnderTest.Factory {
  private final EvictionPolicy policy;

  public PolicyStores(EvictionPolicy policy) {
    this.policy = policy;
  }

  @Override
  public String description() {
    return "simulator, " + policy.name();
  }

  @Override
  public StoreUnderTest create(Constants constants) {
    return new Store(constants, policy);
  }

  /** One store with the ids of its blocks. */
  private static final class Store implements StoreUnderTest, StoreListener {
    private final Constants constants;
    private final StoreCaller caller;
    private final CacheStore store;
    private final List<Event> events = new ArrayList<>();

    Store(Constants constants, EvictionPolicy policy) {
      this.constants = constants;
      this.store = policy.open(StoreLayout.of(constants), this);
      this.caller = new StoreCaller(constants, store);
    }

    @Override
    public Observation apply(Action action) {
      events.clear();
      Result result = caller.call(action);
      boolean declined = result == Result.REFUSED || result == Result.WAITS;
      int amount = declined ? 0 : Math.toIntExact(store.amount());
      return new Observation(result, amount, List.copyOf(events), snapshot(), List.of(), "");
    }

    @Override
    public void left(int block) {
      events.add(new Event(Event.Kind.LEAVES, id(block)));
    }

    @Override
    public void released(int block) {
      events.add(new Event(Event.Kind.RELEASED, id(block)));
    }

    @Override
    public void returned(int block) {
      events.add(new Event(Event.Kind.RETURNED, id(block)));
    }

    @Override
    public void forgotten(int block) {
      events.add(new Event(Event.Kind.FORGOTTEN, id(block)));
    }

    private String id(int block) {
      return constants.blocks().get(block).id();
    }

    @Override
    public StoreSnapshot snapshot() {
      List<String> lru = new ArrayList<>();
      for (int b : store.order()) {
        lru.add(id(b));
      }
      Map<String, Map<Integer, Integer>> locks = new TreeMap<>();
      for (int b = 0; b < constants.blocks().size(); b++) {
        Map<Integer, Integer> byTask = new TreeMap<>();
        for (int t = 1; t <= constants.tasks(); t++) {
          if (store.locks(t, b) > 0) {
            byTask.put(t, store.locks(t, b));
          }
        }
        if (!byTask.isEmpty()) {
          locks.put(id(b), byTask);
        }
      }
      Map<MemoryMode, Integer> used = new EnumMap<>(MemoryMode.class);
      Map<MemoryMode, Integer> pool = new EnumMap<>(MemoryMode.class);
      Map<MemoryMode, Map<Integer, Integer>> unroll = new EnumMap<>(MemoryMode.class);
      Map<MemoryMode, Map<Integer, Integer>> exec = new EnumMap<>(MemoryMode.class);
      for (MemoryMode mode : MemoryMode.values()) {
        int m = mode.ordinal();
        used.put(mode, Math.toIntExact(store.used(m)));
        pool.put(mode, Math.toIntExact(store.pool(m)));
        unroll.put(mode, byTask(t -> store.unroll(m, t), 1));
        exec.put(mode, byTask(t -> store.exec(m, t), StoreState.INACTIVE + 1));
      }
      return new StoreSnapshot(lru, locks, used, pool, unroll, exec);
    }

    private Map<Integer, Integer> byTask(java.util.function.IntToLongFunction units, long least) {
      Map<Integer, Integer> byTask = new TreeMap<>();
      for (int t = 1; t <= constants.tasks(); t++) {
        if (units.applyAsLong(t) >= least) {
          byTask.put(t, Math.toIntExact(units.applyAsLong(t)));
        }
      }
      return byTask;
    }

    @Override
    public List<Anomaly> finish() {
      return List.of();
    }
  }
}
