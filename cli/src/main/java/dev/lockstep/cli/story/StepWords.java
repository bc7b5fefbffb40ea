package dev.lockstep.cli.story;

import dev.lockstep.model.lock.Call;
import dev.lockstep.model.lock.Frame;
import dev.lockstep.model.lock.FrameStack;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.model.lock.LockView;
import dev.lockstep.model.lock.Mechanism;
import dev.lockstep.model.lock.Place;

/**
 * One step in words, from the states before and after it. An action a case: longer than a screen,
 * and a table for all that.
 */
final class StepWords {
  private final Cast cast;
  private final LockStep.Label label;
  private final LockView before;
  private final LockView after;
  private final int t;

  StepWords(Cast cast, LockView before, LockStep.Label label, LockView after) {
    this.cast = cast;
    this.label = label;
    this.before = before;
    this.after = after;
    this.t = label.t();
  }

  String text() {
    return switch (label.action()) {
      case TakeEngineLock -> "takes the engine's lock";
      case LeaveEngineLock -> "gives the engine's lock back";
      case BeginPut -> cast.put(label.b()) + ": its write lock";
      case PutAcquires, PutReacquires -> putDecided();
      case AddEntry -> "adds the entry " + name(top().block());
      case PutUnlocks -> "unlocks " + name(top().block()) + ": STORED";
      case PutForgets -> "forgets " + name(top().block()) + ": not stored";
      case TryVictim -> tried();
      case GiveUp -> "unlocks " + victim() + ", which stays" + evictionOver();
      case DropVictim -> dropped();
      case ForgetVictim -> "forgets " + victim() + evictionOver();
      case ReleaseCalls -> releaseCalls();
      case ReleaseEnds -> releaseEnds();
      case RunQueued -> "release of " + name(before.queue().get(0)) + " begins, from the queue";
      case ReturnBytes -> "the bytes of " + name(top().block()) + " are back";
      case BeginRead -> cast.read(label.b()) + (pins(label.b()) ? "" : ", without a pin");
      case ReadLocks -> readLocks();
      case Touch -> touched();
      case EndScan -> "has read " + name(top().block());
      case Unlock -> "gives its read lock of " + name(label.b()) + " back";
      case BeginRemove -> "remove " + name(label.b());
      case RemoveLocks -> removeLocks();
      case RemoveDrops -> leaves(top().block());
      case RemoveForgets -> "forgets " + name(top().block()) + ": removed";
      case BeginAsk -> "asks for " + Cast.units(cast.constants().demand()) + " of execution memory";
      case GrowExecution, TakeExecution -> askDecided();
      case GiveExecution -> "gives its execution memory back";
      case BeginEnd -> "ends";
      case EndUnlocks -> "loses its read lock of " + name(label.b());
      case EndGives -> "has ended";
      case BeginStop -> "stops the block manager";
      case StopForgets -> "forgets all block infos" + pinsTaken();
      case StopForgetsTasks -> "forgets all tasks";
      case ClearEnters -> clearEnters();
      case ClearDrops -> leaves(before.lru().get(firstNative()));
      case ClearReleases -> "release of " + name(top().chosen().get(0)) + " begins";
      case ClearEnds -> "the store is cleared";
    };
  }

  private String name(int b) {
    return cast.block(b);
  }

  /** The innermost frame, which the step is about. */
  private Frame top() {
    return before.stack(t).top();
  }

  private String victim() {
    return name(top().chosen().get(0));
  }

  private boolean isNow(Call call) {
    FrameStack stack = after.stack(t);
    return !stack.isEmpty() && stack.top().call() == call;
  }

  private boolean isNow(Call call, Place place) {
    return after.stack(t).in(call, place);
  }

  private boolean leftMonitor() {
    return before.owner() == t && after.owner() != t;
  }

  private String monitor(String text) {
    return before.owner() != t && after.owner() == t
        ? "takes the monitor; " + text
        : text + (leftMonitor() ? "; leaves the monitor" : "");
  }

  private String evictionBegins() {
    return monitor(Cast.units(after.stack(t).top().n()) + " lacking, begins to evict");
  }

  private String putDecided() {
    int b = top().block();
    if (isNow(Call.EVICT)) {
      return evictionBegins();
    } else if (isNow(Call.PUT, Place.UNLOCK)) {
      return monitor("adds the entry " + name(b) + ", " + Cast.units(cast.size(b)));
    } else if (isNow(Call.PUT, Place.ADD)) {
      return monitor("reserves " + Cast.units(cast.size(b)) + " for " + name(b));
    } else if (top().failed()) {
      return monitor("an error leaves the put of " + name(b));
    } else if (before.info(b) != t) {
      return monitor(name(b) + " is refused: its info is gone");
    } else if (before.lru().contains(b)) {
      return monitor(name(b) + " is refused: it has an entry");
    } else if (before.ended()) {
      return monitor(name(b) + " is refused: the manager has stopped");
    }
    return monitor("no space for " + name(b));
  }

