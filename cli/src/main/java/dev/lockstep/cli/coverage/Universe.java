package dev.lockstep.cli.coverage;

import dev.lockstep.model.ActionParameters;
import dev.lockstep.model.lock.Call;
import dev.lockstep.model.lock.LockAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All actions and all pairs that there are, to say what is missing.
 *
 * @param what for the table
 * @param kind of its items
 * @param all the items, in the order of the specification
 */
record Universe(String what, Item.Kind kind, List<Item> all) {

  /** The parts of the table that know how many there are. */
  static List<Universe> parts() {
    List<String> calls = ActionParameters.actionNames();
    List<String> steps = Arrays.stream(LockAction.values()).map(Enum::name).toList();
    List<String> pairs = new ArrayList<>();
    for (String first : calls) {
      calls.forEach(second -> pairs.add(first + Exercised.THEN + second));
    }
    List<String> overlaps = new ArrayList<>();
    for (Call one : Call.values()) {
      Arrays.stream(Call.values())
          .filter(two -> one.compareTo(two) <= 0)
          .forEach(two -> overlaps.add(Exercised.beside(one, two)));
    }
    return List.of(
        part("actions, contract level", Item.Kind.ACTION, Exercised.CONTRACT, calls),
        part("actions, lock level", Item.Kind.ACTION, Exercised.LOCK, steps),
        part("pairs in a row, contract level", Item.Kind.PAIR, Exercised.CONTRACT, pairs),
        part("pairs at once, lock level", Item.Kind.PAIR, Exercised.LOCK, overlaps));
  }

  private static Universe part(String what, Item.Kind kind, String level, List<String> names) {
    return new Universe(what, kind, names.stream().map(n -> new Item(kind, level + n)).toList());
  }

  /** Those of it that are exercised. */
  long exercised(Set<Item> items) {
    return all.stream().filter(items::contains).count();
  }

  /** Those that are not, each with the reason where there is one. */
  Map<String, String> missing(Set<Item> items) {
    Map<String, String> missing = new LinkedHashMap<>();
    for (Item item : all) {
      if (!items.contains(item)) {
        String name = item.name().substring(item.name().indexOf(' ') + 1);
        missing.put(name, NotTaken.reason(item));
      }
    }
    return missing;
  }
}
