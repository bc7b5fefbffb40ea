package dev.lockstep.cli.run;

/** An error that ends a command with one line for a person and an exit code. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The user's mistake. */
  public static CommandFailure usage(String message) {
    return new CommandFailure(message, ExitCode.USAGE);
  }

  /** Something outside failed. */
  public static CommandFailure outside(String message) {
    return new CommandFailure(message, ExitCode.OUTSIDE);
  }

  /** The same about another option, which takes the same values. */
  public CommandFailure renamed(String option, String other) {
    String message = String.valueOf(getMessage());
    return message.startsWith(option)
        ? new CommandFailure(other + message.substring(option.length()), exitCode)
        : this;
  }

  public int exitCode() {
    return exitCode;
  }
}
