package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.Located;
import dev.lockstep.traces.json.TraceFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kinds of workload by the word in a file. A new one is a class and a line here. */
final class WorkloadKinds {
  private static final SortedMap<String, Kind> BY_NAME =
      new TreeMap<>(
          Map.of(
              Zipf.NAME, new Kind(Zipf::read, List.of()),
              Uniform.NAME, new Kind(Uniform::read, List.of()),
              CyclicScan.NAME, new Kind(CyclicScan::read, List.of()),
              ScanWithHotSet.NAME, new Kind(ScanWithHotSet::read, List.of("hotBlocks", "hotShare")),
              Bursts.NAME, new Kind(Bursts::read, List.of("of", "burst", "idleMicros")),
              Phases.NAME, new Kind(Phases::read, List.of("phases")),
              Mix.NAME, new Kind(Mix::read, List.of("parts")),
              CachedTables.NAME, new Kind(CachedTables::read, CachedTables.FIELDS),
              Join.NAME, new Kind(Join::read, List.of("of", "every", "demandParts"))));

  private WorkloadKinds() {}

  /** Makes a workload of its fields. */
  private interface Reader {
    Workload read(Settings settings) throws TraceFormatException;
  }

  private record Kind(Reader reader, List<String> fields) {}

  /** The workload that an object describes. */
  static Workload read(Settings outer, Located object) throws TraceFormatException {
    Located word = object.required("kind");
    Kind kind = BY_NAME.get(word.string());
    if (kind == null) {
      throw word.wrong(
          "must be one of " + String.join(", ", BY_NAME.keySet()) + ", was " + word.shown());
    }
    List<String> own = new ArrayList<>(kind.fields());
    own.add("kind");
    return kind.reader().read(outer.part(object, own));
  }
}
