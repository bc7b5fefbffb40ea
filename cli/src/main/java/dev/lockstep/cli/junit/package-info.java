/** {@code lockstep junit}: a trace as a JUnit test, and the class paths that it runs with. */
@NullMarked
package dev.lockstep.cli.junit;

import org.jspecify.annotations.NullMarked;
