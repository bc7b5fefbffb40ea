package dev.lockstep.model.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The specs are toys in {@code src/test/resources/tlc}. */
class TlcRunnerTest {
  @Test
  void parallelEdgesAndSelfLoopsSurvive() throws Exception {
    TlcGraph graph = graphOf(run("Parallel", "Parallel"));

    assertThat(graph.stateCount()).isEqualTo(5);
    assertThat(graph.initial()).containsExactly(0);
    assertThat(labels(graph, 0, 1))
        .containsExactly(
            "{\"action\":\"Add\",\"b\":\"a\",\"n\":1,\"outcome\":{\"result\":\"added\"}}",
            "{\"action\":\"Add\",\"b\":\"a\",\"n\":2,\"outcome\":{\"result\":\"added\"}}",
            "{\"action\":\"Add\",\"b\":\"b\",\"n\":1,\"outcome\":{\"result\":\"added\"}}",
            "{\"action\":\"Add\",\"b\":\"b\",\"n\":2,\"outcome\":{\"result\":\"added\"}}");
    assertThat(labels(graph, 0, 0))
        .contains("{\"action\":\"Ask\",\"b\":\"a\",\"outcome\":{\"result\":\"yes\"}}")
        .hasSize(4);
    assertThat(labels(graph, 1, 3))
        .containsExactly("{\"action\":\"Reset\",\"outcome\":{\"result\":\"reset\"}}");
  }

  @Test
  void edgesSeenAreStatesGeneratedLessInitialOnes() throws Exception {
    TlcRun run = run("Parallel", "Parallel");
    TlcGraph graph = graphOf(run);

    assertThat(run.result())
        .isInstanceOfSatisfying(
            TlcResult.Holds.class,
            holds -> {
              assertThat(holds.stats().generated())
                  .isEqualTo(39)
                  .isEqualTo(graph.edgesSeen() + graph.initial().length);
              assertThat(holds.stats().distinct()).isEqualTo(5);
              assertThat(holds.stats().diameter()).isEqualTo(4);
              assertThat(holds.stats().edges()).isEqualTo(38);
            });
    assertThat(graph.edgeCount()).isEqualTo(38);
  }

  @Test
  void processorTimeIsThatOfTlcsProcess() throws Exception {
    TlcStats stats = ((TlcResult.Holds) run("Parallel", "Parallel").result()).stats();
    assertThat(stats.cpuMillis()).isBetween(1L, 60_000L);
  }

  @Test
  void edgesAreCountedByActionAlsoWhereThereAreNone() throws Exception {
    TlcGraph graph = graphOf(run("Parallel", "Parallel"));
    assertThat(graph.edgesByAction().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(graph.edgeCount());
    Path spec = Path.of("../spec");
    TlcGraph stop =
        graphOf(
            TlcRunner.run(
                TlcOptions.of(
                        spec.resolve("MCMemoryStore.tla"),
                        spec.resolve("MCMemoryStoreLiveStop.cfg"))
                    .withGraph()));
    assertThat(stop.edgesByAction()).containsEntry("EndScan", 0L).doesNotContainValue(-1L);
    assertThat(stop.edgesByAction().get("BeginStop")).isPositive();
  }

  @Test
  void statesAreCanonicalAndLeaveTheOutcomeOut() throws Exception {
    TlcGraph graph = graphOf(run("Parallel", "Parallel"));

    assertThat(graph.stateText(0)).doesNotContain("outcome");
    assertThat(graph.stateText(1))
        .startsWith(
            "{\"count\":1,\"held\":{\"a\":{\"fcn\":{\"fcn\":[[0,\"m1\"],[2,\"m1\"]]},"
                + "\"seq\":[true,0],\"set\":{\"set\":[0,10,9]}},\"b\":{");
  }

  @Test
  void twoRunsGiveTheSameBytes(@TempDir Path folder) throws Exception {
    TlcOptions options = options("Parallel", "Parallel").withGraph();
    for (String copy : List.of("one", "two")) {
      TlcRunner.run(options, states -> {}, (run, edges) -> Files.copy(edges, folder.resolve(copy)));
    }

    assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("two"));
  }

