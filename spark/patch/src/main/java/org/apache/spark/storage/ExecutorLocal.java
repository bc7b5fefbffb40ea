package org.apache.spark.storage;

/**
 * Marks the values of a block that mean something on their own executor alone, as a handle of a
 * native payload does: a block that is put with the class tag of such a class is not migrated when
 * its executor is decommissioned.
 */
public interface ExecutorLocal {}
