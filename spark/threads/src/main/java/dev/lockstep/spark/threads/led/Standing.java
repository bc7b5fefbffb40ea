package dev.lockstep.spark.threads.led;

import dev.lockstep.model.lock.Call;
import dev.lockstep.model.lock.Frame;
import dev.lockstep.model.lock.LockView;
import dev.lockstep.model.lock.Place;
import dev.lockstep.schedule.Operation;
import dev.lockstep.schedule.Situation;
import dev.lockstep.spark.launch.LedPoints;
import java.util.Iterator;
import java.util.Objects;

/**
 * Where a thread of the real code stands when the specification says that it is in some frame at
 * some place: docs/spec-map.md, as code.
 */
final class Standing {
  private final LedParts parts;

  Standing(LedParts parts) {
    this.parts = parts;
  }

  /**
   * Whether a thread is held up on its way to where it should stand, by a lock that the
   * specification's step has nothing of: an ordinary put looks for its block before it takes the
   * monitor, and whoever holds that lock longer than a moment has the monitor as well.
   */
  boolean isOnTheWay(Situation real, LockView model, int thread) {
    Operation next = real.pending(thread - 1);
    return next != null
        && !model.idle(thread)
        && model.stack(thread).in(Call.PUT, Place.MONITOR)
        && atEntries(next);
  }

  /** Whether a thread stands where a state of the model says. */
  boolean is(Situation real, LockView model, int thread) {
    Operation next = real.pending(thread - 1);
    if (next == null) {
      return false;
    }
    if (model.idle(thread)) {
      return named(next, LedTask.IDLE)
          || (thread == model.threads() && !model.queue().isEmpty() && atMonitor(next));
    }
    Frame top = model.stack(thread).top();
    if (top.place() == Place.ASLEEP) {
      return real.isAsleep(thread - 1);
    }
    if (real.isAsleep(thread - 1)) {
      return false;
    }
    boolean inside = model.owner() == thread;
    return switch (top.call()) {
      case ENGINE -> named(next, LedTask.ENGINE_HELD);
      case PUT -> put(next, top, inside, model.info(top.block()) == thread);
      case EVICT -> evict(next, top);
      case RELEASE -> release(next, top);
      case READ -> read(next, top);
      case REMOVE -> remove(next, top, inside, model.info(top.block()) == thread);
      case ASK -> top.place() == Place.LOCK ? atMonitor(next) : named(next, LedPoints.EVICTED);
      case END -> false; // One call of the real code gives all locks back, in an order of its own.
      case STOP, CLEAR -> stop(next, top, inside, model);
    };
  }

  private boolean put(Operation next, Frame top, boolean inside, boolean holds) {
    return switch (top.place()) {
      case MONITOR -> inside ? named(next, LedPoints.PUT) : atMonitor(next);
      case EVICTED -> named(next, LedPoints.EVICTED);
      case ADD -> atEntries(next);
      case UNLOCK ->
          holds ? about(next, LedPoints.UNLOCK, top.block()) : lost(next, top, LedPoints.UNLOCK);
      case FORGET ->
          holds ? about(next, LedPoints.FORGET, top.block()) : lost(next, top, LedPoints.FORGET);
      default -> false;
    };
  }

  /**
   * A call whose lock a stop has taken has nothing to give back: a native one ends there and then.
   */
  private boolean lost(Operation next, Frame top, String point) {
    return about(next, point, top.block())
        || named(next, LedTask.IDLE)
        || named(next, LedTask.ENGINE_HELD)
        || named(next, LedPayload.CALLED);
  }

  private boolean evict(Operation next, Frame top) {
    return switch (top.place()) {
      case TRY ->
          named(next, LedPoints.TRY)
              && (top.rest().isEmpty()
                  || ((Iterator<?>) Objects.requireNonNull(next.key())).hasNext());
      case DROP -> named(next, LedPoints.DROP);
      case FORGET -> about(next, LedPoints.FORGET, top.chosen().head());
      case GIVE_UP -> about(next, LedPoints.UNLOCK, top.chosen().head());
      default -> false;
    };
  }

  private boolean release(Operation next, Frame top) {
    LedPayload.Does does = LedPayload.Does.of(parts.constants(), top.block());
    return switch (top.place()) {
      case RUN ->
          does.waits() && !does.reenters()
              ? next.resource() == parts.engine()
              : named(next, LedPayload.RELEASE) && Objects.equals(next.key(), top.block());
      case CALLED ->
          does.waits()
              ? next.resource() == parts.engine()
              : named(next, LedPayload.CALLED) && Objects.equals(next.key(), top.block());
      case RETURN -> atMonitor(next);
      default -> false;
    };
  }

  private boolean read(Operation next, Frame top) {
    return switch (top.place()) {
      case LOCK -> about(next, LedPoints.LOCK_FOR_READING, top.block()) || woken(next);
      case TOUCH -> atEntries(next);
      case SCAN -> named(next, LedTask.SCAN);
      default -> false;
    };
  }

  private boolean remove(Operation next, Frame top, boolean inside, boolean holds) {
    return switch (top.place()) {
      case LOCK -> about(next, LedPoints.LOCK_FOR_WRITING, top.block()) || woken(next);
      case MONITOR -> inside ? about(next, LedPoints.REMOVE, top.block()) : atMonitor(next);
      case FORGET ->
          holds ? about(next, LedPoints.FORGET, top.block()) : lost(next, top, LedPoints.FORGET);
      default -> false;
    };
  }

  private boolean stop(Operation next, Frame top, boolean inside, LockView model) {
    return switch (top.place()) {
      case INFOS -> named(next, LedPoints.CLEAR_INFOS);
      case TASKS ->
          next.kind() == Operation.Kind.ACCESS && next.resource() == parts.locks().readLocksByTask;
      case LOCK -> inside ? named(next, LedPoints.CLEAR) : atMonitor(next);
      case DRAIN ->
          anyNative(model) ? named(next, LedPoints.CLEAR_DROP) : named(next, LedPoints.CLEAR_END);
      default -> false;
    };
  }

  private boolean anyNative(LockView model) {
    for (int i = 0; i < model.lru().size(); i++) {
      if (parts.isNative(model.lru().get(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean named(Operation next, String name) {
    return next.kind() == Operation.Kind.NAMED && next.site().equals(name);
  }

  private boolean about(Operation next, String name, int block) {
    Object key = next.key();
    return named(next, name) && key != null && parts.positionOf(key) == block;
  }

  private boolean atMonitor(Operation next) {
    return (next.kind() == Operation.Kind.LOCK || next.kind() == Operation.Kind.RELOCK)
        && next.resource() == parts.manager();
  }

  private boolean atEntries(Operation next) {
    return next.kind() == Operation.Kind.LOCK && next.resource() == parts.memory().entries;
  }

  private static boolean woken(Operation next) {
    return next.kind() == Operation.Kind.RELOCK;
  }
}