  @Test
  void aBrokenInvariantIsNamedWithItsShortestTrace() throws Exception {
    TlcResult.Violates violates = violation("Parallel", "ParallelInvariant");

    assertThat(violates.property()).isEqualTo("SmallInv");
    assertThat(actions(violates.trace())).containsExactly("init", "Add", "Add");
    assertThat(violates.loopStart()).isEqualTo(TlcResult.Violates.NO_LOOP);
  }

  @Test
  void anInvariantBrokenAtTheStartHasATraceOfOneState() throws Exception {
    TlcResult.Violates violates = violation("Parallel", "ParallelStart");

    assertThat(violates.property()).isEqualTo("NeverInv");
    assertThat(actions(violates.trace())).containsExactly("init");
    assertThat(violates.trace().get(0).state()).startsWith("{\"count\":0,");
  }

  @Test
  void aStepPropertyIsNamed() throws Exception {
    TlcResult.Violates violates = violation("Parallel", "ParallelBack");

    assertThat(violates.property()).isEqualTo("BackProp");
    assertThat(actions(violates.trace())).containsExactly("init", "Add", "Reset");
  }

  @Test
  void aStepPropertyIsCheckedOnASelfLoopThatOnlyChangesTheOutcome() throws Exception {
    TlcResult.Violates violates = violation("Parallel", "ParallelLoud");

    assertThat(violates.property()).isEqualTo("LoudProp");
    List<TlcStep> trace = violates.trace();
    assertThat(trace.get(2).label())
        .isEqualTo("{\"action\":\"Ask\",\"b\":\"a\",\"outcome\":{\"result\":\"no\"}}");
    assertThat(trace.get(2).state()).isEqualTo(trace.get(1).state());
  }

  @Test
  void aStepPropertyWhoseSubscriptLacksTheOutcomeIgnoresSuchASelfLoop() throws Exception {
    assertThat(run("Parallel", "ParallelQuiet").result()).isInstanceOf(TlcResult.Holds.class);
  }

  @Test
  void anInvariantOnTheHiddenOutcomeIsMissedOnSeenStates() throws Exception {
    assertThat(run("Parallel", "ParallelAnswer").result()).isInstanceOf(TlcResult.Holds.class);
  }

  @Test
  void aViolationWithoutGraphStillHasParameters() throws Exception {
    TlcRun run = TlcRunner.run(options("Parallel", "ParallelLoud"));

    assertThat(run.graph()).isNull();
    assertThat(run.result())
        .isInstanceOfSatisfying(
            TlcResult.Violates.class,
            violates -> {
              assertThat(violates.trace().get(2).label()).contains("\"b\":\"a\"");
              assertThat(violates.stats().edges()).isEqualTo(TlcStats.NOT_COUNTED);
            });
  }

  @Test
  void aBrokenLivenessPropertyGivesALasso() throws Exception {
    TlcResult.Violates violates = violation("Parallel", "ParallelLive");

    assertThat(violates.property()).isEqualTo("EndLive");
    assertThat(violates.loopStart()).isBetween(0, violates.trace().size() - 1);
  }

  @Test
  void aDeadlockGivesItsTrace() throws Exception {
    TlcRun run = TlcRunner.run(options("Wide", "WideDeadlock").withGraph().withDeadlockCheck());

    assertThat(run.result())
        .isInstanceOfSatisfying(
            TlcResult.Violates.class,
            violates -> {
              assertThat(violates.property()).isEqualTo(TlcResult.Violates.DEADLOCK);
              assertThat(violates.trace()).hasSize(3);
              assertThat(violates.trace().get(2).state()).isEqualTo("{\"cell\":{\"a\":2,\"b\":2}}");
              assertThat(violates.trace().get(2).label()).contains("\"n\":2", "\"t\":");
            });
  }

  @Test
  void severalWorkersGiveTheSameGraphInAnotherOrder() throws Exception {
    TlcGraph one = graphOf(run("Parallel", "Parallel"));
    TlcGraph two =
        graphOf(TlcRunner.run(options("Parallel", "Parallel").withGraph().withWorkers(2)));

    assertThat(edgeTexts(two)).containsExactlyInAnyOrderElementsOf(edgeTexts(one));
  }

