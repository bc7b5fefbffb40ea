package dev.lockstep.spark.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of the form that ScalaTest 3.2.19 writes. */
class JUnitReportTest {
  private static final SparkSuite SUITE = SparkSuite.MEMORY_STORE;

  @TempDir private Path folder;

  @Test
  void eachKindOfEndIsTold() throws IOException {
    write(
        suite(
            0,
            test("plain", "")
                + test(
                    "SPARK-1: &quot;quoted&quot;, a &lt; b",
                    "<failure message=\"1 did not\n  equal 2\" type=\"class org.x.Wrong\">at</failure>")
                + test("cancelled or ignored", "<skipped/>")));
    assertThat(read())
        .isEqualTo(
            Map.of(
                named("plain"), new Outcome.Passed(),
                named("SPARK-1: \"quoted\", a < b"),
                    new Outcome.Failed("class org.x.Wrong", "1 did not equal 2"),
                named("cancelled or ignored"), new Outcome.Skipped()));
  }

  @Test
  void aSuiteThatGaveUpIsAFailureOfItsOwn() throws IOException {
    write(suite(1, test("before", "")));
    Map<TestName, Outcome> outcomes = read();
    assertThat(outcomes).containsEntry(named("before"), new Outcome.Passed()).hasSize(2);
    assertThat(outcomes.get(TestName.wholeSuite(SUITE))).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void aReportThatWasCutOffIsNoReport() throws IOException {
    String whole = suite(0, test("plain", ""));
    write(whole.substring(0, whole.length() - 12));
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("TEST-" + SUITE.className() + ".xml");
  }

  @Test
  void aNameThatStandsForTwoTestsIsRefused() throws IOException {
    write(suite(0, test("twin", "") + test("twin", "<skipped/>")));
    assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("twin");
  }

  @Test
  void whatTheSuitePrintedIsNoOutcome() throws IOException {
    write(
        suite(
            0,
            test("plain", "") + "<system-out><![CDATA[<failure message=\"no\"/>]]></system-out>"));
    assertThat(read()).containsExactly(Map.entry(named("plain"), new Outcome.Passed()));
  }

  private Map<TestName, Outcome> read() throws IOException {
    return JUnitReport.read(folder, SUITE);
  }

  private static TestName named(String test) {
    return new TestName(SUITE, test);
  }

  private void write(String text) throws IOException {
    Files.writeString(JUnitReport.file(folder, SUITE), text);
  }

  private static String suite(int errors, String cases) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<testsuite\nerrors=\""
        + errors
        + "\" failures=\"0\" name=\""
        + SUITE.className()
        + "\" tests=\"1\" time=\"0.8\">\n<properties><property name=\"os.name\" value=\"x\"/></properties>"
        + cases
        + "</testsuite>\n";
  }

  private static String test(String name, String inside) {
    return "<testcase\n  name=\""
        + name
        + "\" classname=\"x\" time=\"0.1\">"
        + inside
        + "</testcase>";
  }
}
