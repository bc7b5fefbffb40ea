package dev.lockstep.spark.mutants.worker;

import dev.lockstep.spark.mutants.Stage;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * Tests of Spark's own suites, a check each. ScalaTest is spoken to by name: no type of Scala's.
 */
final class ScalaTestChecks {
  private ScalaTestChecks() {}

  private record Test(String suite, String name, Method runner) implements Check {
    @Override
    public String id() {
      return suite.substring(suite.lastIndexOf('.') + 1) + ": " + name;
    }

    @Override
    public Stage stage() {
      return Stage.SUITES;
    }

    @Override
    public String run() throws Exception {
      // Without a path of its own ScalaTest takes the classes of this JVM.
      String[] onThisPath = {"-s", suite, "-t", name, "-oCEHLOPQRSMTUW"};
      Object passed = runner.invoke(null, (Object) onThisPath);
      return Boolean.TRUE.equals(passed) ? "passed" : "failed";
    }
  }

  static List<Check> of(List<String> suites) throws Exception {
    Method runner = Class.forName("org.scalatest.tools.Runner").getMethod("run", String[].class);
    List<Check> checks = new ArrayList<>();
    for (String suite : suites) {
      Object instance = Class.forName(suite).getDeclaredConstructor().newInstance();
      Object names = instance.getClass().getMethod("testNames").invoke(instance);
      Object iterator = names.getClass().getMethod("iterator").invoke(names);
      Method hasNext = Class.forName("scala.collection.Iterator").getMethod("hasNext");
      Method next = Class.forName("scala.collection.Iterator").getMethod("next");
      while (Boolean.TRUE.equals(hasNext.invoke(iterator))) {
        checks.add(new Test(suite, String.valueOf(next.invoke(iterator)), runner));
      }
    }
    return checks;
  }
}