  @Test
  void aNameThatIsNotDeclaredFailsWithFileAndLine() throws Exception {
    assertThat(failure("Broken")).isEqualTo("Broken.tla:5: Unknown operator: `y'.");
  }

  @Test
  void aSyntaxErrorFailsWithFileAndLine() throws Exception {
    assertThat(failure("Garbled")).startsWith("Garbled.tla:4: expected ");
  }

  @Test
  void anExpressionWithoutValueFailsWithFileAndLine() throws Exception {
    assertThat(failure("Faulty")).startsWith("Faulty.tla:6: ").contains("Cannot cast");
  }

  @Test
  void aMissingFileFails() throws Exception {
    TlcOptions missing = TlcOptions.of(resource("Broken.cfg"), Path.of("none.cfg"));
    assertThat(message(TlcRunner.run(missing))).startsWith("no such file: ").endsWith("none.cfg");
  }

  @Test
  void aMissingExtendedModuleFails(@TempDir Path folder) throws Exception {
    Path module = folder.resolve("Lonely.tla");
    Files.writeString(module, "---- MODULE Lonely ----\nEXTENDS Nowhere\n====\n");
    TlcOptions lonely = TlcOptions.of(module, Files.createFile(folder.resolve("Lonely.cfg")));

    assertThat(message(TlcRunner.run(lonely)))
        .contains("Cannot find source file for module Nowhere");
  }

  @Test
  void aRunThatTakesTooLongFails() throws Exception {
    TlcOptions options = options("Endless", "Endless").withTimeout(Duration.ofMillis(500));
    assertThat(message(TlcRunner.run(options))).contains("did not end within");
  }

  @Test
  void anInterruptDestroysTheRunAndItsFiles(@TempDir Path temp) throws Exception {
    String before = System.setProperty("java.io.tmpdir", temp.toString());
    try {
      // More heap than a process that waits for work has: it is one of its own.
      TlcOptions large = options("Parallel", "Parallel").withHeapMegabytes(2500);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> TlcRunner.run(large)).isInstanceOf(InterruptedException.class);
      assertThat(temp).isEmptyDirectory();
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  private static TlcResult.Violates violation(String module, String config) throws Exception {
    TlcResult result = run(module, config).result();
    assertThat(result).isInstanceOf(TlcResult.Violates.class);
    return (TlcResult.Violates) result;
  }

  private static String failure(String module) throws Exception {
    return message(TlcRunner.run(options(module, module)));
  }

  private static String message(TlcRun run) {
    assertThat(run.result()).isInstanceOf(TlcResult.Failed.class);
    return ((TlcResult.Failed) run.result()).message();
  }

  private static TlcRun run(String module, String config) throws Exception {
    return TlcRunner.run(options(module, config).withGraph());
  }

  private static TlcGraph graphOf(TlcRun run) {
    assertThat(run.graph()).describedAs("%s", run.result()).isNotNull();
    return run.graph();
  }

  private static TlcOptions options(String module, String config) throws Exception {
    return TlcOptions.of(resource(module + ".tla"), resource(config + ".cfg"));
  }

  private static Path resource(String name) throws URISyntaxException, IOException {
    return Path.of(TlcRunnerTest.class.getResource("/tlc/" + name).toURI());
  }

  private static List<String> labels(TlcGraph graph, int source, int destination) {
    return graph
        .outEdges(source)
        .filter(edge -> graph.edgeDestination(edge) == destination)
        .mapToObj(graph::edgeLabel)
        .toList();
  }

  private static List<String> edgeTexts(TlcGraph graph) {
    return IntStream.range(0, graph.edgeCount())
        .mapToObj(
            edge ->
                graph.stateText(graph.edgeSource(edge))
                    + graph.edgeLabel(edge)
                    + graph.stateText(graph.edgeDestination(edge)))
        .toList();
  }

  private static List<String> actions(List<TlcStep> trace) {
    return trace.stream()
        .map(step -> step.label() == null ? "init" : step.label().split("\"", -1)[3])
        .toList();
  }
}
