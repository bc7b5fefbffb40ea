package dev.lockstep.bench.store;

import dev.lockstep.bench.Operation;
import dev.lockstep.bench.StoreOperation;
import java.util.function.Function;

/** Makes operations. {@code StoreLoader} finds it by name inside its own class loader. */
public final class Operations implements Function<Operation, StoreOperation> {

  @Override
  public StoreOperation apply(Operation operation) {
    return switch (operation) {
      case PUT_EVICT -> new PutEvict(BlockRing.ofRdds());
      case PLAIN_PUT_EVICT -> new PutEvict(BlockRing.plain());
      case GET -> new Get();
      case PUT_REMOVE -> new PutRemove();
      // The class is loaded here and not before: it can't be linked without the patch.
      case NATIVE_PUT_EVICT -> new NativePutEvict();
    };
  }
}
