package dev.lockstep.model;

import java.util.List;

/**
 * What one call returned and did: the variable {@code outcome} of the specification.
 *
 * @param result what came back
 * @param amount units granted, given back or kept as unroll memory; 0 where a call has no amount
 * @param events ends of entries, in order
 * @param evictions walks through the recency order, in order
 */
public record Outcome(Result result, int amount, List<Event> events, List<Eviction> evictions) {
  public Outcome {
    events = List.copyOf(events);
    evictions = List.copyOf(evictions);
  }

  /** A call that changed no entry. */
  public static Outcome of(Result result) {
    return new Outcome(result, 0, List.of(), List.of());
  }

  /** The blocks whose release ran, in order. */
  public List<String> releases() {
    return events.stream().filter(e -> e.kind() == Event.Kind.RELEASED).map(Event::block).toList();
  }

  /** The blocks that evictions chose, in order. */
  public List<String> victims() {
    return evictions.stream().flatMap(e -> e.victims().stream()).toList();
  }
}
