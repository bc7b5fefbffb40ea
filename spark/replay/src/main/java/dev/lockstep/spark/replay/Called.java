package dev.lockstep.spark.replay;

import dev.lockstep.model.Result;

/**
 * How a call on the real store ended.
 *
 * @param result what came back
 * @param amount units, or 0
 * @param detail the store's own words on a refusal, or empty
 */
record Called(Result result, int amount, String detail) {

  /** How a native put ended. */
  static Result resultOf(NativeStore.PutResult put) {
    return switch (put) {
      case STORED -> Result.STORED;
      case NO_SPACE -> Result.NO_SPACE;
      case DUPLICATE -> Result.DUPLICATE;
    };
  }

  static Called of(Result result) {
    return new Called(result, 0, "");
  }

  static Called of(Result result, int amount) {
    return new Called(result, amount, "");
  }

  /** The store said no. */
  static Called refused(Throwable reason) {
    return refused(String.valueOf(reason.getMessage()));
  }

  static Called refused(String reason) {
    return new Called(Result.REFUSED, 0, reason);
  }
}
