package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** {@code regress} from the command line; a second of time leaves what is always run. */
class RegressTest {
  private static final String STORE = "org/apache/spark/storage/memory/MemoryStore";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "--spark, nonsense, --spark: nonsense is neither a version nor a spark-core jar",
    "--against, nonsense, --against: nonsense is neither a version nor a spark-core jar",
    "--time, soon, not a time such as 90s",
    "--sequences, -1, --sequences must be at least 0"
  })
  void badOptionIsOneLine(String option, String value, String problem) {
    CommandRun run = CommandRun.of("regress", "--spark", "4.2.0", option, value);
    if (option.equals("--spark")) {
      run = CommandRun.of("regress", option, value);
    }

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(problem);
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @Test
  void jarThatIsNoSparkCoreIsOneLine() throws IOException {
    Path jar = folder.resolve("other.jar");
    new JarOutputStream(Files.newOutputStream(jar)).close();

    CommandRun run = CommandRun.of("regress", "--spark", "4.2.0", "--against", jar.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--against " + jar).contains("expected the class");
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @Test
  void nativeBlocksOfItsOwnAreAlikeToThePatchs() {
    String plain = "../spark/plain/target/lockstep-spark-plain-0.1.0.jar";

    CommandRun run =
        CommandRun.of("regress", "--spark", "4.2.0", "--natives", plain, "--time", "1s");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out())
        .contains("the first with its own native blocks (lockstep-spark-plain-0.1.0.jar)")
        .contains("no difference in what a caller can see")
        .containsPattern("INCOMPLETE: .* of 7 configs to their end.*; no difference so far");
  }

  @Test
  void sparkAgainstItselfIsAlike() {
    CommandRun run = CommandRun.of("regress", "--spark", "4.2.0", "--time", "1s", "--stock");

    assertThat(run.exitCode()).as("a second is not enough for all of it").isEqualTo(3);
    assertThat(run.out())
        .contains("Spark 4.2.0 against 4.2.0, both stock (--stock)")
        .contains("no difference in what a caller can see")
        .contains("the bytecode of the classes is the same");
  }

  @Test
  void lockRepairsOf420AreFoundAndTheirSchedulesShowThemOnOneSideAlone() throws IOException {
    CommandRun run = CommandRun.of("regress", "--spark", "4.1.3", "--time", "1s", "--stock");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("R11 +deadlock: unlock beside unlockAll +deadlock +never")
        .containsPattern("R11 +a reader count of -1 +broken rule +never")
        .containsPattern("R13 +rddIds +no such call")
        .containsPattern("only 4.2.0 +.*rddBlockIds")
        .doesNotContain("it did not come out the same");
    String saved = deadlockIn(Path.of(System.getProperty("lockstep.home", "."))).toString();
    assertThat(CommandRun.of("explore-threads", "--replay", saved).exitCode()).isZero();
    assertThat(CommandRun.of("explore-threads", "--replay", saved, "--spark", "4.2.0").exitCode())
        .isEqualTo(1);
  }

  private static Path deadlockIn(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("build/regress/4.1.3-4.2.0-stock"))) {
      return files.filter(f -> f.toString().contains("threads-deadlock")).findFirst().orElseThrow();
    }
  }

  @Test
  void editedBehaviourOfOwnClassesIsFoundWithItsRule() throws IOException {
    copyClasses();
    edit(RegressTest::recencyByInsertion);

    CommandRun run = CommandRun.of("regress", "--spark", folder.toString(), "--time", "1s");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("both with the patch")
        .containsPattern("R4 +lru of ")
        .containsPattern("\\./lockstep replay .*build/regress/.*calls-lru")
        .contains("--spark " + folder);
  }

  /** The classes of the jar that regress looks at, beside which the rest of it stays. */
  private void copyClasses() throws IOException {
    Path jars =
        Path.of(System.getProperty("lockstep.home", ".")).resolve("spark/replay/target/spark");
    Path core;
    try (Stream<Path> all = Files.list(jars)) {
      core =
          all.filter(j -> j.getFileName().toString().startsWith("spark-core_"))
              .findFirst()
              .orElseThrow();
    }
    try (FileSystem jar = FileSystems.newFileSystem(core)) {
      for (String part : List.of("org/apache/spark/storage", "org/apache/spark/memory")) {
        try (Stream<Path> files = Files.walk(jar.getPath(part))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            Path target = folder.resolve(file.toString());
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.copy(file, target);
          }
        }
      }
    }
  }

  private void edit(java.util.function.Consumer<MethodNode> edit) throws IOException {
    Path file = folder.resolve(STORE + ".class");
    ClassNode node = new ClassNode();
    new ClassReader(Files.readAllBytes(file)).accept(node, 0);
    node.methods.stream().filter(m -> m.name.equals("<init>")).forEach(edit);
    ClassWriter writer = new ClassWriter(0);
    node.accept(writer);
    Files.write(file, writer.toByteArray());
  }

  /** {@code new LinkedHashMap(32, 0.75f, false)}: what is read stays as old as it is. */
  private static void recencyByInsertion(MethodNode constructor) {
    for (AbstractInsnNode instruction : constructor.instructions) {
      if (instruction instanceof MethodInsnNode call
          && call.owner.equals("java/util/LinkedHashMap")
          && call.desc.equals("(IFZ)V")) {
        constructor.instructions.set(call.getPrevious(), new InsnNode(Opcodes.ICONST_0));
        return;
      }
    }
    throw new IllegalStateException("no map of entries");
  }
}
