package dev.lockstep.model;

import static dev.lockstep.model.TestConstants.jvmBlock;
import static dev.lockstep.model.TestConstants.nativeBlock;
import static dev.lockstep.model.TestConstants.onHeap;
import static dev.lockstep.model.TestConstants.withExecution;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Action.AcquireExecution;
import dev.lockstep.model.Action.Clear;
import dev.lockstep.model.Action.Get;
import dev.lockstep.model.Action.Pin;
import dev.lockstep.model.Action.PutDeserialized;
import dev.lockstep.model.Action.PutNative;
import dev.lockstep.model.Action.PutSerialized;
import dev.lockstep.model.Action.Remove;
import dev.lockstep.model.Action.TaskEnd;
import dev.lockstep.model.Action.Unlock;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractModelTest {

  /** A model with the state that it is in. */
  private static final class Run {
    final Constants constants;
    final ContractModel model;
    StoreState state;

    Run(Constants constants) {
      this.constants = constants;
      this.model = new ContractModel(constants);
      this.state = model.initialStates().get(0);
    }

    Outcome does(Action action) {
      Response response = model.respond(state, action);
      assertThat(response).isInstanceOf(Response.Taken.class);
      Step step = ((Response.Taken) response).step();
      state = step.after();
      return step.outcome();
    }

    Result declines(Action action) {
      Response response = model.respond(state, action);
      assertThat(response).isInstanceOf(Response.Declined.class);
      return ((Response.Declined) response).result();
    }

    List<String> order() {
      return state.order(constants);
    }
  }

  @Test
  void putNativeHasThreeResults() {
    Run run = new Run(onHeap(3, 2, nativeBlock("n1", 2), nativeBlock("n4", 4)));
    assertThat(run.does(new PutNative(1, "n1")).result()).isEqualTo(Result.STORED);
    assertThat(run.does(new PutNative(2, "n1")).result()).isEqualTo(Result.DUPLICATE);
    StoreState before = run.state;
    assertThat(run.does(new PutNative(1, "n4")).result()).isEqualTo(Result.NO_SPACE);
    assertThat(run.state).isEqualTo(before);
  }

  @Test
  void evictionTakesTheLeastRecentWhateverItsKind() {
    Run run =
        new Run(
            onHeap(
                3,
                2,
                nativeBlock("n1", 1),
                jvmBlock("s1", BlockKind.SERIALIZED, 1),
                jvmBlock("d1", BlockKind.DESERIALIZED, 1),
                nativeBlock("n2", 2)));
    run.does(new PutNative(1, "n1"));
    run.does(new PutSerialized(1, "s1"));
    run.does(new PutDeserialized(1, "d1"));
    run.does(new Pin(1, "n1"));
    run.does(new Unlock(1, "n1"));
    Outcome put = run.does(new PutNative(2, "n2"));
    assertThat(put.victims()).containsExactly("s1", "d1");
    assertThat(run.order()).containsExactly("n1", "n2");
  }

  @Test
  void evictionRunsReleaseOnceBeforeTheBytesReturn() {
    Run run = new Run(onHeap(2, 1, nativeBlock("n1", 2), nativeBlock("n2", 1)));
    run.does(new PutNative(1, "n1"));
    Outcome put = run.does(new PutNative(1, "n2"));
    assertThat(put.events())
        .extracting(Event::kind)
        .containsExactly(
            Event.Kind.LEAVES, Event.Kind.RELEASED, Event.Kind.RETURNED, Event.Kind.FORGOTTEN);
    assertThat(run.state.releases(0)).isEqualTo(1);
  }

  @Test
  void evictionThatCannotReachItsSpaceDropsNothing() {
    Run run =
        new Run(onHeap(3, 2, nativeBlock("n1", 1), nativeBlock("n2", 1), nativeBlock("n3", 3)));
    run.does(new PutNative(1, "n1"));
    run.does(new PutNative(1, "n2"));
    run.does(new Pin(2, "n2"));
    Outcome put = run.does(new PutNative(1, "n3"));
    assertThat(put.result()).isEqualTo(Result.NO_SPACE);
    assertThat(run.order()).containsExactly("n1", "n2");
  }

  @Test
  void aBlockIsNotEvictedForItsOwnRdd() {
    Run run =
        new Run(
            onHeap(
                2,
                1,
                jvmBlock("s1", BlockKind.SERIALIZED, 2, 7),
                jvmBlock("s2", BlockKind.SERIALIZED, 1, 7)));
    run.does(new PutSerialized(1, "s1"));
    assertThat(run.does(new PutSerialized(1, "s2")).result()).isEqualTo(Result.NO_SPACE);
  }

  @Test
  void aFatalReleaseEndsThePutAfterAllVictimsAreDropped() {
    Run run =
        new Run(
            onHeap(
                2,
                1,
                nativeBlock("n1", 1, ReleaseBehaviour.FATAL),
                nativeBlock("n2", 1),
                nativeBlock("n3", 2)));
    run.does(new PutNative(1, "n1"));
    run.does(new PutNative(1, "n2"));
    Outcome put = run.does(new PutNative(1, "n3"));
    assertThat(put.result()).isEqualTo(Result.FATAL);
    assertThat(put.releases()).containsExactly("n1", "n2");
    assertThat(run.state.entryCount()).isZero();
    assertThat(run.state.used(MemoryMode.ON_HEAP)).isZero();
  }

  @Test
  void unrollMemoryStaysWithTheTaskWhenUnrollingFailsHalfWay() {
    Run run =
        new Run(onHeap(3, 2, nativeBlock("n1", 2), jvmBlock("d1", BlockKind.DESERIALIZED, 3)));
    run.does(new PutNative(1, "n1"));
    run.does(new Pin(1, "n1"));
    Outcome put = run.does(new PutDeserialized(2, "d1"));
    assertThat(put.result()).isEqualTo(Result.NO_SPACE);
    assertThat(put.amount()).isEqualTo(1);
    assertThat(run.state.unroll(MemoryMode.ON_HEAP, 2)).isEqualTo(1);
    run.does(new TaskEnd(2));
    assertThat(run.state.used(MemoryMode.ON_HEAP)).isEqualTo(2);
  }

  @Test
  void executionTakesBackWhatStorageBorrowed() {
    Run run = new Run(withExecution(8, 2, nativeBlock("n1", 4), nativeBlock("n2", 4)));
    run.does(new PutNative(1, "n1"));
    run.does(new PutNative(1, "n2"));
    Outcome acquired = run.does(new AcquireExecution(1, MemoryMode.ON_HEAP, 4));
    assertThat(acquired.amount()).isEqualTo(4);
    assertThat(acquired.victims()).containsExactly("n1");
  }

  @Test
  void aTaskWithLessThanItsLeastShareWaits() {
    Run run = new Run(withExecution(4, 2, nativeBlock("n1", 2)));
    run.does(new AcquireExecution(1, MemoryMode.ON_HEAP, 4));
    assertThat(run.declines(new AcquireExecution(2, MemoryMode.ON_HEAP, 2)))
        .isEqualTo(Result.WAITS);
  }

  @Test
  void aPinnedBlockIsNeitherRemovedNorEvicted() {
    Run run = new Run(onHeap(2, 1, nativeBlock("n1", 1), nativeBlock("n2", 2)));
    run.does(new PutNative(1, "n1"));
    run.does(new Pin(2, "n1"));
    assertThat(run.declines(new Remove(1, "n1"))).isEqualTo(Result.WAITS);
    assertThat(run.does(new PutNative(1, "n2")).result()).isEqualTo(Result.NO_SPACE);
    run.does(new TaskEnd(2));
    assertThat(run.does(new Remove(1, "n1")).result()).isEqualTo(Result.REMOVED);
  }

  @Test
  void aDeferredReleaseGivesItsBytesBackAfterTheCall() {
    Run run =
        new Run(
            onHeap(4, 2, nativeBlock("n1", 2), nativeBlock("n2", 2), nativeBlock("n3", 2))
                .withDeferredRelease(true));
    run.does(new PutNative(1, "n1"));
    run.does(new PutNative(1, "n2"));

    Outcome put = run.does(new PutNative(2, "n3"));

    assertThat(put.result()).isEqualTo(Result.NO_SPACE);
    assertThat(put.victims()).containsExactly("n1");
    assertThat(put.events().toString())
        .isEqualTo("[leaves n1, forgotten n1, released n1, returned n1]");
    assertThat(run.state.used(MemoryMode.ON_HEAP)).isEqualTo(2);
    assertThat(run.does(new PutNative(2, "n3")).result()).isEqualTo(Result.STORED);
  }

  @Test
  void jvmVictimsGiveTheirBytesAtOnceWhenReleasesAreDeferred() {
    Run run =
        new Run(
            onHeap(
                    3,
                    1,
                    nativeBlock("n1", 1),
                    nativeBlock("n2", 2),
                    jvmBlock("s1", BlockKind.SERIALIZED, 2))
                .withDeferredRelease(true));
    run.does(new PutNative(1, "n1"));
    run.does(new PutSerialized(1, "s1"));

    Outcome put = run.does(new PutNative(1, "n2"));

    assertThat(put.result()).isEqualTo(Result.STORED);
    assertThat(put.events().toString())
        .isEqualTo(
            "[leaves n1, forgotten n1, leaves s1, returned s1, forgotten s1, released n1, returned n1]");
  }

  @Test
  void aFatalDeferredReleaseIsTheClearsAndNoOtherCalls() {
    Run run =
        new Run(
            onHeap(2, 1, nativeBlock("n1", 1, ReleaseBehaviour.FATAL)).withDeferredRelease(true));
    run.does(new PutNative(1, "n1"));
    assertThat(run.does(new Remove(1, "n1")).result()).isEqualTo(Result.REMOVED);
    assertThat(run.state.used(MemoryMode.ON_HEAP)).isZero();
    run.does(new PutNative(1, "n1"));
    assertThat(run.does(new Clear()).result()).isEqualTo(Result.FATAL);
  }

  @Test
  void executionIsGrantedLessWhenReleasesAreDeferred() {
    Run run = new Run(withExecution(6, 2, nativeBlock("n1", 4)).withDeferredRelease(true));
    run.does(new PutNative(1, "n1"));
    assertThat(run.does(new AcquireExecution(1, MemoryMode.ON_HEAP, 4)).amount()).isEqualTo(2);
    assertThat(run.order()).isEmpty();
    assertThat(run.does(new AcquireExecution(1, MemoryMode.ON_HEAP, 2)).amount()).isEqualTo(2);
  }

  @Test
  void clearReleasesEveryRegistrationWhateverItsPins() {
    Run run = new Run(onHeap(4, 2, nativeBlock("n1", 1), nativeBlock("n2", 1)));
    run.does(new PutNative(1, "n1"));
    run.does(new PutNative(1, "n2"));
    run.does(new Pin(2, "n1"));
    assertThat(run.does(new Clear()).releases()).containsExactly("n2", "n1");
    assertThat(run.state.unlocked(0)).isTrue();
  }

  @Test
  void ordinaryCallsRefuseNativeBlocks() {
    Run run = new Run(onHeap(4, 2, nativeBlock("n1", 1)));
    run.does(new PutNative(1, "n1"));
    assertThat(run.declines(new PutSerialized(1, "n1"))).isEqualTo(Result.REFUSED);
    assertThat(run.declines(new PutDeserialized(1, "n1"))).isEqualTo(Result.REFUSED);
    assertThat(run.declines(new Get(1, "n1"))).isEqualTo(Result.REFUSED);
    assertThat(run.declines(new Unlock(1, "n1"))).isEqualTo(Result.REFUSED);
  }
}
