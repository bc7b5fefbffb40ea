package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule's property must notice a specification that breaks the rule: none holds for nothing.
 */
class SpecMutantTest {
  private static final Path SPEC = Path.of("../spec");

  private static final long STATES_MAX = 200_000;

  @TempDir private static Path folder;

  /** One TLC for all of them, which reads the text anew each time. */
  private static TlcSession tlc;

  @BeforeAll
  static void start() throws IOException {
    for (String file : new String[] {"EvictionProperties.tla", "MCEvictionContract.tla"}) {
      Files.copy(SPEC.resolve(file), folder.resolve(file));
    }
    tlc = new TlcSession(1024);
  }

  @AfterAll
  static void end() throws IOException {
    tlc.close();
  }

  static Stream<Arguments> mutants() {
    return Stream.of(
        Arguments.of(
            "a failed put leaves its reservation behind",
            "R1PutProp",
            "Tiny",
            "ELSE Becomes(s, call, \"NO_SPACE\", 0)\n\n",
            "ELSE Becomes([s EXCEPT !.used[Mode(b)] = @ + 1], call, \"NO_SPACE\", 0)\n\n"),
        Arguments.of(
            "a put gives up although there is room",
            "R1PutProp",
            "Tiny",
            "IF s.granted THEN Becomes(Entered(s, b)",
            "IF s.granted /\\ lru = <<>> THEN Becomes(Entered(s, b)"),
        Arguments.of(
            "an eviction asks for the whole size although there is room for some",
            "R4EvictionProp",
            "Tiny",
            "THEN Evict(grown, lacking, m, owner)",
            "THEN Evict(grown, n, m, owner)"),
        Arguments.of(
            "an ordinary error stops the other victims",
            "R7ThrowProp",
            "Fatal",
            "IF victims = <<>> THEN s ELSE DropAll(Drop(s, Head(victims)), Tail(victims))",
            "IF victims = <<>> THEN s ELSE IF Head(victims) \\in ReleaseThrows"
                + " THEN Drop(s, Head(victims)) ELSE DropAll(Drop(s, Head(victims)), Tail(victims))"),
        Arguments.of(
            "an unlock gives the locks of all tasks back",
            "R11PinProp",
            "Kinds",
            "locks' = [locks EXCEPT ![b][t] = @ - 1]",
            "locks' = [locks EXCEPT ![b] = [u \\in Tasks |-> 0]]"),
        Arguments.of(
            "the bytes of a dropped entry do not go back",
            "R3AccountingInv",
            "Tiny",
            "!.used[Mode(b)] = @ - Size(b),",
            "!.used[Mode(b)] = @,"),
        Arguments.of(
            "a read does not touch",
            "R4RecencyProp",
            "Tiny",
            "lru' = Append(Without(lru, b), b)",
            "lru' = lru"),
        Arguments.of(
            "an eviction walks from the most recent end",
            "R4EvictionProp",
            "Tiny",
            "Choose(s.lru, space, m, owner, <<>>)",
            "Choose([i \\in 1..Len(s.lru) |-> s.lru[Len(s.lru) + 1 - i]], space, m, owner, <<>>)"),
        Arguments.of(
            "an eviction that cannot reach its space drops what it has",
            "R4EvictionProp",
            "Kinds",
            "ELSE IF order = <<>> THEN <<>>",
            "ELSE IF order = <<>> THEN chosen"),
        Arguments.of(
            "an eviction forgets whom it makes space for",
            "R4EvictionProp",
            "Kinds",
            "Mode(b) = m /\\ Unlocked(b) /\\ (owner = NoOwner \\/ Owner(b) # owner)",
            "Mode(b) = m /\\ Unlocked(b)"),
        Arguments.of(
            "a dropped registration is not released",
            "R5ReleaseProp",
            "Tiny",
            "[@ EXCEPT ![b] = @ + 1]",
            "@"),
        Arguments.of(
            "release runs twice",
            "R5ReleaseInv",
            "Tiny",
            "[@ EXCEPT ![b] = @ + 1]",
            "[@ EXCEPT ![b] = @ + 2]"),
        Arguments.of(
            "the bytes go back before release",
            "R6OrderProp",
            "Tiny",
            "<<\"released\", b>>, <<\"returned\", b>>",
            "<<\"returned\", b>>, <<\"released\", b>>"),
        Arguments.of(
            "a fatal error is swallowed",
            "R7ThrowProp",
            "Fatal",
            "!.fatal = @ \\/ b \\in ReleaseFatal]",
            "!.fatal = @]"),
        Arguments.of(
            "a pin does not keep its block",
            "R11LockedInv",
            "Tiny",
            "Mode(b) = m /\\ Unlocked(b) /\\",
            "Mode(b) = m /\\"),
        Arguments.of(
            "a task keeps its locks after its end",
            "R11PinProp",
            "Tiny",
            "locks' = [b \\in Blocks |-> [locks[b] EXCEPT ![t] = 0]]",
            "UNCHANGED locks"),
        Arguments.of(
            "execution evicts below the storage region",
            "R12ExecutionProp",
            "Execution",
            "target      == IF extra > 0 /\\ reclaimable > 0 THEN Min(extra, reclaimable) ELSE 0",
            "target      == IF extra > 0 THEN Min(extra, pool[m]) ELSE 0"),
        Arguments.of(
            "deferred: the bytes go back before release",
            "R6OrderProp",
            "Deferred",
            "!.events = @ \\o << <<\"released\", b>>, <<\"returned\", b>> >>])",
            "!.events = @ \\o << <<\"returned\", b>>, <<\"released\", b>> >>])"),
        Arguments.of(
            "deferred: the block info goes before the entry",
            "R6OrderProp",
            "Deferred",
            "<< <<\"leaves\", b>>, <<\"forgotten\", b>> >>",
            "<< <<\"forgotten\", b>>, <<\"leaves\", b>> >>"),
        Arguments.of(
            "deferred: only the first of the queue is released",
            "R5ReleaseProp",
            "Deferred",
            "!.queue = Tail(@),",
            "!.queue = <<>>,"),
        Arguments.of(
            "deferred: release runs inside the call",
            "R8DeferredProp",
            "Deferred",
            "IF DeferredRelease /\\ b \\in Native THEN DropLater",
            "IF FALSE THEN DropLater"),
        Arguments.of(
            "deferred: a put is given the bytes of its native victims",
            "R8DeferredProp",
            "Deferred",
            "n > evicted.pool[m] - evicted.used[m]",
            "n > evicted.pool[m] - evicted.used[m] + SizeOf(Range(evicted.queue))"),
        Arguments.of(
            "deferred: execution is given the bytes of its native victims",
            "R8DeferredProp",
            "Deferred",
            "freed       == used[m] - evicted.used[m]",
            "freed       == used[m] - evicted.used[m] + SizeOf(Range(evicted.queue))"),
        Arguments.of(
            "deferred: a put gives up although its JVM victims suffice",
            "R1PutProp",
            "Deferred",
            "IF evicted.fatal \\/ n >",
            "IF evicted.fatal \\/ Len(evicted.events) > 2 \\/ n >"),
        Arguments.of(
            "deferred: a fatal error reaches the call that evicted",
            "R7ThrowProp",
            "Deferred",
            "IF s.fatal THEN \"FATAL\"",
            "IF end.fatal THEN \"FATAL\""),
        Arguments.of(
            "a removal of an absent block moves the recency order",
            "R13EndProp",
            "Tiny",
            "IF ~Resident(b) THEN Nothing(call, \"ABSENT\")\n  ELSE /\\ Unlocked(b)",
            "IF ~Resident(b) THEN Nothing(call, \"REMOVED\")\n  ELSE /\\ Unlocked(b)"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("mutants")
  void aSpecificationThatBreaksARuleIsNoticed(
      String mutant, String property, String config, String from, String to) throws Exception {
    String text = Files.readString(SPEC.resolve("EvictionContract.tla"));
    assertThat(text).as("the place to break").contains(from);
    Files.writeString(folder.resolve("EvictionContract.tla"), text.replace(from, to));
    Path cfg = onlyProperty(config, property);
    TlcOptions options = TlcOptions.of(folder.resolve("MCEvictionContract.tla"), cfg);
    TlcResult result = tlc.run(options, STATES_MAX).result();
    assertThat(result).isInstanceOf(TlcResult.Violates.class);
    assertThat(((TlcResult.Violates) result).property()).isEqualTo(property);
  }

  /** The config with one check alone: other rules may notice the same mutant sooner. */
  private Path onlyProperty(String config, String property) throws IOException {
    String name = "MCEvictionContract" + config + ".cfg";
    StringBuilder kept = new StringBuilder();
    boolean checks = false;
    for (String line : Files.readAllLines(SPEC.resolve(name))) {
      if (!line.startsWith(" ")) {
        checks = line.startsWith("INVARIANTS") || line.startsWith("PROPERTIES");
      }
      if (!checks || line.strip().equals(property) || !line.startsWith(" ")) {
        kept.append(line).append('\n');
      }
    }
    return Files.writeString(folder.resolve(name), kept);
  }
}
