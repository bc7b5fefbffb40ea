package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistryListener;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.TaskContext;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.metrics.source.Source;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** R10: the master hears of no native block; what operators see is a source of metrics. */
class WhatTheDriverHearsTest extends LocalBlockManager {
  @Test
  void enginesAreASourceOfSparksMetrics() {
    put(A, 10, a);
    put(B, bytesMax, b);
    put(NativeBlockId.of("comet", "c"), bytesMax, () -> {});
    manager.removeBlock(NativeBlockId.of("comet", "c"), true);

    List<Source> sources =
        CollectionConverters.asJava(context.env().metricsSystem().getSourcesByName("NativeBlocks"));
    assertThat(sources).hasSize(1);
    Map<String, Object> values = new TreeMap<>();
    sources
        .get(0)
        .metricRegistry()
        .getGauges()
        .forEach((name, gauge) -> values.put(name, gauge.getValue()));
    assertThat(values)
        .containsEntry("velox.blocks", 0L)
        .containsEntry("velox.bytes", 0L)
        .containsEntry("velox.blocksEvicted", 2L)
        .containsEntry("velox.bytesEvicted", 10 + bytesMax)
        .containsEntry("velox.blocksRemoved", 0L)
        .containsEntry("comet.blocks", 0L)
        .containsEntry("comet.blocksRemoved", 1L);
  }

  @Test
  void statusThatAReportOfAllBlocksComputesLeavesRecencyAlone() {
    put(A, 10, a);
    manager.putSingle(JVM, "value", MEMORY, true, ANY);
    BlockInfo info = manager.blockInfoManager().get(A).get();

    assertThat(manager.org$apache$spark$storage$BlockManager$$getCurrentBlockStatus(A, info))
        .isEqualTo(BlockStatus.empty());

    assertThat(manager.memoryStore().entries.keySet()).containsExactly(A, JVM);
  }

  @Test
  void masterNeverHearsOfANativeBlock() throws Exception {
    put(A, 10, a);
    manager.putSingle(JVM, "value", MEMORY, true, ANY);
    // What an executor sends when it registers anew (in local mode nothing may register anew).
    Method reportAllBlocks = BlockManager.class.getDeclaredMethod("reportAllBlocks");
    reportAllBlocks.setAccessible(true);
    reportAllBlocks.invoke(manager);

    assertThat(manager.master().getLocations(JVM).isEmpty()).isFalse();
    assertThat(manager.master().getLocations(A).isEmpty()).isTrue();
    assertThat(manager.master().getBlockStatus(A, false).isEmpty()).isTrue();
    manager.removeBlock(A, true);
    assertThat(manager.master().getBlockStatus(A, false).isEmpty()).isTrue();
  }

  @Test
  void executorsAnswerTheMasterNothingAboutNativeBlocks() {
    put(A, 10, a);
    put(B, 10, b);
    manager.putSingle(JVM, "value", MEMORY, true, ANY);

    assertThat(manager.master().getBlockStatus(A, true).isEmpty()).isTrue();
    assertThat(manager.master().getBlockStatus(JVM, true).isEmpty()).isFalse();
    assertThat(CollectionConverters.asJava(manager.master().getMatchingBlockIds(id -> true, true)))
        .contains(JVM)
        .doesNotContain(A, B);
    assertThat(manager.memoryStore().entries.keySet()).containsExactly(A, B, JVM);
  }

  /** The listeners of Spark's registry are anybody's code, and have locks. */
  @Test
  void gaugesOfALaterEngineAreMadeWithoutTheMonitor() {
    put(A, 10, a);
    Source source =
        CollectionConverters.asJava(context.env().metricsSystem().getSourcesByName("NativeBlocks"))
            .get(0);
    List<Boolean> held = new ArrayList<>();
    source
        .metricRegistry()
        .addListener(
            new MetricRegistryListener.Base() {
              @Override
              public void onGaugeAdded(String name, Gauge<?> gauge) {
                held.add(Thread.holdsLock(context.env().memoryManager()));
              }
            });
    held.clear();

    NativeBlockStore.of(manager)
        .putPinned(NativeBlockId.of("arrow", "a"), 10, MemoryMode.ON_HEAP, (id, reason) -> {});

    assertThat(held).hasSize(5).containsOnly(false);
  }

  @Test
  void taskMetricsHoldNoNativeBlock() {
    manager.registerTask(7);
    BareStore.enterTask(7);
    put(A, bytesMax, a);
    manager.putSingle(JVM, "value", MEMORY, true, ANY);
    put(B, 10, b);
    manager.removeBlock(B, true);

    assertThat(a.releases + b.releases).isEqualTo(2);
    assertThat(
            CollectionConverters.asJava(TaskContext.get().taskMetrics().updatedBlockStatuses())
                .stream()
                .map(status -> status._1()))
        .contains(JVM)
        .doesNotContain(A, B);
  }
}
