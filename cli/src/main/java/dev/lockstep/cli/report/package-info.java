/** {@code lockstep report}: the page that compares the policies. */
@NullMarked
package dev.lockstep.cli.report;

import org.jspecify.annotations.NullMarked;
