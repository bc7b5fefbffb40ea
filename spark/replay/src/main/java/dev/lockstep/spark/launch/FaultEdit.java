package dev.lockstep.spark.launch;

import dev.lockstep.spark.faults.Fault;

/** Breaks one class. */
record FaultEdit(Fault fault) implements ClassEdit {
  @Override
  public boolean concerns(String className) {
    return className.equals(fault.className());
  }

  @Override
  public byte[] applyTo(byte[] classFile) {
    return fault.applyTo(classFile);
  }
}
