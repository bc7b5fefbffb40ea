package dev.lockstep.simulator.policy;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.ConfigFile;
import dev.lockstep.model.LabelledGraph;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.model.Result;
import dev.lockstep.model.tlc.CanonicalText;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.simulator.store.StoreListener;
import dev.lockstep.simulator.store.TouchStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A policy as a labelled graph, to be compared with TLC's of its module: the real store, brought
 * into each state by the calls that lead there. A state is equal to another if their texts are.
 */
final class RivalGraph implements LabelledGraph<RivalGraph.State> {
  private static final int OFF_HEAP = MemoryMode.OFF_HEAP.ordinal();
  private static final int TASK = 1;

  private final EvictionPolicy policy;
  private final StoreLayout layout;
  private final List<String> ids = new ArrayList<>();
  private final int blocks;
  private final Set<String> holdable;
  private final Set<Integer> demands;
  private final boolean polls;
  private final boolean putsMayBeDisabled;

  /** The module tells the order of uses from the store's own (RivalTouch). */
  private final boolean touches;

  /**
   * @param policy the policy, with the constants of the config
   * @param config the config
   * @param max all the memory, an engine's own part included
   * @param region the storage region that gives the config's
   */
  RivalGraph(EvictionPolicy policy, ConfigFile config, int max, int region) {
    this.policy = policy;
    Set<String> second = config.assigns("Second") ? config.strings("Second") : Set.of();
    List<String> jvm = List.copyOf(config.strings("Blocks"));
    List<String> payloads = List.copyOf(config.strings("Payloads"));
    StoreLayout.Builder builder = StoreLayout.builder(1, jvm.size() + payloads.size());
    for (String id : jvm) {
      ids.add(id);
      builder.add(
          BlockKind.SERIALIZED,
          size(config, id),
          MemoryMode.OFF_HEAP,
          BlockSpec.NO_OWNER,
          ReleaseBehaviour.RETURNS);
    }
    for (String id : payloads) {
      ids.add(id);
      builder.add(
          BlockKind.NATIVE,
          size(config, id),
          MemoryMode.OFF_HEAP,
          // A consumer for each owner: the module numbers them 1 and 2.
          config.assigns("Touch") ? BlockSpec.NO_OWNER : second.contains(id) ? 2 : 1,
          ReleaseBehaviour.RETURNS);
    }
    this.layout = builder.pool(MemoryMode.OFF_HEAP, max, region).build();
    this.blocks = jvm.size();
    this.holdable = config.strings("Holdable");
    this.demands = config.numbers("Demands");
    this.polls = config.assigns("PolledAtOnce") && !config.truth("PolledAtOnce");
    this.putsMayBeDisabled = config.assigns("PolledAtOnce");
    this.touches = config.assigns("Touch");
  }

  private static int size(ConfigFile config, String id) {
    return config.strings("Size3").contains(id) ? 3 : config.strings("Size2").contains(id) ? 2 : 1;
  }

  /** A call of the module: its name, and a block or an amount. */
  record Call(String name, @Nullable Integer block, @Nullable Integer amount) {}

  /** A state and a way to it. */
  static final class State {
    private final List<Call> way;
    private final String text;

