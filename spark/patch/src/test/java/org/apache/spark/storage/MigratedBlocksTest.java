package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Blocks that mean something on their executor alone are not sent to another one. */
class MigratedBlocksTest extends LocalBlockManager {
  private static final ClassTag<Handle> HANDLE = ClassTag$.MODULE$.apply(Handle.class);

  private record Handle(String to) implements ExecutorLocal {}

  @Test
  void blocksOfExecutorLocalValuesStay() {
    RDDBlockId plain = new RDDBlockId(7, 0);
    RDDBlockId handles = new RDDBlockId(8, 0);
    manager.putIterator(plain, values("a"), MEMORY, true, ANY);
    manager.putIterator(handles, values(new Handle("a")), MEMORY, true, HANDLE);

    assertThat(
            CollectionConverters.asJava(manager.getMigratableRDDBlocks()).stream()
                .map(block -> block.blockId()))
        .containsExactly(plain);
    assertThat(
            CollectionConverters.asJava(manager.stock$getMigratableRDDBlocks()).stream()
                .map(block -> block.blockId()))
        .as("what stock would send")
        .contains(plain, handles);
  }

  private static <T> scala.collection.Iterator<T> values(T value) {
    return CollectionConverters.asScala(List.of(value).iterator());
  }
}
