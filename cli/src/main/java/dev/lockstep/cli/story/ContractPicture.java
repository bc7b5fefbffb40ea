package dev.lockstep.cli.story;

import dev.lockstep.cli.run.CallWords;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.Observation;
import dev.lockstep.traces.StoreSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run of the contract level as data for the page. */
record ContractPicture(ContractRun run) {

  Map<String, Object> data() {
    Constants constants = run.trace().constants();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("blocks", constants.blocks().stream().map(ContractPicture::block).toList());
    List<Map<String, Object>> pools = new ArrayList<>();
    for (MemoryMode mode : MemoryMode.values()) {
      if (constants.pool(mode).max() > 0) {
        Map<String, Object> pool = new LinkedHashMap<>();
        pool.put("name", CallWords.mode(mode));
        pool.put("max", constants.pool(mode).max());
        pool.put("region", constants.pool(mode).region());
        pools.add(pool);
      }
    }
    data.put("pools", pools);
    data.put("threads", List.of());
    Map<String, Object> initial = new LinkedHashMap<>();
    initial.put("result", "");
    initial.put("events", List.of());
    put(initial, run.initial());
    data.put("initial", initial);
    data.put("steps", run.steps().stream().map(this::step).toList());
    return data;
  }

  private static Map<String, Object> block(BlockSpec spec) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("id", spec.id());
    block.put("kind", spec.kind().name().toLowerCase(Locale.ROOT));
    block.put("size", spec.size());
    block.put("pool", CallWords.mode(spec.mode()));
    block.put("owner", spec.owner() == BlockSpec.NO_OWNER ? "" : "rdd " + spec.owner());
    block.put(
        "release", spec.kind().isNative() ? spec.release().name().toLowerCase(Locale.ROOT) : "");
    return block;
  }

  private Map<String, Object> step(ContractRun.Step step) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("who", CallWords.task(step.action()));
    json.put("words", new CallWords(run.trace().constants()).plainCall(step.action()));
    json.put("model", seen(step.model()));
    json.put("file", step.inFile().isEmpty() ? Side.SAME : seen(step.file()));
    Observation onStore = step.onStore();
    json.put("store", Side.of(onStore == null ? null : seen(onStore), step.inStore().isEmpty()));
    json.put("differs", Side.differences(step.inFile(), step.inStore()));
    return json;
  }

  private static Map<String, Object> seen(Observation seen) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("result", CallWords.result(seen));
    json.put(
        "events", seen.events().stream().map(e -> List.of(e.kind().word(), e.block())).toList());
    put(json, seen.snapshot());
    if (!seen.anomalies().isEmpty()) {
      json.put("anomalies", seen.anomalies().stream().map(Anomaly::text).toList());
    }
    if (!seen.detail().isEmpty()) {
      json.put("detail", seen.detail());
    }
    return json;
  }

  private static void put(Map<String, Object> json, StoreSnapshot store) {
    json.put("lru", store.lru());
    Map<String, Object> pools = new LinkedHashMap<>();
    for (MemoryMode mode : MemoryMode.values()) {
      Map<String, Object> pool = new LinkedHashMap<>();
      pool.put("used", store.used().getOrDefault(mode, 0));
      pool.put("pool", store.pool().getOrDefault(mode, 0));
      pool.put("unroll", byTask(store.unroll().getOrDefault(mode, Map.of())));
      pool.put("execution", byTask(store.exec().getOrDefault(mode, Map.of())));
      pools.put(CallWords.mode(mode), pool);
    }
    json.put("pools", pools);
    Map<String, Object> locks = new LinkedHashMap<>();
    store.locks().forEach((block, readers) -> locks.put(block, Side.lock("", byTask(readers))));
    json.put("locks", locks);
  }

  private static Map<String, Integer> byTask(Map<Integer, Integer> counts) {
    Map<String, Integer> named = new LinkedHashMap<>();
    counts.forEach((task, n) -> named.put("task " + task, n));
    return named;
  }
}
