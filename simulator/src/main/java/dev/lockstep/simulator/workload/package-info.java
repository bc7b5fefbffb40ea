/**
 * Who asks for what, in which order: workloads of one class each, put together by files (format
 * {@code lockstep-workload/1}) or taken by name.
 */
@NullMarked
package dev.lockstep.simulator.workload;

import org.jspecify.annotations.NullMarked;
