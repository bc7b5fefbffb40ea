package dev.lockstep.cli.story;

import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockView;
import dev.lockstep.traces.LockObservation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run of the lock level as data for the page. */
final class LockPicture {
  private static final String POOL = "memory";

  private final LockLevelRun run;
  private final LockConstants constants;
  private final Cast cast;
  private final List<Integer> threads = new ArrayList<>();

  LockPicture(LockLevelRun run) {
    this.run = run;
    this.constants = run.trace().constants();
    this.cast = new Cast(constants);
    for (int t = 1; t <= constants.threads(); t++) {
      int thread = t;
      boolean acts = run.steps().stream().anyMatch(step -> step.label().t() == thread);
      if (acts || t <= constants.tasks()) {
        threads.add(t);
      }
    }
  }

  Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    List<Map<String, Object>> blocks = new ArrayList<>();
    for (int b = 0; b < constants.blocks().size(); b++) {
      blocks.add(block(b));
    }
    data.put("blocks", blocks);
    Map<String, Object> pool = new LinkedHashMap<>();
    pool.put("name", POOL);
    pool.put("max", constants.storageMax());
    pool.put("region", constants.region());
    data.put("pools", List.of(pool));
    data.put("threads", threads.stream().map(cast::thread).toList());
    data.put("initial", seen(run.initial()));
    data.put("initialThreads", standing(run.before()));
    data.put("steps", run.steps().stream().map(this::step).toList());
    return data;
  }

  private Map<String, Object> block(int b) {
    String id = cast.block(b);
    LockConstants.Releases releases = constants.releases();
    List<String> release = new ArrayList<>();
    add(release, releases.throwing().contains(id), "throws");
    add(release, releases.fatal().contains(id), "throws a fatal error");
    add(release, releases.waiting().contains(id), "takes the engine's lock");
    add(release, releases.removing().contains(id), "removes " + releases.inner());
    add(release, releases.putting().contains(id), "puts " + releases.inner());
    add(release, releases.clearing().contains(id), "clears the store");
    add(release, cast.isNative(b) && release.isEmpty(), "returns");
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("id", id);
    block.put("kind", cast.isNative(b) ? "native" : "serialized");
    block.put("size", cast.size(b));
    block.put("pool", POOL);
    block.put("owner", constants.owned().contains(id) ? "the rdd" : "");
    block.put("release", String.join(", ", release));
    return block;
  }

  private static void add(List<String> words, boolean when, String word) {
    if (when) {
      words.add(word);
    }
  }

  private Map<String, Object> step(LockLevelRun.Step step) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("who", cast.thread(step.label().t()));
    json.put("words", step.words());
    json.put("model", seen(step.model()));
    json.put("file", step.inFile().isEmpty() ? Side.SAME : seen(step.file()));
    LockObservation onStore = step.onStore();
    json.put("store", Side.of(onStore == null ? null : seen(onStore), step.inStore().isEmpty()));
    json.put("differs", Side.differences(step.inFile(), step.inStore()));
    json.put("threads", standing(step.state()));
    return json;
  }

  /** Where the threads stand: the model's knowledge, no store shows that. */
  private List<Map<String, Object>> standing(LockView state) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int t : threads) {
      Standing standing = new Standing(cast, state, t);
      Map<String, Object> thread = new LinkedHashMap<>();
      thread.put("calls", standing.calls());
      thread.put("holds", standing.held());
      thread.put("waits", standing.waitsFor());
      all.add(thread);
    }
    return all;
  }

  private Map<String, Object> seen(LockObservation seen) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("lru", seen.lru());
    Map<String, Object> pool = new LinkedHashMap<>();
    pool.put("used", seen.used());
    pool.put("pool", seen.pool());
    pool.put("unroll", Map.of());
    pool.put("execution", named(seen.exec()));
    json.put("pools", Map.of(POOL, pool));
    Map<String, Object> locks = new LinkedHashMap<>();
    seen.info()
        .forEach(
            (block, writer) ->
                locks.put(
                    block,
                    Side.lock(
                        writer == LockObservation.FREE ? "" : cast.thread(writer),
                        named(seen.readers().getOrDefault(block, EMPTY)))));
    json.put("locks", locks);
    json.put("monitor", seen.monitor() == LockObservation.FREE ? "" : cast.thread(seen.monitor()));
    json.put("sleeping", seen.sleeping().stream().map(cast::thread).toList());
    json.put("released", seen.released());
    json.put("queue", seen.queue());
    return json;
  }

  private static final java.util.SortedMap<Integer, Integer> EMPTY =
      java.util.Collections.emptySortedMap();

  private Map<String, Integer> named(Map<Integer, Integer> byThread) {
    Map<String, Integer> named = new LinkedHashMap<>();
    byThread.forEach((t, n) -> named.put(cast.thread(t), n));
    return named;
  }
}
