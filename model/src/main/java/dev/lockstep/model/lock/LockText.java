package dev.lockstep.model.lock;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * The canonical text of states and labels, the same that TLC's side writes: a JSON object with its
 * keys sorted, functions on 1..n as arrays, the empty function as {@code []}, no spaces.
 */
public final class LockText {
  private final LockConstants constants;
  private final String[] ids;

  /** Positions by ascending id. */
  private final Map<String, Integer> blocks = new TreeMap<>();

  private final Map<String, Integer> natives = new TreeMap<>();
  private StringBuilder out = new StringBuilder(1000);

  public LockText(LockConstants constants) {
    this.constants = constants;
    List<String> names = constants.blocks();
    this.ids = new String[names.size()];
    for (int b = 0; b < ids.length; b++) {
      ids[b] = '"' + names.get(b).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
      blocks.put(ids[b], b);
      if (b < constants.natives().size()) {
        natives.put(ids[b], b);
      }
    }
  }

  public String state(LockView s) {
    out = new StringBuilder(1000);
    out.append("{\"alive\":");
    function(natives, b -> out.append(s.alive(b)));
    out.append(",\"depth\":").append(s.depth());
    out.append(",\"ended\":").append(s.ended());
    out.append(",\"engine\":").append(s.engine());
    out.append(",\"exec\":");
    array(s.tasks(), t -> out.append(s.exec(t)));
    out.append(",\"info\":");
    function(blocks, b -> out.append(s.info(b)));
    out.append(",\"lru\":");
    sequence(s.lru());
    out.append(",\"owner\":").append(s.owner());
    out.append(",\"pool\":").append(s.pool());
    out.append(",\"queue\":");
    sequence(s.queue());
    out.append(",\"readers\":");
    function(blocks, b -> array(s.tasks(), t -> out.append(s.readers(b, t))));
    out.append(",\"scanning\":").append(s.scanning());
    out.append(",\"stack\":");
    array(s.threads(), t -> stack(s.stack(t)));
    out.append(",\"used\":").append(s.used());
    return out.append('}').toString();
  }

  public String label(LockStep.Label label) {
    String block = label.action().onBlock() ? ",\"b\":" + ids[label.b()] : "";
    return "{\"action\":\"" + label.action().name() + '"' + block + ",\"t\":" + label.t() + '}';
  }

  /** The label in a sentence, such as {@code BeginPut n1 by thread 2}. */
  public String words(LockStep.Label label) {
    String block = label.action().onBlock() ? " " + constants.blocks().get(label.b()) : "";
    return label.action().name() + block + " by thread " + label.t();
  }

  /** The label for a person, such as {@code thread 2 BeginPut n1}. */
  public String line(LockStep.Label label) {
    String who = label.t() == constants.threads() ? "releaser" : "thread " + label.t();
    String block = label.action().onBlock() ? " " + constants.blocks().get(label.b()) : "";
    return String.format(java.util.Locale.ROOT, "%-8s  %s%s", who, label.action().name(), block);
  }

  /** The innermost frame comes first. */
  private void stack(FrameStack stack) {
    array(stack.depth(), i -> frame(stack.get(stack.depth() - i)));
  }

  private void frame(Frame frame) {
    out.append("{\"at\":\"").append(frame.place().word());
    out.append("\",\"b\":").append(frame.block() < 0 ? "\"\"" : ids[frame.block()]);
    out.append(",\"call\":\"").append(frame.call().word());
    out.append("\",\"chosen\":");
    sequence(frame.chosen());
    out.append(",\"failed\":").append(frame.failed());
    out.append(",\"n\":").append(frame.n());
    out.append(",\"rest\":");
    sequence(frame.rest());
    out.append('}');
  }

  private void sequence(BlockSequence sequence) {
    array(sequence.size(), i -> out.append(ids[sequence.get(i - 1)]));
  }

  /** A function on 1..n. */
  private void array(int n, IntConsumer element) {
    out.append('[');
    for (int i = 1; i <= n; i++) {
      if (i > 1) {
        out.append(',');
      }
      element.accept(i);
    }
    out.append(']');
  }

  private void function(Map<String, Integer> positions, IntConsumer value) {
    if (positions.isEmpty()) {
      out.append("[]");
      return;
    }
    char separator = '{';
    for (Map.Entry<String, Integer> position : positions.entrySet()) {
      out.append(separator).append(position.getKey()).append(':');
      value.accept(position.getValue());
      separator = ',';
    }
    out.append('}');
  }
}
