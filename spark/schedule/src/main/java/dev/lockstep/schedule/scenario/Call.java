package dev.lockstep.schedule.scenario;

import java.util.List;

/**
 * One call, in words.
 *
 * @param verb what is called
 * @param arguments on what: blocks, numbers, options
 */
public record Call(String verb, List<String> arguments) {
  public Call {
    arguments = List.copyOf(arguments);
  }

  /** From its words, the verb first. */
  static Call of(List<String> words) {
    return new Call(words.get(0), words.subList(1, words.size()));
  }

  boolean isOfNativeBlocks() {
    return verb.equals("defer")
        || verb.equals("awaitReleases")
        || arguments.stream().anyMatch(argument -> argument.matches("n[1-9].*"));
  }

  @Override
  public String toString() {
    return arguments.isEmpty() ? verb : verb + " " + String.join(" ", arguments);
  }
}
