package dev.lockstep.traces;

import dev.lockstep.model.Event;
import dev.lockstep.model.Result;
import java.util.List;

/**
 * What was observed of one call.
 *
 * @param result what came back
 * @param amount units granted, given back or kept as unroll memory, else 0
 * @param events ends of entries, in the order in which they were seen to happen
 * @param snapshot the store after the call
 * @param anomalies what no model does; empty on a sound store
 * @param detail the store's own words on a refusal, or empty; never compared
 */
public record Observation(
    Result result,
    int amount,
    List<Event> events,
    StoreSnapshot snapshot,
    List<Anomaly> anomalies,
    String detail) {
  public Observation {
    events = List.copyOf(events);
    anomalies = List.copyOf(anomalies);
  }

  /** The blocks whose release ran, in order. */
  public List<String> releases() {
    return blocksOf(Event.Kind.RELEASED);
  }

  /** The blocks whose entries left, in order: evicted, removed or cleared. */
  public List<String> departures() {
    return blocksOf(Event.Kind.LEAVES);
  }

  private List<String> blocksOf(Event.Kind kind) {
    return events.stream().filter(e -> e.kind() == kind).map(Event::block).toList();
  }
}
