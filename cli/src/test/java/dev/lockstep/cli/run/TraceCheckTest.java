package dev.lockstep.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which stores an {@code expect.where} speaks of. */
class TraceCheckTest {
  @ParameterizedTest
  @CsvSource({
    "spark,               spark@4.2.0,                true",
    "spark,               spark@4.0.4,                true",
    "spark,               spark@/home/c++/core.jar,   true",
    "spark@4.2.0,         spark@4.2.0,                true",
    "spark@4.2.0,         spark@4.0.4,                false",
    "spark,               spark@4.2.0+fifo,           false",
    "spark+fifo,          spark@4.1.0-preview1+fifo,  true",
    "spark+fifo,          spark@4.2.0,                false",
    "spark@4.2.0+fifo,    spark@4.2.0+fifo,           true",
    "spark,               model,                      false",
    "model,               model,                      true"
  })
  void withoutAVersionEveryVersionIsMeant(String expected, String store, boolean meant) {
    assertThat(TraceCheck.meant(expected, store)).isEqualTo(meant);
  }
}
