package dev.lockstep.model.tlc;

import org.jspecify.annotations.Nullable;

/**
 * A finished run.
 *
 * @param graph the part of the state graph that TLC has seen, all of it when the properties hold;
 *     null when none was wanted or the run failed
 */
public record TlcRun(TlcResult result, @Nullable TlcGraph graph) {}
