package dev.lockstep.bench.store;

import dev.lockstep.bench.Read;
import dev.lockstep.bench.Sharing;
import dev.lockstep.bench.StoreOperation;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/** Makes readers of one store. {@code StoreLoader} finds it by name inside its own loader. */
public final class Readers implements BiFunction<Read, Sharing, IntFunction<StoreOperation>> {

  @Override
  public IntFunction<StoreOperation> apply(Read read, Sharing sharing) {
    BareStore store = new BareStore();
    PinBuffer buffer = new PinBuffer();
    return thread -> {
      store.beginTask(thread);
      int first = sharing == Sharing.OWN ? thread : 0;
      int count = sharing == Sharing.OWN ? ReadBlocks.OWN : 1;
      return switch (read) {
        case GET -> new GetValues(store, first, count);
        case SCAN -> new Scan(store);
        // The classes are loaded here and not before: they can't be linked without the patch.
        case PIN -> new Pin(store, first, count);
        case LOCK -> new LockOnly(store, first, count);
        case LOCK_AND_NOTE -> new LockAndNote(store, buffer, first, count);
        case PIN_AND_SCAN -> new PinAndScan(store, first, count);
      };
    };
  }
}