    State(List<Call> way, String text) {
      this.way = way;
      this.text = text;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof State state && state.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  @Override
  public List<State> initial() {
    return List.of(new State(List.of(), new Run().text()));
  }

  @Override
  public String text(State state) {
    return state.text;
  }

  @Override
  public List<Edge<State>> edges(State state) {
    List<Edge<State>> edges = new ArrayList<>();
    for (Call call : candidates()) {
      Run run = new Run();
      state.way.forEach(run::make);
      if (run.enabled(call)) {
        String label = run.make(call);
        if (label != null) {
          List<Call> way = new ArrayList<>(state.way);
          way.add(call);
          edges.add(new Edge<>(label, new State(way, run.text())));
        }
      }
    }
    return edges;
  }

  private List<Call> candidates() {
    List<Call> calls = new ArrayList<>();
    for (int b = 0; b < ids.size(); b++) {
      boolean jvm = b < blocks;
      calls.add(new Call(jvm ? "PutBlock" : "PutPayload", b, null));
      calls.add(new Call(touches ? "Use" : "Get", b, null));
      if (holdable.contains(ids.get(b))) {
        calls.add(new Call(touches ? "UseAndHold" : "Hold", b, null));
        calls.add(new Call(touches ? "Leave" : "LetGo", b, null));
      }
      calls.add(new Call(touches ? "Remove" : jvm ? "RemoveBlock" : "RemovePayload", b, null));
    }
    if (polls) {
      calls.add(new Call("Poll", null, null));
    }
    for (int n : demands) {
      calls.add(new Call("AcquireExecution", null, n));
      calls.add(new Call(touches ? "GiveExecution" : "ReleaseExecution", null, n));
    }
    return calls;
  }

  /** One store, and what the module has besides. */
  private final class Run implements StoreListener {
    private final CacheStore store = policy.open(layout, this);
    private final List<Integer> victims = new ArrayList<>();
    private final int[] timesFreed = new int[ids.size()];

    /** The blocks as they were put and read, least recent first. */
    private final List<Integer> uses = new ArrayList<>();

    private long space;
    private long polled;

    @Override
    public void released(int block) {
      timesFreed[block]++;
    }

    @Override
    public void asked(long units) {
      space = units;
    }

    @Override
    public void evicted(int block, long stamp) {
      victims.add(block);
    }

    boolean enabled(Call call) {
      int b = call.block() == null ? -1 : call.block();
      return switch (call.name()) {
        case "PutBlock", "PutPayload" -> !store.resident(b);
        case "Get", "Use" -> store.resident(b);
        case "Hold", "UseAndHold" -> store.resident(b) && store.locks(TASK, b) == 0;
        case "LetGo", "Leave" -> store.locks(TASK, b) > 0;
        case "RemoveBlock", "RemovePayload", "Remove" ->
            store.resident(b) && store.locks(TASK, b) == 0;
        case "ReleaseExecution", "GiveExecution" ->
            Math.max(0, store.exec(OFF_HEAP, TASK)) >= call.amount();
        default -> true;
      };
    }

    /** The label, or null if the module has no such step. */
    @Nullable String make(Call call) {
      victims.clear();
      space = 0;
      int b = call.block() == null ? -1 : call.block();
      long amount = 0;
      String result;
      switch (call.name()) {
        case "PutBlock", "PutPayload" -> {
          Result put = store.put(TASK, b);
          if (put == Result.NO_SPACE && b >= blocks && putsMayBeDisabled) {
            return null;
          }
          if (put == Result.STORED) {
            timesFreed[b] = 0;
            used(b);
          }
          result = put.name();
        }
        case "Get", "Use" -> {
          used(b);
          store.read(TASK, b);
          store.unlock(TASK, b);
          result = "HIT";
        }
        case "Hold", "UseAndHold" -> {
          used(b);
          store.read(TASK, b);
          result = "HELD";
        }
        case "LetGo", "Leave" -> {
          store.unlock(TASK, b);
          result = "LET_GO";
        }
        case "RemoveBlock", "RemovePayload", "Remove" -> {
          result = store.remove(TASK, b).name();
          victims.add(b);
        }
        case "Poll" -> {
          store.poll();
          polled = payloads();
          amount = polled;
          result = "POLLED";
        }
        case "AcquireExecution" -> {
          Result acquired = store.acquireExecution(TASK, OFF_HEAP, call.amount());
          amount = acquired == Result.WAITS ? 0 : store.amount();
          result = acquired.name();
        }
        case "ReleaseExecution", "GiveExecution" -> {
          store.releaseExecution(TASK, OFF_HEAP, call.amount());
          amount = call.amount();
          result = "RETURNED";
        }
        default -> throw new IllegalArgumentException(call.name());
      }
      uses.removeAll(victims);
      if (putsMayBeDisabled && !polls) {
        polled = payloads();
      }
      return label(call, result, amount);
    }

    private void used(int block) {
      uses.remove(Integer.valueOf(block));
      uses.add(block);
    }

    private long payloads() {
      return Arrays.stream(store.order()).filter(b -> b >= blocks).mapToLong(layout::size).sum();
    }

    private String label(Call call, String result, long amount) {
      TreeMap<String, String> parameters = new TreeMap<>();
      List<String> said = new ArrayList<>(List.of(CanonicalText.string(call.name())));
      if (call.block() != null) {
        parameters.put("b", CanonicalText.string(ids.get(call.block())));
        said.add(CanonicalText.string(ids.get(call.block())));
      } else if (call.amount() != null) {
        parameters.put("n", call.amount().toString());
        said.add(call.amount().toString());
      }
      TreeMap<String, String> outcome = new TreeMap<>();
      outcome.put("call", CanonicalText.sequence(said));
      outcome.put("result", CanonicalText.string(result));
      outcome.put("amount", Long.toString(amount));
      outcome.put("space", Long.toString(space));
      outcome.put("victims", CanonicalText.sequence(names(victims)));
      return CanonicalText.label(call.name(), parameters, CanonicalText.object(outcome));
    }

    String text() {
      TreeMap<String, String> variables = new TreeMap<>();
      List<Integer> order = Arrays.stream(store.order()).boxed().toList();
      variables.put("order", CanonicalText.sequence(names(touches ? uses : order)));
      List<String> held = new ArrayList<>();
      List<String> payloads = new ArrayList<>();
      List<String> freed = new ArrayList<>();
      for (int b = 0; b < ids.size(); b++) {
        if (store.locks(TASK, b) > 0) {
          held.add(CanonicalText.string(ids.get(b)));
        }
        if (b >= blocks) {
          payloads.add(CanonicalText.string(ids.get(b)));
          freed.add(Integer.toString(timesFreed[b]));
        }
      }
      variables.put("held", CanonicalText.set(held));
      variables.put("freed", CanonicalText.function(payloads, freed));
      variables.put("used", Long.toString(store.used(OFF_HEAP)));
      variables.put("pool", Long.toString(store.pool(OFF_HEAP)));
      variables.put("exec", Long.toString(Math.max(0, store.exec(OFF_HEAP, TASK))));
      variables.put("polled", Long.toString(polled));
      if (touches) {
        variables.put("lru", CanonicalText.sequence(names(order)));
        putTouches((TouchStore) store, payloads, variables);
      }
      return CanonicalText.object(variables);
    }

    private void putTouches(
        TouchStore touched, List<String> payloads, TreeMap<String, String> variables) {
      List<String> untouched = new ArrayList<>();
      List<String> seen = new ArrayList<>();
      for (int b = blocks; b < ids.size(); b++) {
        untouched.add(Integer.toString(touched.untouched(b)));
        if (touched.seen(b)) {
          seen.add(CanonicalText.string(ids.get(b)));
        }
      }
      variables.put("untouched", CanonicalText.function(payloads, untouched));
      variables.put("seen", CanonicalText.set(seen));
      variables.put("buffer", CanonicalText.sequence(names(touched.buffer())));
    }

    private List<String> names(List<Integer> positions) {
      return positions.stream().map(b -> CanonicalText.string(ids.get(b))).toList();
    }
  }
}
