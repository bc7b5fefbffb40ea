/** The command line: one class a command. Prints, and turns errors into exit codes. */
@NullMarked
package dev.lockstep.cli;

import org.jspecify.annotations.NullMarked;
