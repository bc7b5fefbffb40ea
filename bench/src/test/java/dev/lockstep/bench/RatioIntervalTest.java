package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatioIntervalTest {

  @Test
  void theIntervalIsStudentsOnTheLogarithms() {
    // Logarithms -0.1, 0, 0.1: mean 0, deviation 0.1; t(0.975, 2 degrees) = 4.302653.
    RatioInterval interval = RatioInterval.of(Math.exp(-0.1), 1, Math.exp(0.1));
    double error = 4.302653 * 0.1 / Math.sqrt(3);
    assertThat(interval.ratio()).isCloseTo(1, within(1e-9));
    assertThat(interval.low()).isCloseTo(Math.exp(-error), within(1e-6));
    assertThat(interval.high()).isCloseTo(Math.exp(error), within(1e-6));
  }

  @Test
  void inverseRatiosGiveTheInverseInterval() {
    RatioInterval one = RatioInterval.of(0.8, 0.9, 1.1, 0.95);
    RatioInterval other = RatioInterval.of(1 / 0.8, 1 / 0.9, 1 / 1.1, 1 / 0.95);
    assertThat(other.ratio()).isCloseTo(1 / one.ratio(), within(1e-9));
    assertThat(other.low()).isCloseTo(1 / one.high(), within(1e-9));
    assertThat(other.high()).isCloseTo(1 / one.low(), within(1e-9));
  }

  @Test
  void onlyAnIntervalWhollyBelowFails() {
    assertThat(new RatioInterval(0.95, 0.93, 0.9701).includesOrExceeds(0.97)).isTrue();
    assertThat(new RatioInterval(1.2, 1.1, 1.3).includesOrExceeds(0.97)).isTrue();
    assertThat(new RatioInterval(0.95, 0.93, 0.9699).includesOrExceeds(0.97)).isFalse();
  }

  @Test
  void twoRatiosAreTooFew() {
    assertThatThrownBy(() -> RatioInterval.of(1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoRatioIsRefused(double odd) {
    assertThatThrownBy(() -> RatioInterval.of(1, odd, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(odd));
  }
}
