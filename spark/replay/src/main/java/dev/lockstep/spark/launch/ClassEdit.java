package dev.lockstep.spark.launch;

/** A change of classes of Spark's, or of the patch's, while they are loaded. */
interface ClassEdit {
  /** Whether a class is changed; by its name as in Java. */
  boolean concerns(String className);

  /** The changed class file. */
  byte[] applyTo(byte[] classFile);
}
