package dev.lockstep.cli;

import dev.lockstep.cli.run.ActionCoverage;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.SpecCheck;
import dev.lockstep.cli.run.SpecChecks;
import dev.lockstep.cli.run.Story;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.cli.story.LockStory;
import dev.lockstep.model.Action;
import dev.lockstep.model.SpecConfig;
import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcRuns;
import dev.lockstep.model.tlc.TlcStep;
import dev.lockstep.traces.corpus.EdgeLabels;
import dev.lockstep.traces.corpus.LockTlcSteps;
import dev.lockstep.traces.corpus.OtherSemanticsException;
import dev.lockstep.traces.json.SpecManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep check}: TLC on the specs, verdict and counts against the manifest. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Runs TLC on configs of spec/ and holds verdict, states and edges against"
            + " spec/manifest.json. Without arguments: the quick ones. An action that none of them"
            + " takes is a violation, then and with --all.")
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CONFIG", arity = "0..*", description = "Configs, by name.")
  private List<String> names = List.of();

  @Option(names = "--all", description = "All configs of the manifest.")
  private boolean all;

  @Option(names = "--story", description = "Print the counterexample of each config that fails.")
  private boolean story;

  @Option(
      names = "--coverage",
      description =
          "Print how often each action is taken, and those that a config never takes; without"
              + " arguments and with --all this is printed in any case.")
  private boolean coverage;

  @Option(
      names = "--again",
      description =
          "Run TLC on each, also where build/kept has what it came to on the same text (default:"
              + " that is told again).")
  private boolean again;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Workspace workspace = Workspace.find();
    List<SpecCheck> checks = new ArrayList<>();
    ActionCoverage actions = new ActionCoverage();
    List<SpecManifest.Config> chosen = chosen(workspace);
    try (Progress progress = new Progress("check", chosen.size())) {
      SpecChecks.run(
          new TlcRuns(workspace.kept(again)),
          workspace.spec(),
          chosen,
          check -> {
            checks.add(check);
            actions.add(check.config().module(), check.config().name(), check.edgesByAction());
            result.say(line(check));
            if (story || !check.asExpected()) {
              tell(workspace, check);
            }
            progress.to(checks.size());
          });
    }
    boolean asExpected = checks.stream().allMatch(SpecCheck::asExpected);
    boolean whole = names.isEmpty();
    if (coverage || whole) {
      actions.lines().forEach(result::say);
    }
    if (whole) {
      actions.neverTaken().forEach(action -> result.say("NEVER TAKEN " + action));
      asExpected &= actions.neverTaken().isEmpty();
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("configs", checks.stream().map(SpecCheck::row).toList());
    json.put("coverage", actions.json());
    json.put("neverTaken", actions.neverTaken());
    json.put("asExpected", asExpected);
    result.write(json);
    result.say(asExpected ? "all as expected" : "NOT as expected");
    return asExpected ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  private List<SpecManifest.Config> chosen(Workspace workspace) {
    if (names.isEmpty()) {
      return workspace.manifest().configs().stream().filter(c -> all || c.quick()).toList();
    }
    return names.stream().map(workspace::manifestConfig).toList();
  }

  private static String line(SpecCheck check) {
    return String.format(
        Locale.ROOT,
        "%-52s %-34s %,9d states %,11d edges %6.1f s  %s%s",
        check.config().name(),
        check.verdict().equals(SpecManifest.Config.HOLDS) ? "holds" : "fails " + check.verdict(),
        check.states(),
        check.edges(),
        check.millis() / 1000.0,
        check.asExpected() ? "as expected" : check.complaint(),
        check.run().kept() ? " (kept)" : "");
  }

  /**
   * The counterexample: as the model tells it, or of a spec that it has no words for, as TLC does.
   * Whoever changes the specification sees what that breaks before he changes the model.
   */
  private void tell(Workspace workspace, SpecCheck check) {
    if (check.run().result() instanceof TlcResult.Violates violates) {
      try {
        switch (check.config().level()) {
          case "contract" -> tellCalls(workspace.config(check.config().name()), violates);
          case "lock" -> tellInterleaving(workspace.lockConfig(check.config().name()), violates);
          default -> violates.trace().forEach(this::tellAsItIs);
        }
      } catch (OtherSemanticsException e) {
        result.say("  " + e.getMessage());
        violates.trace().forEach(this::tellAsItIs);
      }
      sayWhereItsPageIs(workspace, check.config().name());
    }
  }

  private void tellCalls(SpecConfig config, TlcResult.Violates violates)
      throws OtherSemanticsException {
    List<Action> actions = new ArrayList<>();
    for (TlcStep step : violates.trace()) {
      if (step.label() != null) {
        actions.add(EdgeLabels.action(step.label()));
      }
    }
    new Story(config.constants()).lines(actions, null).forEach(result::say);
  }

  private void tellInterleaving(LockConfig config, TlcResult.Violates violates)
      throws OtherSemanticsException {
    new LockStory(new LockTlcSteps(config).trace(violates))
        .lines()
        .forEach(line -> result.say("  " + line));
  }

  /** The corpus has the counterexamples of the lock level. */
  private void sayWhereItsPageIs(Workspace workspace, String config) {
    Path trace = workspace.traces().resolve("tlc").resolve(config + ".json");
    if (Files.isRegularFile(trace)) {
      result.say(
          "  step by step: ./lockstep story " + Workspace.shown(trace) + " --html story.html");
    }
  }

  private void tellAsItIs(TlcStep step) {
    result.say("  " + Objects.requireNonNullElse(step.label(), "initial state"));
    result.say("    " + step.state());
  }
}
