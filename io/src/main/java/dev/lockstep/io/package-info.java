/**
 * Files and processes: what has to hold when a process is killed (nobody trips over the folders
 * that it leaves, the processes that it has started end, a file is there whole or not at all), and
 * results that are kept so that nothing is computed twice.
 */
@NullMarked
package dev.lockstep.io;

import org.jspecify.annotations.NullMarked;
