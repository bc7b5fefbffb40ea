package dev.lockstep.spark.threads.soak;

/** An error that a release of the soak's throws on purpose. */
sealed interface SoakError {
  /** One that Spark logs and swallows. */
  final class Ordinary extends Exception implements SoakError {
    private static final long serialVersionUID = 1L;

    Ordinary(String block) {
      super("soak: after freeing " + block, null, true, false);
    }
  }

  /** Fatal, as of a virtual machine that has met its limits. */
  final class OfTheMachine extends VirtualMachineError implements SoakError {
    private static final long serialVersionUID = 1L;

    OfTheMachine(String block) {
      super("soak: after freeing " + block);
    }
  }

  /** Fatal, as of an engine whose library is broken. */
  final class OfLinkage extends LinkageError implements SoakError {
    private static final long serialVersionUID = 1L;

    OfLinkage(String block) {
      super("soak: after freeing " + block);
    }
  }

  /** Fatal: the thread was to stop what it does. */
  final class Interrupt extends InterruptedException implements SoakError {
    private static final long serialVersionUID = 1L;

    Interrupt(String block) {
      super("soak: after freeing " + block);
    }
  }
}
