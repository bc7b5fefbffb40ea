package dev.lockstep.io;

/**
 * Ends a process when the one that has started it is gone, however that ended: a SIGKILL leaves it
 * no time to end its children.
 */
public final class ParentWatch {
  /** System property: the number of the process that has started this one. */
  private static final String PARENT = "lockstep.parent";

  private static final int STATUS = 75;

  private ParentWatch() {}

  /** The option of a JVM that is to be watched, for whoever starts it. */
  public static String option() {
    return "-D" + PARENT + "=" + ProcessHandle.current().pid();
  }

  /** Begins to watch, if there is such an option. First of all in a main. */
  public static void begin() {
    Long parent = Long.getLong(PARENT);
    if (parent == null) {
      return;
    }
    Thread watch =
        new Thread(
            () -> {
              ProcessHandle.of(parent).ifPresent(handle -> handle.onExit().join());
              Runtime.getRuntime().halt(STATUS);
            },
            "lockstep-parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
