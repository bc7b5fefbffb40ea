package dev.lockstep.bench.simulate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Requests by Zipf's law with an exponent of 1; which block is how popular is chance. */
final class ZipfRequests {
  private ZipfRequests() {}

  static int[] of(int count, int blocks, SplittableRandom chance) {
    double[] upTo = new double[blocks];
    double sum = 0;
    int[] names = new int[blocks];
    for (int k = 0; k < blocks; k++) {
      sum += 1.0 / (k + 1);
      upTo[k] = sum;
      int other = chance.nextInt(k + 1);
      names[k] = names[other];
      names[other] = k;
    }
    int[] requests = new int[count];
    for (int i = 0; i < count; i++) {
      int at = Arrays.binarySearch(upTo, chance.nextDouble() * sum);
      requests[i] = names[Math.min(blocks - 1, at >= 0 ? at : -at - 1)];
    }
    return requests;
  }
}
