package dev.lockstep.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.simulator.workload.Request.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final int DRAWS = 100_000;
  private static final String TEN =
      "{\"format\":\"lockstep-workload/1\",\"name\":\"t\",\"blocks\":10,\"requests\":%s}";

  @Test
  void zipfFollowsItsLaw() {
    int[] counts = counts(of("{\"kind\":\"zipf\"}"));
    double harmonic = 0;
    for (int k = 1; k <= 10; k++) {
      harmonic += 1.0 / k;
    }
    for (int k = 0; k < 10; k++) {
      double expected = DRAWS / (harmonic * (k + 1));
      // Five standard deviations: with another seed it would fail once in two million times.
      assertThat((double) counts[k]).isCloseTo(expected, within(5 * Math.sqrt(expected)));
    }
  }

  @Test
  void zipfOfASeedIsTheSameOnEveryMachine() {
    assertThat(counts(of("{\"kind\":\"zipf\"}")))
        .containsExactly(34401, 16893, 11472, 8426, 6762, 5787, 4706, 4224, 3883, 3446);
  }

  @Test
  void zipfWithoutSkewAndUniformFavourNoBlock() {
    for (String workload : List.of("{\"kind\":\"zipf\",\"skew\":0}", "{\"kind\":\"uniform\"}")) {
      for (int count : counts(of(workload))) {
        assertThat((double) count).isCloseTo(10_000, within(500.0));
      }
    }
  }

  @Test
  void scanReadsEveryBlockInOrderAgainAndAgain() {
    List<Integer> blocks = blocks(of("{\"kind\":\"scan\"}"), 35);
    for (int i = 0; i < 35; i++) {
      assertThat(blocks.get(i)).isEqualTo(i % 10);
    }
  }

  @Test
  void aHotSetIsReadAsOftenAsAskedAndTheRestInOrder() {
    List<Integer> blocks =
        blocks(of("{\"kind\":\"scan-hot\",\"hotBlocks\":2,\"hotShare\":0.25}"), DRAWS);
    long hot = blocks.stream().filter(b -> b < 2).count();
    assertThat((double) hot).isCloseTo(25_000, within(700.0));
    List<Integer> cold = blocks.stream().filter(b -> b >= 2).toList();
    for (int i = 0; i < 100; i++) {
      assertThat(cold.get(i)).isEqualTo(2 + i % 8);
    }
  }

  @Test
  void burstsPauseAfterTheirLastRequest() {
    RequestStream stream =
        of("{\"kind\":\"bursts\",\"burst\":3,\"idleMicros\":70,\"of\":{\"kind\":\"scan\"}}")
            .open(new SplittableRandom(1))
            .requests();
    Request request = new Request();
    for (int i = 1; i <= 9; i++) {
      stream.next(request);
      assertThat(request.idleMicros()).isEqualTo(i % 3 == 0 ? 70 : 0);
      assertThat(request.hurried()).isEqualTo(i % 3 != 0);
    }
  }

  @Test
  void phasesComeOneAfterTheOtherWithBlocksOfTheirOwn() {
    List<Integer> blocks =
        blocks(
            of(
                "{\"kind\":\"phases\",\"phases\":["
                    + "{\"requests\":3,\"of\":{\"kind\":\"scan\"}},"
                    + "{\"requests\":2,\"of\":{\"kind\":\"scan\",\"blocks\":5}}]}"),
            12);
    assertThat(blocks).containsExactly(0, 1, 2, 10, 11, 3, 4, 5, 12, 13, 6, 7);
  }

  @Test
  void aMixDrawsByWeight() {
    List<Integer> blocks =
        blocks(
            of(
                "{\"kind\":\"mix\",\"parts\":["
                    + "{\"weight\":3,\"of\":{\"kind\":\"scan\"}},"
                    + "{\"weight\":1,\"of\":{\"kind\":\"scan\"}}]}"),
            DRAWS);
    assertThat((double) blocks.stream().filter(b -> b < 10).count())
        .isCloseTo(75_000, within(700.0));
  }

  @Test
  void aTableIsScannedWholeAndItsBatchesHaveOneOwner() {
    WorkloadSpec spec =
        of("{\"kind\":\"tables\",\"tables\":3,\"partitions\":2,\"batches\":2,\"skew\":0}");
    WorkloadSpec.Opened opened = spec.open(new SplittableRandom(5));
    assertThat(opened.layout().blocks()).isEqualTo(12);
    List<Integer> blocks = blocks(spec, 40);
    for (int i = 0; i < 40; i += 4) {
      int first = blocks.get(i);
      assertThat(first % 4).isZero();
      assertThat(blocks.subList(i, i + 4)).containsExactly(first, first + 1, first + 2, first + 3);
      assertThat(opened.layout().owner(first)).isEqualTo(1 + first / 4);
      assertThat(opened.layout().owner(first + 3)).isEqualTo(1 + first / 4);
    }
    assertThat(new TreeSet<>(blocks)).hasSize(12);
  }

  @Test
  void aJoinDemandsAfterSoManyReads() {
    RequestStream stream =
        of("{\"kind\":\"join\",\"every\":2,\"demandParts\":5,\"of\":{\"kind\":\"scan\"}}")
            .open(new SplittableRandom(1))
            .requests();
    Request request = new Request();
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      stream.next(request);
      operations.add(request.operation());
      if (request.operation() == Operation.DEMAND) {
        // Four tasks: a part is 12 units.
        assertThat(request.units()).isEqualTo(60);
      }
    }
    assertThat(operations)
        .containsExactly(
            Operation.READ,
            Operation.READ,
            Operation.DEMAND,
            Operation.READ,
            Operation.READ,
            Operation.DEMAND);
  }

  @Test
  void demandsAndRemovalsComeInTheirShares() {
    WorkloadSpec spec =
        Workloads.byName("zipf", Map.of("executionShare", "0.2", "removeShare", "0.1"));
    RequestStream stream = spec.open(new SplittableRandom(1)).requests();
    Map<Operation, Integer> counts = new HashMap<>();
    Request request = new Request();
    for (int i = 0; i < DRAWS; i++) {
      stream.next(request);
      counts.merge(request.operation(), 1, Integer::sum);
    }
    assertThat((double) counts.get(Operation.DEMAND)).isCloseTo(20_000, within(650.0));
    assertThat((double) counts.get(Operation.REMOVE)).isCloseTo(10_000, within(500.0));
  }

  private static WorkloadSpec of(String requests) {
    return WorkloadFileTest.parsed(String.format(TEN, requests));
  }

  private static List<Integer> blocks(WorkloadSpec spec, int count) {
    RequestStream stream = spec.open(new SplittableRandom(5)).requests();
    Request request = new Request();
    List<Integer> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stream.next(request);
      blocks.add(request.block());
    }
    return blocks;
  }

  private static int[] counts(WorkloadSpec spec) {
    int[] counts = new int[10];
    blocks(spec, DRAWS).forEach(b -> counts[b]++);
    return counts;
  }
}
