package dev.lockstep.spark.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.spark.fetch.SparkJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Spark's own quickest suites, really run: the patch keeps R14, and breaking it is noticed. */
class VersionCheckTest {
  private static final List<SparkSuite> QUICK = List.of(SparkSuite.BLOCK_INFO_MANAGER);
  private static final String STORE = "org/apache/spark/storage/memory/MemoryStore";

  private static SuiteClassPath spark;

  @TempDir private Path folder;

  @BeforeAll
  static void fetch() throws Exception {
    try (SparkJars jars = SparkJars.open()) {
      spark = SuiteClassPath.fetch(jars, "4.2.0", SuiteModule.CORE);
    }
  }

  @Test
  void thePatchPassesWhatStockPasses() throws Exception {
    VersionCheck check = VersionCheck.run(stock(), patched(), QUICK, ended -> {});
    assertThat(check.comparison().differences()).isEmpty();
    assertThat(check.comparison().tests()).isEqualTo(21);
    assertThat(check.comparison().stockPassed()).isEqualTo(21);
    assertThat(check.comparison().patchedPassed()).isEqualTo(21);
    assertThat(check.secondRuns()).isEmpty();
  }

  @Test
  void aStoreThatForgetsWhatItContainsDiffersInTheSecondRunToo() throws Exception {
    SuiteRun broken = patched();
    forgetContents(broken.classPath().get(0).resolve(STORE + ".class"));
    VersionCheck check =
        VersionCheck.run(stock(), broken, List.of(SparkSuite.MEMORY_STORE), ended -> {});
    Comparison comparison = check.comparison();
    assertThat(comparison.stockPassed()).isEqualTo(13);
    assertThat(comparison.differences()).isNotEmpty();
    assertThat(comparison.differences())
        .allMatch(p -> p.patched() instanceof Outcome.Failed)
        .extracting(TestPair::test)
        .contains(new TestName(SparkSuite.MEMORY_STORE, "safely unroll blocks"));
    assertThat(check.secondRuns())
        .hasSameSizeAs(comparison.differences())
        .allMatch(second -> second.side() == SecondRun.Side.PATCHED);
  }

  @Test
  void aClassThatDoesNotLoadIsADifferenceAndNotAFailureOutside() throws Exception {
    SuiteRun broken = patched();
    Files.writeString(broken.classPath().get(0).resolve(STORE + ".class"), "no class");
    Map<TestName, Outcome> outcomes = broken.run(List.of(SparkSuite.MEMORY_STORE), ended -> {});
    assertThat(outcomes).containsOnlyKeys(TestName.wholeSuite(SparkSuite.MEMORY_STORE));
    assertThat(outcomes.values().iterator().next().text())
        .contains("RunAborted: Incompatible magic value");
  }

  @Test
  void aJvmThatDoesNotStartTheSuitesIsAFailureOutside() {
    SuiteRun one = nothingBut("one");
    SuiteRun other = nothingBut("other");
    assertThatThrownBy(() -> VersionCheck.run(one, other, QUICK, ended -> {}))
        .isInstanceOf(SuiteRunException.class)
        .hasMessageContaining("no report of BlockInfoManagerSuite");
  }

  @Test
  void theLimitEndsBothRuns() {
    Duration tooShort = Duration.ofMillis(300);
    SuiteRun one = spark.stock(folder.resolve("hurried"), tooShort);
    SuiteRun other = stock();
    assertThatThrownBy(() -> VersionCheck.run(one, other, QUICK, ended -> {}))
        .isInstanceOf(SuiteRunException.class)
        .hasMessageContaining("4.2.0 stock: did not end within");
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }

  /** A class path without ScalaTest: {@code java} ends with 1, as ScalaTest does on a failure. */
  private SuiteRun nothingBut(String name) {
    return new SuiteRun(
        name,
        SuiteModule.CORE,
        List.of(folder),
        spark.tests(),
        Map.of(),
        folder.resolve(name),
        limit());
  }

  private SuiteRun stock() {
    return spark.stock(folder.resolve("stock"), limit());
  }

  private SuiteRun patched() throws Exception {
    return spark.patched(OurClasses.find(), folder.resolve("patched"), limit());
  }

  private static Duration limit() {
    return Duration.ofMinutes(3);
  }

  /** {@code MemoryStore.contains} answers no, whatever it is asked. */
  private static void forgetContents(Path file) throws IOException {
    ClassNode store = new ClassNode();
    new ClassReader(Files.readAllBytes(file)).accept(store, 0);
    MethodNode contains =
        store.methods.stream().filter(m -> m.name.equals("contains")).findFirst().orElseThrow();
    contains.instructions.clear();
    contains.tryCatchBlocks.clear();
    contains.localVariables = null;
    contains.instructions.add(new InsnNode(Opcodes.ICONST_0));
    contains.instructions.add(new InsnNode(Opcodes.IRETURN));
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    store.accept(writer);
    Files.write(file, writer.toByteArray());
  }
}
