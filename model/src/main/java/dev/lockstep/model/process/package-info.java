/**
 * What has to hold when a process is killed: nobody trips over the folders that it leaves, and the
 * processes that it has started end.
 */
@NullMarked
package dev.lockstep.model.process;

import org.jspecify.annotations.NullMarked;
