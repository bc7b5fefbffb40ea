/**
 * The test kit for engines: extend {@link dev.lockstep.spark.testkit.NativeEngineContract}, and run
 * {@link dev.lockstep.spark.testkit.EngineSoak} before a release. See docs/engine.md.
 */
@NullMarked
package dev.lockstep.spark.testkit;

import org.jspecify.annotations.NullMarked;
