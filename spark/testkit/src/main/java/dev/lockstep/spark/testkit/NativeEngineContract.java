package dev.lockstep.spark.testkit;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.memory.ReleaseMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks an engine against the rules of native blocks, on a real block manager. Extend it in the
 * engine's own tests and say how to make an engine:
 *
 * <pre>{@code
 * class MyEngineContractTest extends NativeEngineContract {
 *   @Override
 *   protected EngineUnderTest newEngine(NativeBlockStore spark) {
 *     return new MyEngineAdapter(spark);
 *   }
 * }
 * }</pre>
 *
 * <p>Each test is one rule, and runs with releases under the monitor and with deferred ones. What a
 * failure says is about the engine. A test that hangs fails after {@link #patience} and says which
 * threads wait for which locks.
 *
 * <p>R14 has no test here: it is about Spark without native blocks, where there is no engine.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // Of the modes the instance knows.
public abstract class NativeEngineContract {
  /** Time for Spark's classes to load, too. */
  private static final Duration TO_START = Duration.ofMinutes(1);

  /** An engine with nothing allocated, which registers its blocks with this store. */
  protected abstract EngineUnderTest newEngine(NativeBlockStore spark) throws Exception;

  /**
   * The modes that the engine is made for (R8). An engine whose release waits for its own locks
   * says {@code EnumSet.of(ReleaseMode.DEFERRED)}; there are no tests in the other mode then.
   */
  protected Set<ReleaseMode> releaseModes() {
    return EnumSet.allOf(ReleaseMode.class);
  }

  /** The size of a payload in the tests, in bytes. */
  protected long payloadBytes() {
    return 1 << 16;
  }

  /** How long a test may take before it counts as hung. */
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R1 STORED: the payload is Spark's, and stays as it is until the release")
  protected void r1StoredBelongsToSpark(ReleaseMode mode) throws Exception {
    check(mode, OwnershipChecks::storedBelongsToSpark);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R1 NO_SPACE: the payload is the engine's, which frees it once")
  protected void r1NoSpaceLeavesThePayload(ReleaseMode mode) throws Exception {
    check(mode, OwnershipChecks::noSpaceLeavesThePayload);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R1 DUPLICATE: the new payload is the engine's, which frees it once")
  protected void r1DuplicateLeavesThePayload(ReleaseMode mode) throws Exception {
    check(mode, OwnershipChecks::duplicateLeavesThePayload);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("modesInWhichAPutFails")
  @DisplayName("R1, R7: a put that fails with an error leaves the payload with the engine")
  protected void r1FailedPutLeavesThePayload(ReleaseMode mode) throws Exception {
    check(mode, OwnershipChecks::failedPutLeavesThePayload);
  }

  /** No victim's error reaches a put whose releases are deferred. */
  private Set<ReleaseMode> modesInWhichAPutFails() {
    Set<ReleaseMode> modes = EnumSet.of(ReleaseMode.MONITOR);
    modes.retainAll(releaseModes());
    return modes;
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R2: the engine registers the id and the pool that it means")
  protected void r2ArgumentsAreThePayloads(ReleaseMode mode) throws Exception {
    check(mode, OwnershipChecks::argumentsAreThePayloads);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R3: Spark accounts for no less than the engine has allocated")
  protected void r3SparkCountsWhatTheEngineHas(ReleaseMode mode) throws Exception {
    check(mode, OwnershipChecks::sparkCountsWhatTheEngineHas);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R4: a read by the engine counts as use, so the block is evicted later")
  protected void r4ReadsCountAsUse(ReleaseMode mode) throws Exception {
    check(mode, PressureChecks::readsCountAsUse);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R4: blocks of one RDD do not evict each other")
  protected void r4OwnRddNeverEvicts(ReleaseMode mode) throws Exception {
    check(mode, PressureChecks::ownRddNeverEvicts);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R5: each payload is freed exactly once, however it ends")
  protected void r5ReleasedOnce(ReleaseMode mode) throws Exception {
    for (Ending ending : Ending.values()) {
      check(mode, lab -> EndingChecks.releasedOnce(lab, ending));
    }
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R5: an id that is registered anew has a payload and a release of its own")
  protected void r5RegisteredAnew(ReleaseMode mode) throws Exception {
    check(mode, EndingChecks::registeredAnew);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R6: when release returns, the payload is free, and no other")
  protected void r6FreedWhenReleaseReturns(ReleaseMode mode) throws Exception {
    check(mode, EndingChecks::freedWhenReleaseReturns);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R7: an error after freeing concerns no other block")
  protected void r7ErrorAfterFreeing(ReleaseMode mode) throws Exception {
    check(mode, EndingChecks::errorAfterFreeing);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R7: an error before freeing is a leak, and the engine's own count shows it")
  protected void r7ErrorBeforeFreeingIsALeak(ReleaseMode mode) throws Exception {
    check(mode, EndingChecks::errorBeforeFreeingIsALeak);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R8: release runs under the monitor on the evicting thread, or deferred without")
  protected void r8ReleaseRunsWhereItShould(ReleaseMode mode) throws Exception {
    check(mode, lab -> LockChecks.releaseRunsWhereItShould(lab, mode));
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R8: release does not wait for a thread of the engine that calls Spark")
  protected void r8ReleaseWaitsForNoCall(ReleaseMode mode) throws Exception {
    for (LockChecks.Call call : LockChecks.Call.values()) {
      check(mode, lab -> LockChecks.releaseWaitsForNoCall(lab, call));
    }
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R8: release does not wait for the engine's lock while its holder calls Spark")
  protected void r8ReleaseWaitsForNoLock(ReleaseMode mode) throws Exception {
    check(mode, LockChecks::releaseWaitsForNoLock);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R9: Spark itself refuses to read the payload")
  protected void r9SparkDoesNotRead(ReleaseMode mode) throws Exception {
    check(mode, DriverChecks::sparkDoesNotRead);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R10: the driver hears of no native block")
  protected void r10DriverHearsNothing(ReleaseMode mode) throws Exception {
    check(mode, DriverChecks::driverHearsNothing);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R11: a read holds a pin and gives it back")
  protected void r11ReadingHoldsOnePin(ReleaseMode mode) throws Exception {
    check(mode, PinChecks::readingHoldsOnePin);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R11: a payload that is being read stays readable under pressure")
  protected void r11PinnedPayloadStays(ReleaseMode mode) throws Exception {
    check(mode, PinChecks::pinnedPayloadStays);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R11: a removal waits for the reader")
  protected void r11RemovalWaitsForTheReader(ReleaseMode mode) throws Exception {
    check(mode, PinChecks::removalWaitsForTheReader);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R11: a task that ends loses its pins, and a late close does no harm")
  protected void r11TaskEndDropsPins(ReleaseMode mode) throws Exception {
    check(mode, PinChecks::taskEndDropsPins);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R11: a task that ends leaves no pin for Spark to find")
  protected void r11TaskEndLeavesNoPin(ReleaseMode mode) throws Exception {
    check(mode, PinChecks::taskEndLeavesNoPin);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R11, R13: a block that is gone opens empty and is not removed again")
  protected void r11GoneIsEmpty(ReleaseMode mode) throws Exception {
    check(mode, PinChecks::goneIsEmpty);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R12: execution takes back the memory that storage borrowed")
  protected void r12ExecutionTakesBack(ReleaseMode mode) throws Exception {
    check(mode, PressureChecks::executionTakesBackWhatItLent);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R13: a stop releases what is still being read")
  protected void r13StopEndsAllPins(ReleaseMode mode) throws Exception {
    check(mode, PinChecks::stopEndsAllPins);
  }

  @ParameterizedTest
  @MethodSource("releaseModes")
  @DisplayName("R13: an engine that ends before Spark takes its blocks along")
  protected void r13EngineEndsBeforeSpark(ReleaseMode mode) throws Exception {
    check(mode, EndingChecks::engineEndsBeforeSpark);
  }

  /** A check of one rule. */
  @FunctionalInterface
  private interface Check {
    void run(EngineLab lab) throws Exception;
  }

  private void check(ReleaseMode mode, Check check) throws Exception {
    EngineLab lab =
        new LabThreads(TO_START)
            .call(
                "thread that makes the engine",
                () -> EngineLab.open(this::newEngine, mode, patience(), payloadBytes()),
                "The engine did not start, or its first put did not end.");
    LabThreads running = new LabThreads(patience().multipliedBy(2));
    try {
      running.await(
          running.start("thread of the check", () -> check.run(lab)),
          "The engine did not come back from a call.");
    } catch (Throwable failure) {
      // What is left may hang, so nobody waits for it.
      running.start("thread that clears away", lab::dispose);
      throw failure;
    }
    lab.dispose();
  }
}
