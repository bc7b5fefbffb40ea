package dev.lockstep.spark.faults;

import java.util.function.Consumer;
import org.objectweb.asm.tree.ClassNode;

/** A fault of releases, put in where a store that is not our patch's runs them. */
record FaultElsewhere(Fault fault, ReleaseSite site) implements StoreFault {
  @Override
  public String faultName() {
    return fault.faultName();
  }

  @Override
  public String description() {
    return fault.description();
  }

  @Override
  public String target() {
    return site.className();
  }

  @Override
  public Consumer<ClassNode> edit() {
    return node -> fault.breakReleases(site, node);
  }
}
