package dev.lockstep.spark.mutants.worker;

import dev.lockstep.spark.mutants.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Our own tests of the patch, a check each. */
final class JUnitChecks {
  /** Those that run the patch; others are about the weaver. */
  private static final String PATCHED = "org.apache.spark.";

  private JUnitChecks() {}

  private record Test(String id, String uniqueId, Launcher launcher) implements Check {
    @Override
    public Stage stage() {
      return Stage.TESTS;
    }

    @Override
    public String run() {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      launcher.execute(
          LauncherDiscoveryRequestBuilder.request()
              .selectors(DiscoverySelectors.selectUniqueId(uniqueId))
              .build(),
          listener);
      TestExecutionSummary summary = listener.getSummary();
      return summary.getTotalFailureCount() == 0
          ? "passed " + summary.getTestsSucceededCount()
          : "failed: " + summary.getFailures().get(0).getException().getClass().getSimpleName();
    }
  }

  static List<Check> in(Path classes) {
    Launcher launcher = LauncherFactory.create();
    TestPlan plan =
        launcher.discover(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(classes)))
                .build());
    Set<TestIdentifier> methods = new TreeSet<>(Comparator.comparing(TestIdentifier::getUniqueId));
    for (TestIdentifier root : plan.getRoots()) {
      for (TestIdentifier test : plan.getDescendants(root)) {
        if (test.getSource().orElse(null) instanceof MethodSource source
            && source.getClassName().startsWith(PATCHED)) {
          methods.add(test);
        }
      }
    }
    List<Check> checks = new ArrayList<>();
    for (TestIdentifier test : methods) {
      MethodSource source = (MethodSource) test.getSource().orElseThrow();
      String className = source.getClassName();
      checks.add(
          new Test(
              className.substring(className.lastIndexOf('.') + 1) + "." + source.getMethodName(),
              test.getUniqueId(),
              launcher));
    }
    return checks;
  }
}
