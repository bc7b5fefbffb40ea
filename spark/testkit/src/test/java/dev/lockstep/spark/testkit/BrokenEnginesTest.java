package dev.lockstep.spark.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Each fault of an engine is found, by the tests that are about it, in words that name it. */
class BrokenEnginesTest {
  /** A failed test: its method, in which mode, and what it said. */
  private record Failure(String test, boolean monitor, String message) {}

  private static List<Failure> failuresOf(Fault fault) {
    BrokenEngineContract.fault = fault;
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(BrokenEngineContract.class))
        .execute()
        .testEvents()
        .failed()
        .stream()
        .map(BrokenEnginesTest::failure)
        .toList();
  }

  private static Failure failure(Event event) {
    var source =
        (org.junit.platform.engine.support.descriptor.MethodSource)
            event.getTestDescriptor().getSource().orElseThrow();
    return new Failure(
        source.getMethodName(),
        !event.getTestDescriptor().getDisplayName().contains("DEFERRED"),
        event
            .getRequiredPayload(TestExecutionResult.class)
            .getThrowable()
            .orElseThrow()
            .getMessage());
  }

  private static Set<String> testsOf(List<Failure> failures) {
    return failures.stream().map(Failure::test).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void faultlessEnginePasses() {
    assertThat(failuresOf(Fault.NONE)).isEmpty();
  }

  /** Faults in one place: the tests that fail, all of them, and what one of them says. */
  static Stream<Arguments> narrowFaults() {
    return Stream.of(
        arguments(
            Fault.LEAKS_ON_NO_SPACE,
            List.of("r1NoSpaceLeavesThePayload"),
            "R1: after NO_SPACE the engine owns the payload"),
        arguments(
            Fault.LEAKS_ON_DUPLICATE,
            List.of("r1DuplicateLeavesThePayload"),
            "R1: after DUPLICATE the engine owns the new payload"),
        arguments(
            Fault.LEAKS_WHEN_A_PUT_FAILS,
            List.of("r1FailedPutLeavesThePayload"),
            "a put that ends in an exception leaves the payload with the engine"),
        arguments(
            Fault.OVERWRITES_THE_RESIDENT,
            List.of("r1DuplicateLeavesThePayload"),
            "DUPLICATE leaves the resident payload untouched"),
        arguments(
            Fault.RESERVES_TOO_LITTLE,
            List.of("r3SparkCountsWhatTheEngineHas"),
            "has reserved only 65536 in Spark"),
        arguments(
            Fault.RESERVES_ON_HEAP,
            List.of("r2ArgumentsAreThePayloads"),
            "says that its memory is OFF_HEAP, and reserved ON_HEAP"),
        arguments(
            Fault.FORGETS_THE_RDD,
            List.of("r4OwnRddNeverEvicts"),
            "Register each block under the id that names its RDD"),
        arguments(
            Fault.FREES_WHAT_IT_REMOVES,
            List.of(
                "r11RemovalWaitsForTheReader", "r3SparkCountsWhatTheEngineHas", "r5ReleasedOnce"),
            "removed by the engine. The engine counts 0 bytes outstanding, and 1 payload"),
        arguments(
            Fault.READS_WITHOUT_PIN,
            List.of(
                "r11PinnedPayloadStays",
                "r11ReadingHoldsOnePin",
                "r11RemovalWaitsForTheReader",
                "r4ReadsCountAsUse"),
            "the engine reads native_testkit_a without a pin"),
        arguments(
            Fault.LEAKS_PINS,
            List.of(
                "r11PinnedPayloadStays",
                "r11ReadingHoldsOnePin",
                "r11RemovalWaitsForTheReader",
                "r11TaskEndLeavesNoPin",
                "r5RegisteredAnew"),
            "is closed and 1 pins are left"),
        arguments(
            Fault.PINS_OUTSIDE_THE_TASK,
            List.of("r11TaskEndDropsPins"),
            "pin on the task's own thread"),
        arguments(
            Fault.LEAVES_READS_OPEN,
            List.of("r11TaskEndLeavesNoPin"),
            "The engine must close the task's reads in a listener"),
        arguments(
            Fault.LEAVES_BLOCKS_AT_ITS_END,
            List.of("r13EngineEndsBeforeSpark", "r7ErrorBeforeFreeingIsALeak"),
            "the engine is closed while it has blocks, as a plugin is"),
        arguments(
            Fault.TAKES_PUTS_AFTER_ITS_END,
            List.of("r13EngineEndsBeforeSpark"),
            "A put after its end was STORED"));
  }

  @ParameterizedTest
  @MethodSource("narrowFaults")
  void narrowFaultFailsItsOwnTests(Fault fault, List<String> tests, String said) {
    List<Failure> failures = failuresOf(fault);

    assertThat(testsOf(failures)).containsExactlyElementsOf(new TreeSet<>(tests));
    assertThat(failures).extracting(Failure::message).anyMatch(message -> message.contains(said));
  }

  /** Faults in what every block goes through: who must notice, among many. */
  static Stream<Arguments> wideFaults() {
    return Stream.of(
        arguments(
            Fault.FREES_AT_PUT,
            "r1StoredBelongsToSpark",
            "R1: after STORED the payload belongs to Spark until it calls the release"),
        arguments(
            Fault.RELEASES_TWICE,
            "r6FreedWhenReleaseReturns",
            "had freed 131072 bytes of a payload of 65536"),
        arguments(
            Fault.FREES_LATER,
            "r6FreedWhenReleaseReturns",
            "had freed 0 bytes of a payload of 65536"),
        arguments(
            Fault.RELEASE_THROWS_FIRST,
            "r5ReleasedOnce",
            "Its release threw java.lang.IllegalStateException: device is busy"),
        arguments(
            Fault.COUNTS_NOTHING,
            "r7ErrorBeforeFreeingIsALeak",
            "the engine's own count has to show the leak"));
  }

  @ParameterizedTest
  @MethodSource("wideFaults")
  void wideFaultFailsInBothModesInItsOwnWords(Fault fault, String test, String said) {
    List<Failure> failures =
        failuresOf(fault).stream().filter(failure -> failure.test().equals(test)).toList();

    assertThat(failures).extracting(Failure::monitor).containsExactlyInAnyOrder(true, false);
    assertThat(failures).extracting(Failure::message).allMatch(message -> message.contains(said));
  }

  /** R8: what hangs under the monitor is no fault when releases are deferred. */
  @Test
  void lockInReleaseIsADeadlockUnderTheMonitorAndNoneDeferred() {
    List<Failure> failures = failuresOf(Fault.LOCKS_IN_RELEASE);

    assertThat(testsOf(failures))
        .containsExactly("r8ReleaseWaitsForNoCall", "r8ReleaseWaitsForNoLock");
    assertThat(failures).allMatch(Failure::monitor);
    assertThat(failures)
        .extracting(Failure::message)
        .allMatch(message -> message.contains("findDeadlockedThreads: a deadlock"))
        .allMatch(message -> message.contains("UnifiedMemoryManager"))
        .allMatch(message -> message.contains("ReentrantLock"))
        .allMatch(message -> message.contains("spark.storage.native.release=deferred"));
  }

  @ParameterizedTest
  @EnumSource
  void everyFaultIsFound(Fault fault) {
    boolean hasTest =
        fault == Fault.NONE
            || fault == Fault.LOCKS_IN_RELEASE
            || Stream.concat(narrowFaults(), wideFaults())
                .anyMatch(arguments -> arguments.get()[0] == fault);

    assertThat(hasTest).isTrue();
  }
}
