package dev.lockstep.spark.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteClassPathTest {
  @ParameterizedTest
  @ValueSource(strings = {"3.5.9", "4.2", "4", "", "magic", "../4.2.0", "40.2.0"})
  void aVersionWhoseTestLibrariesAreNotKnownIsRefused(String version) {
    assertThatThrownBy(() -> SuiteClassPath.check(version))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + version + "'")
        .hasMessageContaining("4.0, 4.1, 4.2");
  }

  @Test
  void eachLineHasItsOwnLibraries() {
    assertThat(TestLibraries.of("4.0.4").orElseThrow().roots("4.0.4"))
        .startsWith(
            "org.apache.spark:spark-core_2.13:4.0.4",
            "org.apache.spark:spark-core_2.13:jar:tests:4.0.4")
        .contains("net.bytebuddy:byte-buddy:1.14.17", "org.mockito:mockito-core:5.12.0");
    assertThat(TestLibraries.of("4.2.0").orElseThrow().roots("4.2.0"))
        .contains("org.scalatestplus:mockito-5-18_2.13:3.2.19.0");
  }
}
