/** Results as tables for a terminal, rows for a spreadsheet, and pictures. */
@NullMarked
package dev.lockstep.simulator.report;

import org.jspecify.annotations.NullMarked;
