package dev.lockstep.bench;

/** What one fork measures. */
public record ForkCase(StoreVariant variant, Operation operation) {}
