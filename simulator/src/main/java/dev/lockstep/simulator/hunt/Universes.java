package dev.lockstep.simulator.hunt;

import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.model.ReleaseBehaviour;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The constants that a hunt tries in turn. Small: memory for a few entries, so that random calls
 * collide. Each is about one part of the contract; together they have both modes, owners, releases
 * that throw or are deferred, unroll memory and execution memory.
 */
public final class Universes {
  /** What a universe is good for: no release fails where the worst case of a policy is sought. */
  private enum Use {
    DIVERGENCES,
    WORST_CASES,
    BOTH
  }

  private record Kept(Universe universe, Use use) {}

  private static final List<Kept> KEPT =
      List.of(
          kept("off-heap", offHeap(), Use.BOTH),
          kept("on-heap", onHeap(), Use.BOTH),
          kept("owners", owners(), Use.BOTH),
          kept("throwing", throwing(), Use.DIVERGENCES),
          kept("unroll", unroll(), Use.DIVERGENCES),
          kept("execution", execution(), Use.BOTH),
          kept("deferred", deferred(), Use.DIVERGENCES),
          kept("table", table(), Use.WORST_CASES),
          kept("demands", demands(), Use.WORST_CASES));

  private static final List<Universe> ALL = without(Use.WORST_CASES);
  private static final List<Universe> WORST_CASES = without(Use.DIVERGENCES);

  private Universes() {}

  private static Kept kept(String name, Constants constants, Use use) {
    return new Kept(new Universe(name, constants), use);
  }

  private static List<Universe> without(Use use) {
    return KEPT.stream().filter(kept -> kept.use() != use).map(Kept::universe).toList();
  }

  /** Those in which to look for the worst case of a policy, in a fixed order. */
  public static List<Universe> worstCases() {
    return WORST_CASES;
  }

  /** Those in which to look for divergences, in a fixed order. */
  public static List<Universe> all() {
    return ALL;
  }

  /**
   * The universe of a name.
   *
   * @throws InvalidConstantException if there is none
   */
  public static Universe byName(String name) {
    return among(KEPT.stream().map(Kept::universe).toList(), name);
  }

  /**
   * The same, if it is one in which to look for the worst case of a policy.
   *
   * @throws InvalidConstantException if it is not
   */
  public static Universe worstCase(String name) {
    return among(WORST_CASES, name);
  }

  private static Universe among(List<Universe> known, String name) {
    return known.stream()
        .filter(universe -> universe.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidConstantException(
                    "universe",
                    "must be one of "
                        + String.join(", ", known.stream().map(Universe::name).toList())
                        + ", was "
                        + name));
  }

  /** A cached table that is larger than memory, beside a block of its own RDD and of none. */
  private static Constants table() {
    return constants(
        List.of(
            nativeBlock("n1", 1, MemoryMode.OFF_HEAP, 1),
            nativeBlock("n2", 1, MemoryMode.OFF_HEAP, 1),
            nativeBlock("n3", 1, MemoryMode.OFF_HEAP, 1),
            nativeBlock("n4", 1, MemoryMode.OFF_HEAP, 1),
            serialized("s1", 1, MemoryMode.OFF_HEAP, 0),
            serialized("s2", 1, MemoryMode.OFF_HEAP, 1)),
        new PoolSpec(1, 0),
        new PoolSpec(3, 1));
  }

  /** Small blocks that execution memory takes back, and demands for more than one of them. */
  private static Constants demands() {
    return new Constants(
        2,
        List.of(
            nativeBlock("n1", 2, MemoryMode.OFF_HEAP, 0),
            nativeBlock("n2", 2, MemoryMode.OFF_HEAP, 0),
            nativeBlock("n3", 2, MemoryMode.OFF_HEAP, 1),
            serialized("s1", 2, MemoryMode.OFF_HEAP, 0),
            serialized("s2", 2, MemoryMode.OFF_HEAP, 1)),
        new PoolSpec(1, 0),
        new PoolSpec(8, 2),
        1,
        Set.of(),
        Set.of(MemoryMode.OFF_HEAP),
        new TreeSet<>(Set.of(2, 4, 6)),
        2);
  }

  /** Native and serialized blocks in one off-heap order (R1, R4, R5, R11). */
  private static Constants offHeap() {
    return constants(
        List.of(
            nativeBlock("n1", 1, MemoryMode.OFF_HEAP, 0),
            nativeBlock("n2", 2, MemoryMode.OFF_HEAP, 0),
            nativeBlock("n3", 3, MemoryMode.OFF_HEAP, 0),
            serialized("s1", 1, MemoryMode.OFF_HEAP, 0),
            serialized("s2", 2, MemoryMode.OFF_HEAP, 0)),
        new PoolSpec(1, 0),
        new PoolSpec(4, 2));
  }

  /** All three kinds on heap, and a native block off heap that on-heap evictions must spare. */
  private static Constants onHeap() {
    return constants(
        List.of(
            nativeBlock("n1", 1, MemoryMode.ON_HEAP, 0),
            nativeBlock("n2", 3, MemoryMode.ON_HEAP, 0),
            nativeBlock("n3", 1, MemoryMode.OFF_HEAP, 0),
            serialized("s1", 2, MemoryMode.ON_HEAP, 0),
            deserialized("d1", 2, 0)),
        new PoolSpec(5, 2),
        new PoolSpec(1, 0));
  }

