package dev.lockstep.spark.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.analysis.ILine;
import org.jacoco.core.analysis.IMethodCoverage;

/**
 * What was run of one class, as JaCoCo's analyzer has it.
 *
 * @param name as in Java
 * @param lines lines with code, run at least in part
 * @param branches ways out of a decision
 * @param methods methods
 * @param neverEntered names of methods that were not entered, in the order of the class
 * @param open lines whose branches were not all taken, in methods that were entered
 */
public record ClassCoverage(
    String name,
    Count lines,
    Count branches,
    Count methods,
    List<String> neverEntered,
    List<OpenLine> open) {

  /** Of Spark's {@code Logging}. */
  private static final Pattern MIXED_IN =
      Pattern.compile(
          "log(Name|Info|Debug|Trace|Warning|Error|BasedOnLevel)?|LogStringContext|withLogContext"
              + "|MDC|isTraceEnabled|initializeLogIfNecessary.*|initializeForcefully"
              + "|.*\\$Logging\\$.*");

  /** How many of how many. */
  public record Count(int covered, int all) {
    private static Count of(ICounter counter) {
      return new Count(counter.getCoveredCount(), counter.getTotalCount());
    }

    /** Both added. */
    public Count plus(Count other) {
      return new Count(covered + other.covered, all + other.all);
    }
  }

  /** A line of the source with branches that were not taken. */
  public record OpenLine(String method, int line, Count branches) {}

  /** Of its own methods: what a Scala class has by mixing a trait for logging in is not its own. */
  static ClassCoverage of(IClassCoverage row) {
    List<String> never = new ArrayList<>();
    List<OpenLine> open = new ArrayList<>();
    Map<Integer, Boolean> lines = new TreeMap<>();
    Count branches = new Count(0, 0);
    int methods = 0;
    for (IMethodCoverage method : row.getMethods()) {
      if (MIXED_IN.matcher(method.getName()).matches()) {
        continue;
      }
      methods++;
      branches = branches.plus(Count.of(method.getBranchCounter()));
      boolean entered = method.getMethodCounter().getCoveredCount() > 0;
      if (!entered) {
        never.add(method.getName());
      }
      for (int line = method.getFirstLine(); line >= 0 && line <= method.getLastLine(); line++) {
        ILine of = method.getLine(line);
        if (of.getStatus() != ICounter.EMPTY) {
          lines.merge(line, of.getStatus() != ICounter.NOT_COVERED, Boolean::logicalOr);
        }
        if (entered && of.getBranchCounter().getMissedCount() > 0) {
          open.add(new OpenLine(method.getName(), line, Count.of(of.getBranchCounter())));
        }
      }
    }
    return new ClassCoverage(
        row.getName().replace('/', '.'),
        new Count((int) lines.values().stream().filter(covered -> covered).count(), lines.size()),
        branches,
        new Count(methods - never.size(), methods),
        never,
        open);
  }

  /** The name without its package. */
  public String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
