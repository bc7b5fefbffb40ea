package dev.lockstep.spark.context.probes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkFirehoseListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.util.JsonProtocol;
import scala.jdk.javaapi.CollectionConverters;

/** Hears every event of the driver's bus, and looks for native blocks in it (R10). */
public final class Overheard extends SparkFirehoseListener {
  private static final String NATIVE = "native_";

  private final List<String> natives = new ArrayList<>();
  private final Map<String, Integer> events = new TreeMap<>();
  private final Map<String, Long> onHeapStorage = new TreeMap<>();
  private String mentioned = "";
  private final List<String> mentions = new ArrayList<>();

  @Override
  public synchronized void onEvent(SparkListenerEvent event) {
    String kind = event.getClass().getSimpleName();
    events.merge(kind, 1, Integer::sum);
    String text = event + " " + JsonProtocol.sparkEventToJsonString(event);
    if (text.contains(NATIVE)) {
      natives.add(kind + " " + around(text, NATIVE));
    }
    if (!mentioned.isEmpty() && text.contains(mentioned) && !mentions.contains(kind)) {
      mentions.add(kind);
    }
    if (event instanceof SparkListenerExecutorMetricsUpdate update) {
      CollectionConverters.asJava(update.executorUpdates())
          .values()
          .forEach(
              metrics ->
                  onHeapStorage.put(
                      update.execId(), metrics.getMetricValue("OnHeapStorageMemory")));
    }
  }

  /** The events that mention a native block. */
  synchronized List<String> natives() {
    return List.copyOf(natives);
  }

  public synchronized int count(Class<? extends SparkListenerEvent> kind) {
    return events.getOrDefault(kind.getSimpleName(), 0);
  }

  synchronized int total() {
    return events.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** From now on looks out for this text: what it finds shows that the ear is open. */
  synchronized void lookFor(String text) {
    mentioned = text;
    mentions.clear();
  }

  /** The kinds of events that had the text in them. */
  synchronized List<String> mentions() {
    return List.copyOf(mentions);
  }

  /** Forgets what the executor's heartbeats have reported so far. */
  synchronized void forgetHeartbeats(String executor) {
    onHeapStorage.remove(executor);
  }

  /**
   * The storage memory, on heap, that the executor reports by its next heartbeat since they were
   * forgotten. A heartbeat reports for stages that have run a task since the one before.
   */
  long onHeapStorage(String executor) throws InterruptedException {
    for (int tries = 0; tries < 200; tries++) {
      TimeUnit.MILLISECONDS.sleep(50);
      synchronized (this) {
        Long bytes = onHeapStorage.get(executor);
        if (bytes != null) {
          return bytes;
        }
      }
    }
    throw new Expect.Unmet("no heartbeat of " + executor + " in 10 s");
  }

  private static String around(String text, String part) {
    int at = text.indexOf(part);
    return text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 60));
  }
}
