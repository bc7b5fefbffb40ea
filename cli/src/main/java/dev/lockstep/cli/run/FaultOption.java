package dev.lockstep.cli.run;

import dev.lockstep.spark.faults.StoreFault;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --fault} of the commands that make a broken patch. */
public final class FaultOption {
  @Option(
      names = "--fault",
      paramLabel = "NAME",
      split = ",",
      description =
          "Put deliberate faults into the patch, one or more; an unknown name lists them.")
  private List<String> names = List.of();

  public boolean isEmpty() {
    return names.isEmpty();
  }

  public List<StoreFault> faults() {
    try {
      return names.stream().map(StoreFault::named).toList();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--fault: " + e.getMessage());
    }
  }
}
