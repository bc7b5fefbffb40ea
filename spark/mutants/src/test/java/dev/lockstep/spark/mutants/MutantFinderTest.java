package dev.lockstep.spark.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MutantFinderTest {
  private static final MutatedClass SAMPLE =
      new MutatedClass(Sample.class.getName(), MutatedClass.Kind.NATIVE);
  private static final MutatedClass KIND =
      new MutatedClass(Sample.Kind.class.getName(), MutatedClass.Kind.NATIVE);

  private final ClassSource classes = new ClassSource(List.of(folder()));
  private final ClassSource none = new ClassSource(List.of());

  private static Path folder() {
    try {
      return Path.of(Sample.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws Exception {
    classes.close();
    none.close();
  }

  @Test
  void keysNameClassMethodOperatorAndNumber() {
    List<Mutant> mutants = new MutantFinder(classes, none).find(List.of(SAMPLE));

    assertThat(mutants)
        .extracting(Mutant::key)
        .contains("Sample.larger(1):ConditionalsBoundary#1", "Sample.larger(2):PrimitiveReturns#1")
        .doesNotHaveDuplicates();
    assertThat(mutants).noneMatch(Mutant::inStock).allMatch(m -> m.line() > 0);
  }

  @Test
  void aMutantIsAClassThatDoesSomethingElse() throws Exception {
    MutantFinder finder = new MutantFinder(classes, none);
    Mutant returnsZero =
        finder.find(List.of(SAMPLE)).stream()
            .filter(m -> m.key().equals("Sample.larger(1):PrimitiveReturns#1"))
            .findFirst()
            .orElseThrow();
    byte[] bytes = finder.bytes(returnsZero);
    ClassLoader loader =
        new ClassLoader(null) {
          @Override
          protected Class<?> findClass(String name) {
            return defineClass(name, bytes, 0, bytes.length);
          }
        };

    var larger = loader.loadClass(SAMPLE.name()).getDeclaredMethod("larger", int.class, int.class);
    larger.setAccessible(true);
    assertThat(larger.invoke(null, 3, 5)).isEqualTo(0);
    assertThat(finder.bytes(returnsZero)).isEqualTo(bytes);
  }

  @Test
  void whatTheCompilerAddsIsLeftOutAndCounted() {
    MutantFinder finder = new MutantFinder(classes, none);

    assertThat(finder.find(List.of(KIND))).isEmpty();
    assertThat(finder.leftOut()).containsKey("generated");
  }

  @Test
  void aProbeIsPassedWhenItsLineIs() throws Exception {
    ProbeTable probes = new ProbeTable(classes, List.of(SAMPLE));
    byte[] probed = probes.probed(classes.required(SAMPLE.name()));
    ClassLoader loader =
        new ClassLoader(MutantFinderTest.class.getClassLoader()) {
          @Override
          public Class<?> loadClass(String name) throws ClassNotFoundException {
            return name.equals(SAMPLE.name())
                ? defineClass(name, probed, 0, probed.length)
                : super.loadClass(name);
          }
        };
    var larger = loader.loadClass(SAMPLE.name()).getDeclaredMethod("larger", int.class, int.class);
    larger.setAccessible(true);
    dev.lockstep.spark.mutants.probe.Probes.reset(probes.size());

    larger.invoke(null, 1, 2);

    for (Mutant mutant : new MutantFinder(classes, none).find(List.of(SAMPLE))) {
      assertThat(dev.lockstep.spark.mutants.probe.Probes.passed().get(probes.of(mutant)))
          .as(mutant.key())
          .isEqualTo(mutant.key().startsWith("Sample.larger(1)"));
    }
  }
}
