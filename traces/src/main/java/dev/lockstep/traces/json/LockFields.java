package dev.lockstep.traces.json;

import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.model.lock.Mechanism;
import dev.lockstep.traces.LockObservation;
import dev.lockstep.traces.LockTrace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a trace of the lock level. What is empty or 0 is left out of steps. */
final class LockFields {
  private LockFields() {}

  static Map<String, Object> constants(LockConstants constants) {
    LockConstants.Callers callers = constants.callers();
    LockConstants.Releases releases = constants.releases();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tasks", constants.tasks());
    fields.put("native", constants.natives());
    fields.put("serialized", constants.serialized());
    fields.put("size2", constants.size2());
    fields.put("owned", constants.owned());
    fields.put("storageMax", constants.storageMax());
    fields.put("region", constants.region());
    fields.put("locksMax", constants.locksMax());
    fields.put("putters", callers.putters());
    fields.put("readers", callers.readers());
    fields.put("removers", callers.removers());
    fields.put("askers", callers.askers());
    fields.put("enders", callers.enders());
    fields.put("stoppers", callers.stoppers());
    fields.put("engineLockers", callers.engineLockers());
    fields.put("demand", constants.demand());
    fields.put("releaseThrows", releases.throwing());
    fields.put("releaseFatal", releases.fatal());
    fields.put("releaseWaits", releases.waiting());
    fields.put("releaseRemoves", releases.removing());
    fields.put("releasePuts", releases.putting());
    fields.put("releaseClears", releases.clearing());
    fields.put("inner", releases.inner());
    fields.put("dropFails", constants.dropFails());
    fields.put("deferredRelease", constants.deferredRelease());
    List<String> without = new ArrayList<>();
    for (Mechanism mechanism : constants.without()) {
      without.add(Words.of(mechanism));
    }
    fields.put("without", without);
    return fields;
  }

  static Map<String, Object> step(LockConstants constants, LockTrace.Step step) {
    LockStep.Label label = step.label();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("thread", label.t());
    fields.put("action", Words.of(label.action()));
    if (label.action().onBlock()) {
      fields.put("block", constants.blocks().get(label.b()));
    }
    fields.put("observed", observed(step.observed()));
    return fields;
  }

  private static Map<String, Object> observed(LockObservation observed) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("lru", observed.lru());
    putUnlessEmpty(fields, "info", observed.info());
    putUnlessEmpty(fields, "readers", observed.readers());
    fields.put("used", observed.used());
    fields.put("pool", observed.pool());
    putUnlessEmpty(fields, "exec", observed.exec());
    if (observed.monitor() != LockObservation.FREE) {
      fields.put("monitor", observed.monitor());
    }
    if (!observed.sleeping().isEmpty()) {
      fields.put("sleeping", observed.sleeping());
    }
    putUnlessEmpty(fields, "released", observed.released());
    if (!observed.queue().isEmpty()) {
      fields.put("queue", observed.queue());
    }
    return fields;
  }

  private static void putUnlessEmpty(Map<String, Object> fields, String name, Map<?, ?> map) {
    if (!map.isEmpty()) {
      fields.put(name, map);
    }
  }
}
