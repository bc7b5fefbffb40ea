package dev.lockstep.cli;

import dev.lockstep.cli.bench.BenchCommand;
import dev.lockstep.cli.columnar.ColumnarCommand;
import dev.lockstep.cli.coverage.CoverageCommand;
import dev.lockstep.cli.hunt.HuntCommand;
import dev.lockstep.cli.junit.JunitCommand;
import dev.lockstep.cli.mutants.MutantsCommand;
import dev.lockstep.cli.regress.RegressCommand;
import dev.lockstep.cli.report.ReportCommand;
import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.simulate.SimulateCommand;
import dev.lockstep.cli.specmutants.SpecMutantsCommand;
import dev.lockstep.cli.story.StoryCommand;
import dev.lockstep.cli.threads.ExploreThreadsCommand;
import dev.lockstep.cli.threads.SoakCommand;
import dev.lockstep.cli.verify.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point: {@code ./lockstep VERB …}. */
@Command(
    name = "lockstep",
    version = "lockstep 0.1",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    description =
        "Runs a TLA+ specification, a Java simulator and the real Apache Spark MemoryStore in step,"
            + " on the same traces, and says where they part.",
    footer = {
      "",
      "Exit code: 0 all as expected, 1 a violation or divergence, 2 wrong usage or bad input,",
      "3 something outside failed (TLC, a missing jar, the disk).",
      "Start with: ./lockstep verify"
    },
    subcommands = {
      VerifyCommand.class,
      CheckCommand.class,
      ExploreCommand.class,
      ReplayCommand.class,
      HuntCommand.class,
      SimulateCommand.class,
      JunitCommand.class,
      CorpusCommand.class,
      PatchCommand.class,
      BenchCommand.class,
      SuitesCommand.class,
      ColumnarCommand.class,
      ExploreThreadsCommand.class,
      SoakCommand.class,
      ReportCommand.class,
      StoryCommand.class,
      CoverageCommand.class,
      RegressCommand.class,
      MutantsCommand.class,
      SpecMutantsCommand.class
    })
public final class Lockstep implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  private Lockstep() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    try {
      CommandLine line = new CommandLine(new Lockstep());
      line.setCaseInsensitiveEnumValuesAllowed(true);
      line.setExecutionExceptionHandler(Lockstep::failed);
      line.setParameterExceptionHandler(Lockstep::misused);
      return line.execute(args);
    } catch (Error e) {
      return ourBug(e);
    }
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which verb?");
  }

  /** Picocli's own usage errors, and those that an option raised when it was set: one line. */
  private static int misused(CommandLine.ParameterException e, String[] args) {
    Throwable cause = e.getCause();
    if (cause instanceof CommandFailure failure && failure.exitCode() != ExitCode.USAGE) {
      System.err.println("lockstep: " + failure.getMessage());
      return failure.exitCode();
    }
    String message = cause instanceof CommandFailure ? cause.getMessage() : e.getMessage();
    System.err.println("lockstep: " + message + " (see --help)");
    return ExitCode.USAGE;
  }

  /** One line for a known failure; an unknown one is our bug and shows where it happened. */
  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    if (e instanceof CommandFailure failure) {
      System.err.println("lockstep: " + failure.getMessage());
      return failure.exitCode();
    } else if (e instanceof InterruptedException) {
      System.err.println("lockstep: interrupted");
      return ExitCode.OUTSIDE;
    } else if (e instanceof java.io.IOException) {
      System.err.println("lockstep: " + e);
      return ExitCode.OUTSIDE;
    }
    return ourBug(e);
  }

  /** Never exit code 1, which would look like a finding. */
  private static int ourBug(Throwable e) {
    System.err.println("lockstep: internal error, please report it: " + e);
    e.printStackTrace();
    return ExitCode.OUTSIDE;
  }
}
