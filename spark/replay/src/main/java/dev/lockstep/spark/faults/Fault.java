package dev.lockstep.spark.faults;

import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.ClassNode;

/**
 * Ten ways to break a store with native blocks that one thread is enough to see. Two break the
 * place where releases run, the others Spark's own {@code MemoryStore}, stock or patched.
 */
public enum Fault implements StoreFault {
  DOUBLE_RELEASE("double-release", Set.of("R5"), "Each release runs twice.", ReleaseSite::runTwice),
  NEVER_RELEASE(
      "never-release",
      Set.of("R5"),
      "No release ever runs; the payload leaks.",
      ReleaseSite::runNever),
  RELEASE_BEFORE_LEAVE(
      "release-before-leave",
      Set.of("R6"),
      "The payload is freed while its entry can still be found.",
      Edits.STORE,
      Edits::releaseBeforeLeave),
  RELEASE_WHILE_PINNED(
      "release-while-pinned",
      Set.of("R5"),
      "An eviction that can't have a pinned native block frees its payload and passes it over.",
      Edits.STORE,
      Edits::freePinned),
  BYTES_NOT_RETURNED(
      "bytes-not-returned",
      Set.of("R3", "R6"),
      "The bytes of an entry that ends stay accounted for ever.",
      Edits.STORE,
      Edits::keepBytes),
  BYTES_BEFORE_RELEASE(
      "bytes-before-release",
      Set.of("R6"),
      "The bytes go back to the pool before the payload is freed.",
      Edits.STORE,
      Edits::returnBytesFirst),
  FIFO(
      "fifo",
      Set.of("R4"),
      "A read or a pin does not make its block most recent.",
      Edits.STORE,
      Edits::insertionOrder),
  NATIVE_PREFERRED(
      "native-preferred",
      Set.of("R4"),
      "Eviction takes native entries before older ones of other kinds.",
      Edits.STORE,
      Edits::nativesFirst),
  VICTIM_WITHOUT_LOCK(
      "victim-without-lock",
      Set.of("R4", "R8"),
      "Eviction takes its victims without their block locks.",
      Edits.STORE,
      Edits::victimsWithoutLock),
  LOCK_KEPT(
      "lock-kept",
      Set.of("R4"),
      "An eviction that gives up keeps the locks of the victims it had chosen.",
      Edits.STORE,
      Edits::keepLocks);

  private final String name;
  private final Set<String> expectedRules;
  private final String description;
  private final String target;
  private final Consumer<ClassNode> edit;
  private final @Nullable BiConsumer<ReleaseSite, ClassNode> ofReleases;

  Fault(
      String name,
      Set<String> expectedRules,
      String description,
      String target,
      Consumer<ClassNode> edit) {
    this.name = name;
    this.expectedRules = expectedRules;
    this.description = description;
    this.target = target;
    this.edit = edit;
    this.ofReleases = null;
  }

  Fault(
      String name,
      Set<String> expectedRules,
      String description,
      BiConsumer<ReleaseSite, ClassNode> ofReleases) {
    this.name = name;
    this.expectedRules = expectedRules;
    this.description = description;
    this.target = ReleaseSite.OF_PATCH.className();
    this.edit = node -> ofReleases.accept(ReleaseSite.OF_PATCH, node);
    this.ofReleases = ofReleases;
  }

  /** Whether it breaks the place where releases run, which each store has elsewhere. */
  public boolean isOfReleases() {
    return ofReleases != null;
  }

  /** The same fault in a store that runs releases at that place. */
  public StoreFault at(ReleaseSite site) {
    return isOfReleases() ? new FaultElsewhere(this, site) : this;
  }

  void breakReleases(ReleaseSite site, ClassNode node) {
    if (ofReleases == null) {
      throw new FaultException(name + " does not break releases");
    }
    ofReleases.accept(site, node);
  }

  @Override
  public String faultName() {
    return name;
  }

  /** The rules of the contract that a divergence caused by it may name. */
  public Set<String> expectedRules() {
    return expectedRules;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public Consumer<ClassNode> edit() {
    return edit;
  }
}
