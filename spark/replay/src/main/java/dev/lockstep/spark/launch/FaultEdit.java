package dev.lockstep.spark.launch;

import dev.lockstep.spark.faults.StoreFault;

/** Breaks one class. */
record FaultEdit(StoreFault fault) implements ClassEdit {
  @Override
  public boolean concerns(String className) {
    return className.equals(fault.className());
  }

  @Override
  public byte[] applyTo(byte[] classFile) {
    return fault.applyTo(classFile);
  }
}