  private String tried() {
    Frame eviction = top();
    if (eviction.rest().isEmpty()) {
      return "has nothing to evict" + evictionOver();
    }
    int v = eviction.rest().get(0);
    boolean taken = after.info(v) == t && before.info(v) != t;
    boolean reached = taken && cast.size(v) >= eviction.n();
    String enough =
        isNow(Call.EVICT, Place.TRY)
            ? ""
            : reached
                ? "; that is enough"
                : isNow(Call.EVICT, Place.DROP)
                    ? "; too little, drops it all the same"
                    : "; can't reach the space";
    return "tries " + name(v) + ": " + (taken ? "write-locks it" : leftOut(v)) + enough;
  }

  private String leftOut(int v) {
    if (!cast.holders(before, v).equals("free")) {
      return cast.holders(before, v) + ", leaves it";
    }
    return (before.info(v) == LockView.ABSENT ? "has no info" : "passes it over");
  }

  private String evictionOver() {
    return isNow(Call.EVICT) ? "" : "; the eviction is over";
  }

  private String dropped() {
    int v = top().chosen().get(0);
    boolean throwsAnError =
        isNow(Call.EVICT, Place.GIVE_UP)
            || (!isNow(Call.EVICT) && !isNow(Call.RELEASE) && after.stack(t).top().failed());
    if (throwsAnError) {
      return "the drop of " + name(v) + " throws" + evictionOver();
    } else if (!before.lru().contains(v) && !isNow(Call.RELEASE)) {
      return name(v) + " is gone: passes it over" + evictionOver();
    }
    return leaves(v);
  }

  /** An entry leaves, by a drop, a removal or a clear. */
  private String leaves(int b) {
    if (isNow(Call.RELEASE)) {
      boolean stays = after.lru().contains(b);
      boolean again = !before.lru().contains(b);
      return monitor(
          (stays ? name(b) + " stays, " : again ? name(b) + " is gone, " : name(b) + " leaves, ")
              + "its release begins");
    } else if (!before.lru().contains(b)) {
      return name(b) + " has no entry";
    }
    return after.queue().size() > before.queue().size()
        ? name(b) + " leaves, its release is queued"
        : name(b) + " leaves, " + Cast.units(cast.size(b)) + " back";
  }

  private String releaseCalls() {
    String inner = cast.constants().releases().inner();
    String release = "release of " + name(top().block());
    if (isNow(Call.REMOVE)) {
      return release + " removes " + inner;
    } else if (isNow(Call.CLEAR)) {
      return release + " clears the store";
    }
    return release + " puts " + inner + (isNow(Call.PUT) ? ": its write lock" : ": DUPLICATE");
  }

  private String releaseEnds() {
    String b = name(top().block());
    String how =
        cast.constants().releases().fatal().contains(b)
            ? " throws a fatal error"
            : cast.constants().releases().throwing().contains(b) ? " throws" : " returns";
    int back = before.used() - after.used();
    return monitor("release of " + b + how + (back > 0 ? ", " + Cast.units(back) + " back" : ""));
  }

  private boolean pins(int b) {
    return !cast.isNative(b) || cast.constants().keeps(Mechanism.PinToScan);
  }

  private String readLocks() {
    int b = top().block();
    if (before.info(b) == LockView.ABSENT) {
      return name(b) + " is gone";
    } else if (isNow(Call.READ, Place.ASLEEP)) {
      return "sleeps: " + name(b) + " is " + cast.holders(before, b);
    }
    return pins(b) ? "read-locks " + name(b) : "finds " + name(b) + ", takes no lock";
  }

  private String touched() {
    int b = top().block();
    if (!before.lru().contains(b)) {
      return name(b) + " has no entry";
    }
    return isNow(Call.READ, Place.SCAN)
        ? "reads the payload of " + name(b)
        : "has " + name(b) + ", most recent now";
  }

  private String removeLocks() {
    int b = top().block();
    if (isNow(Call.REMOVE, Place.MONITOR)) {
      return "write-locks " + name(b);
    } else if (isNow(Call.REMOVE, Place.ASLEEP)) {
      return "sleeps: " + name(b) + " is " + cast.holders(before, b);
    }
    return before.info(b) == LockView.ABSENT
        ? name(b) + " is gone"
        : "leaves " + name(b) + ", " + cast.holders(before, b);
  }

  private String askDecided() {
    if (isNow(Call.EVICT)) {
      return evictionBegins();
    } else if (isNow(Call.ASK, Place.ASLEEP)) {
      return monitor("sleeps for execution memory");
    } else if (top().failed()) {
      return monitor("an error leaves the request");
    }
    int granted = after.exec(t) - Math.max(0, before.exec(t));
    return monitor("gets " + Cast.units(granted) + " of execution memory");
  }

  private String pinsTaken() {
    StringBuilder taken = new StringBuilder();
    for (int b = 0; b < before.blocks(); b++) {
      if (!before.unread(b)) {
        taken.append(", though ").append(cast.threads(Cast.readers(before, b)));
        taken.append(" has ").append(name(b));
      }
    }
    return taken.toString();
  }

  private String clearEnters() {
    boolean deferred = cast.constants().deferredRelease();
    return deferred
        ? "takes " + cast.blocks(after.stack(t).top().chosen()) + " out of the store"
        : monitor("begins to clear the store");
  }

  private int firstNative() {
    for (int i = 0; i < before.lru().size(); i++) {
      if (cast.isNative(before.lru().get(i))) {
        return i;
      }
    }
    throw new IllegalStateException("nothing to clear");
  }
}
