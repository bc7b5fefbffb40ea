package dev.lockstep.bench.store;

import dev.lockstep.bench.Beside;
import dev.lockstep.bench.StoreOperation;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;

/**
 * Makes a store whose monitor is watched, puts that evict, and what goes on beside them. {@code
 * StoreLoader} finds it by name inside its own loader.
 */
public final class Holds implements BiFunction<Beside, LongConsumer, IntFunction<StoreOperation>> {

  @Override
  public IntFunction<StoreOperation> apply(Beside beside, LongConsumer nanos) {
    BareStore store = new BareStore(conf -> new TimedMemory(conf, nanos));
    return thread -> {
      store.beginTask(thread);
      return thread == 0 ? new NativePutEvict(store) : beside(store, beside, thread);
    };
  }

  private static StoreOperation beside(BareStore store, Beside beside, int thread) {
    return switch (beside) {
      case NOBODY -> throw new IllegalArgumentException("nobody is beside the puts");
      case SCAN -> new Scan(store);
      case GET -> new GetValues(store, thread, ReadBlocks.OWN);
      case PIN -> new Pin(store, thread, ReadBlocks.OWN);
    };
  }
}
