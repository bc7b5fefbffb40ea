package dev.lockstep.model.tlc.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A specification in which each piece that a mutant drops is looked at whenever TLC evaluates it.
 * One run of a config then says which pieces matter to it at all. What is seen goes into TLC's own
 * registers (TLCSet); nothing else changes.
 */
public final class WatchedSpec {
  /** Defines the operators that look. */
  private static final String MODULE = "MutantWatch";

  private static final String TEXT =
      """
      ---- MODULE MutantWatch ----
      LOCAL INSTANCE TLC
      WatchTruth(yes, no, v) == IF v THEN TLCSet(yes, TRUE) ELSE ~TLCSet(no, TRUE)
      WatchChange(i, v, old) == IF v # old /\\ TLCSet(i, TRUE) THEN v ELSE v
      WatchReached(i, v) == IF TLCSet(i, TRUE) THEN v ELSE v
      WatchTaken(i) == TLCSet(i, TRUE)
      ====
      """;

  /** Text that goes before a character of a line, or behind it. */
  private record Insertion(int line, int column, String text, int order) {}

  private record Place(String module, TextSpan span, String what) {}

  private final Map<String, Integer> registers = new HashMap<>();
  private final Map<String, List<Insertion>> insertions = new TreeMap<>();
  private final Map<Place, Integer> places = new LinkedHashMap<>();
  private int next = 1;

  /** Watches the pieces of these mutants. */
  public WatchedSpec(List<SpecMutant> mutants) {
    List<SpecMutant> outerFirst = new ArrayList<>(mutants);
    outerFirst.sort(
        Comparator.comparing((SpecMutant m) -> m.watch().span().line())
            .thenComparing(m -> m.watch().span().column())
            .thenComparing(m -> -m.watch().span().endLine())
            .thenComparing(m -> -m.watch().span().endColumn())
            .thenComparing(m -> m.watch().kind() != Watch.Kind.TAKEN));
    outerFirst.forEach(this::watch);
  }

  private void watch(SpecMutant mutant) {
    Watch watch = mutant.watch();
    boolean truth = watch.kind() == Watch.Kind.IS_TRUE || watch.kind() == Watch.Kind.IS_FALSE;
    Place place = new Place(mutant.module(), watch.span(), truth ? "truth" : watch.kind().name());
    Integer known = places.get(place);
    int register = known == null ? next : known;
    if (known == null) {
      places.put(place, register);
      next += truth ? 2 : 1;
      String before =
          switch (watch.kind()) {
            case IS_TRUE, IS_FALSE -> "WatchTruth(" + register + ", " + (register + 1) + ",";
            case CHANGE -> "WatchChange(" + register + ",";
            case REACHED -> "WatchReached(" + register + ",";
            case TAKEN -> "(WatchTaken(" + register + ") /\\";
          };
      String after = watch.kind() == Watch.Kind.CHANGE ? ", " + watch.old() + ")" : ")";
      TextSpan span = watch.span();
      List<Insertion> of = insertions.computeIfAbsent(mutant.module(), m -> new ArrayList<>());
      of.add(new Insertion(span.line(), span.column() - 1, before, register));
      of.add(new Insertion(span.endLine(), span.endColumn(), after, -register));
    }
    registers.put(mutant.key(), watch.kind() == Watch.Kind.IS_FALSE ? register + 1 : register);
  }

  /** How many registers of TLC's are used, from 1. */
  public int registers() {
    return next - 1;
  }

  /** Whether a run that has set these registers shows that the mutant's piece matters. */
  public boolean matters(SpecMutant mutant, Set<Integer> set) {
    Integer register = registers.get(mutant.key());
    return register == null || set.contains(register);
  }

  /** Writes the watched modules over those of a copy of the spec's folder. */
  public void write(Path spec, Path copy) throws IOException {
    Files.writeString(copy.resolve(MODULE + ".tla"), TEXT);
    for (Map.Entry<String, List<Insertion>> module : insertions.entrySet()) {
      String file = module.getKey() + ".tla";
      List<String> lines = Files.readAllLines(spec.resolve(file));
      Files.write(copy.resolve(file), woven(lines, module.getValue()));
    }
  }

  /**
   * What follows an insertion goes on in the next line, at its old column: columns have meaning.
   */
  private static List<String> woven(List<String> lines, List<Insertion> all) {
    Map<Integer, List<Insertion>> byLine = new HashMap<>();
    all.forEach(i -> byLine.computeIfAbsent(i.line(), line -> new ArrayList<>()).add(i));
    List<String> out = new ArrayList<>();
    boolean extended = false;
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1);
      if (!extended && line.startsWith("EXTENDS ")) {
        extended = true;
        out.add(line + ", " + MODULE);
        continue;
      }
      int from = 0;
      String indent = "";
      // At one place the ends of inner pieces come before those of outer ones, and before
      // beginnings.
      List<Insertion> here = new ArrayList<>(byLine.getOrDefault(number, List.of()));
      here.sort(Comparator.comparing(Insertion::column).thenComparing(Insertion::order));
      for (Insertion insertion : here) {
        out.add(indent + line.substring(from, insertion.column()) + insertion.text());
        from = insertion.column();
        indent = " ".repeat(from);
      }
      out.add(indent + line.substring(from));
    }
    return out;
  }
}