  /** Blocks of two RDDs and of none: the same-RDD rule of R4. */
  private static Constants owners() {
    return constants(
        List.of(
            nativeBlock("n1", 1, MemoryMode.OFF_HEAP, 1),
            nativeBlock("n2", 2, MemoryMode.OFF_HEAP, 1),
            nativeBlock("n3", 1, MemoryMode.OFF_HEAP, 2),
            nativeBlock("n4", 2, MemoryMode.OFF_HEAP, 0),
            serialized("s1", 1, MemoryMode.OFF_HEAP, 1),
            serialized("s2", 2, MemoryMode.OFF_HEAP, 2)),
        new PoolSpec(1, 0),
        new PoolSpec(4, 3));
  }

  /** Releases that throw, some of them fatally, beside one that does not (R7). */
  private static Constants throwing() {
    return constants(
        List.of(
            new BlockSpec(
                "n1", BlockKind.NATIVE, 1, MemoryMode.OFF_HEAP, 0, ReleaseBehaviour.THROWS),
            new BlockSpec(
                "n2", BlockKind.NATIVE, 2, MemoryMode.OFF_HEAP, 0, ReleaseBehaviour.FATAL),
            nativeBlock("n3", 1, MemoryMode.OFF_HEAP, 0),
            nativeBlock("n4", 3, MemoryMode.OFF_HEAP, 0),
            serialized("s1", 1, MemoryMode.OFF_HEAP, 0)),
        new PoolSpec(1, 0),
        new PoolSpec(4, 2));
  }

  /** Unroll memory that tasks reserve, keep and lose in both modes (R3). */
  private static Constants unroll() {
    return new Constants(
        2,
        List.of(
            nativeBlock("n1", 1, MemoryMode.ON_HEAP, 0),
            nativeBlock("n2", 1, MemoryMode.OFF_HEAP, 0),
            deserialized("d1", 1, 0),
            deserialized("d2", 3, 1),
            serialized("s1", 2, MemoryMode.OFF_HEAP, 1)),
        new PoolSpec(4, 2),
        new PoolSpec(3, 1),
        1,
        Set.of(MemoryMode.values()),
        Set.of(),
        new TreeSet<>(),
        2);
  }

  /** Execution memory that takes back what storage has borrowed (R12). */
  private static Constants execution() {
    return new Constants(
        2,
        List.of(
            nativeBlock("n1", 2, MemoryMode.OFF_HEAP, 0),
            nativeBlock("n2", 4, MemoryMode.OFF_HEAP, 0),
            nativeBlock("n3", 2, MemoryMode.ON_HEAP, 0),
            serialized("s1", 2, MemoryMode.OFF_HEAP, 0),
            deserialized("d1", 2, 0)),
        new PoolSpec(6, 2),
        new PoolSpec(8, 4),
        2,
        Set.of(),
        Set.of(MemoryMode.values()),
        new TreeSet<>(Set.of(2, 4)),
        2);
  }

  /** Releases that run after the call has left the monitor, some of which throw (R8). */
  private static Constants deferred() {
    return new Constants(
        2,
        List.of(
            new BlockSpec(
                "n1", BlockKind.NATIVE, 2, MemoryMode.ON_HEAP, 0, ReleaseBehaviour.THROWS),
            new BlockSpec(
                "n2", BlockKind.NATIVE, 2, MemoryMode.OFF_HEAP, 1, ReleaseBehaviour.FATAL),
            nativeBlock("n3", 4, MemoryMode.OFF_HEAP, 0),
            serialized("s1", 2, MemoryMode.OFF_HEAP, 1),
            deserialized("d1", 4, 0)),
        new PoolSpec(6, 2),
        new PoolSpec(6, 2),
        2,
        Set.of(MemoryMode.OFF_HEAP),
        Set.of(MemoryMode.values()),
        new TreeSet<>(Set.of(2, 4)),
        2,
        true);
  }

  private static Constants constants(List<BlockSpec> blocks, PoolSpec onHeap, PoolSpec offHeap) {
    return new Constants(2, blocks, onHeap, offHeap, 1, Set.of(), Set.of(), new TreeSet<>(), 2);
  }

  private static BlockSpec nativeBlock(String id, int size, MemoryMode mode, int owner) {
    return new BlockSpec(id, BlockKind.NATIVE, size, mode, owner, ReleaseBehaviour.RETURNS);
  }

  private static BlockSpec serialized(String id, int size, MemoryMode mode, int owner) {
    return new BlockSpec(id, BlockKind.SERIALIZED, size, mode, owner, ReleaseBehaviour.RETURNS);
  }

  private static BlockSpec deserialized(String id, int size, int owner) {
    return new BlockSpec(
        id, BlockKind.DESERIALIZED, size, MemoryMode.ON_HEAP, owner, ReleaseBehaviour.RETURNS);
  }
}
