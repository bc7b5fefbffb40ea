package dev.lockstep.schedule.scenario;

import java.util.List;

/** Scenarios for known bugs, and for three threads, which pairs are too small for. */
public final class KnownScenarios {
  /** On every Spark. */
  private static final List<String> STOCK =
      List.of(
          // SPARK-53807: the write lock
          "[1 lockNew s1a] 1: unlock s1a || 1: unlockAll",
          // SPARK-50771: the read lock
          "[9 put s1a; 1 lockRead s1a] 1: unlock s1a || 1: unlockAll",
          // SPARK-45057: a put that wants no read lock
          "1: putAround s1a s1b || 2: putAround s1b s1a",
          "[1 lockNew s1a] 1: unlock s1a || 2: withRead s1a || 3: withRead s1a",
          "[1 lockNew s1a] 1: unlock s1a || 2: lockRead s1a || 3: lockRead s1a",
          "[9 put s1a; 1 lockRead s1a] 1: unlock s1a || 2: withWrite s1a || 3: withRead s1a",
          "[2 lockNew s2a] 1: withRead s2a || 2: unlockAll",
          "[9 put s1a; 9 put s1b!drop; 9 put s1c] 1: put s3d || 2: withRead s1c",
          "[9 put s1a; 9 put s1b; 2 lockRead s1b] 1: put s3c || 2: unlock s1b",
          "[1 ask 3] 1: give 3 || 2: withMemory 2",
          "[1 ask 3] 1: end || 2: withMemory 2");

  /** With native blocks. */
  private static final List<String> NATIVE =
      List.of(
          "[9 putNative n1a!waits] 1: engineLock; putNative n1b; engineUnlock || 2: removeNative n1a",
          "[9 putNative n1a!removes; 9 putNative n1b; 9 put s1c] 1: put s3d || 2: withPin n1b",
          "[9 putNative n1a!removes; 9 putNative n1b] 1: removeNative n1a || 2: removeNative n1b",
          "[9 putNative n1a!puts; 9 put s2c] 1: withMemory 3 || 2: withGet s2c",
          "[9 defer; 9 putNative n2a] 1: withMemory 3 || 2: awaitReleases",
          "[9 defer; 9 putNative n2a] 1: putNative n2b || 2: withPin n2a || 3: awaitReleases",
          "[9 putNative n1a!fatal] 1: removeNative n1a || 2: withPin n1a",
          "[9 putNative n2a; 1 pin n2a] 1: unpin n2a || 2: removeNative n2a",
          "[9 putNative n2a; 1 pin n2a; 2 pin n2a] 1: unpin n2a || 2: unpin n2a",
          "[9 putNative n2a; 1 pin n2a] 1: unpin n2a || 2: removeNative n2a || 3: withPin n2a",
          "[9 putNative n2a; 1 pin n2a] 1: end || 2: removeNative n2a",
          // A task's second thread beside its end
          "[9 putNative n2a] 1: pin n2a || 1: unlockAll",
          "[9 putNative n2a; 1 pin n2a] 1: unpin n2a || 1: unlockAll",
          "[9 putNative n2a; 1 pin n2a] 1: unpin n2a || 1: unlockAll || 2: removeNative n2a",
          "[9 putNative n2a; 1 pin n2a] 1: withPin n2a || 1: end || 2: removeNative n2a",
          "1: putNative n2a || 1: unlockAll",
          "1: putNative n2a || 1: unlockAll || 2: withPin n2a",
          "[9 putNative n2a] 1: removeNative n2a || 1: unlockAll || 2: withPin n2a",
          "[9 putNative n2a] 1: removeNative n2a || 1: end || 2: putNative n2b",
          "[9 putNative n2a] 1: putNative n2b || 1: unlockAll || 2: withPin n2a",
          // Who waits while a stop forgets the infos
          "[9 putNative n2a] 1: removeNative n2a || 2: withPin n2a || 3: clearInfos",
          "1: putNative n2a || 2: withPin n2a || 3: clearInfos",
          // Pairs of the library that show what goes wrong beside an end soonest
          "1: stop || 2: putNative n2a",
          "1: clear || 2: putNative n2a",
          "[9 putNative n2a] 1: withWrite n2a || 2: clear",
          "[9 putNative n2a; 1 pin n2a] 1: unpin n2a || 2: removeNative n2a || 3: clearInfos",
          // A value whose close calls us, with the monitor held
          "[9 putNative n1b; 9 putValues v1a!removes; 2 pin n1b] 1: remove v1a || 2: withMemory 1; unpin n1b",
          "[9 putNative n1b; 9 putValues v1a!removes] 1: putNative n3c || 2: withPin n1b",
          "[9 putNative n1b; 9 putValues v1a!pins] 1: remove v1a || 2: removeNative n1b",
          "[9 putValues v1a!puts] 1: remove v1a || 2: withPin n1b",
          "[9 putNative n1a!fatal; 9 putNative n1b; 9 putNative n1c] 1: putNative n3d || 2: withPin n1c",
          "[9 putNative n1a; 9 put s1b!drop; 9 putNative n1c] 1: putNative n3d || 2: withPin n1c",
          "[9 putNative n2a] 1: removeNative n2a || 2: putNative n2a || 3: withPin n2a",
          "[9 putNative n2a] 1: putNative n2b || 2: withPin n2a || 3: removeNative n2a",
          "[9 putNative n1a; 2 pin n1a; 3 pin n1a] 1: putNative n3b || 2: unpin n1a || 3: unpin n1a");

  private KnownScenarios() {}

  /** Those of a Spark. */
  public static List<Scenario> of(boolean withNatives) {
    List<Scenario> scenarios =
        new java.util.ArrayList<>(STOCK.stream().map(Scenario::parse).toList());
    if (withNatives) {
      NATIVE.stream().map(Scenario::parse).forEach(scenarios::add);
    }
    return scenarios;
  }
}
