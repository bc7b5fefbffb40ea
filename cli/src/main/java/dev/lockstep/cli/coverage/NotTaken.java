package dev.lockstep.cli.coverage;

import dev.lockstep.model.lock.Call;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Why no trace of ours exercises something. */
final class NotTaken {
  private static final String MONITOR = "one thread at a time is under the monitor";
  private static final String NOT_SPECIFIED = "no config has both";
  private static final String NOT_LED =
      "the real store gives back a task's locks in an order of its own";
  private static final String COVERS = "led with the covers of verify, not by a trace";

  private static final String WITHOUT_PIN = "only where a scan reads without a pin";
  private static final String WITH_ENDS = "specified only beside a task that ends";

  private static final Set<String> ENDS = Set.of("BeginEnd", "EndUnlocks", "EndGives");

  /** What runs under the monitor from its begin to its end. */
  private static final Set<String> UNDER_MONITOR = words(Call.EVICT, Call.RELEASE, Call.CLEAR);

  /** A task with the engine's lock puts, and another removes; the stop is one, and has no other. */
  private static final List<String> APART =
      List.of(
          "engine beside engine",
          "engine beside read",
          "engine beside ask",
          "engine beside end",
          "engine beside stop",
          "engine beside clear",
          "ask beside stop",
          "ask beside clear",
          "end beside stop",
          "end beside clear",
          "stop beside stop",
          "stop beside clear");

  private static final Set<String> WITH_END_ALONE = Set.of("read beside ask", "remove beside ask");

  private NotTaken() {}

  /** The reason, or empty where there is none but that nobody has written such a trace. */
  static String reason(Item item) {
    if (!item.name().startsWith(Exercised.LOCK)) {
      return "";
    }
    String name = item.name().substring(Exercised.LOCK.length());
    if (item.kind() == Item.Kind.ACTION) {
      return ENDS.contains(name) ? NOT_LED : name.equals("EndScan") ? WITHOUT_PIN : COVERS;
    }
    List<String> calls = Arrays.asList(name.split(Exercised.BESIDE, -1));
    if (APART.contains(name)) {
      return NOT_SPECIFIED;
    } else if (UNDER_MONITOR.containsAll(calls)) {
      return MONITOR;
    }
    if (calls.contains(Call.END.word())) {
      return NOT_LED;
    }
    return WITH_END_ALONE.contains(name) ? WITH_ENDS : COVERS;
  }

  private static Set<String> words(Call... calls) {
    return Set.copyOf(Arrays.stream(calls).map(Call::word).toList());
  }
}
