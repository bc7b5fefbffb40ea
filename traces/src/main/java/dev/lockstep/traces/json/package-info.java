/**
 * Everything that is JSON: traces, the manifest of the specs, results of the command line. Errors
 * name file, line, column and field; {@link dev.lockstep.traces.json.JsonText} alone knows Jackson.
 */
@NullMarked
package dev.lockstep.traces.json;

import org.jspecify.annotations.NullMarked;
