package dev.lockstep.spark.weave;

import org.objectweb.asm.tree.ClassNode;

/** One edit of one class. It applies to exactly one place of the expected shape, or it fails. */
sealed interface WeavePoint
    permits AddedField,
        AddedMethod,
        CallSequence,
        Delegate,
        Detour,
        EndCall,
        HeadCall,
        Swap,
        VersionCheck,
        WidenedField,
        WidenedMethod {
  /** The internal name of the class that is edited. */
  String className();

  /** The member and what happens to it: one line of the report. */
  String describe();

  /** The same point for classes of this version; empty if it is not known. */
  default WeavePoint of(String sparkVersion) {
    return this;
  }

  /** Whether it changes the class, and does not only look at it. */
  default boolean edits() {
    return true;
  }

  /** Edits the class, or throws and leaves it in any state: the caller then writes nothing. */
  void weave(ClassNode node) throws WeaveException;
}
