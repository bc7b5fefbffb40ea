package dev.lockstep.spark.suites;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The report of one suite, as ScalaTest writes it for programs ({@code -u}): JUnit's XML. */
final class JUnitReport {
  private final SparkSuite suite;
  private final Map<TestName, Outcome> outcomes = new TreeMap<>();

  /** The test case that is open. */
  private @Nullable TestName test;

  private JUnitReport(SparkSuite suite) {
    this.suite = suite;
  }

  /** The file in which ScalaTest puts the report of a suite. */
  static Path file(Path folder, SparkSuite suite) {
    return folder.resolve("TEST-" + suite.className() + ".xml");
  }

  /**
   * Reads the report of a suite.
   *
   * @return how each test ended; a suite that gave up as a whole has one failed test that says so
   * @throws IOException if there is no report, or it is cut off, or names a test twice
   */
  static Map<TestName, Outcome> read(Path folder, SparkSuite suite) throws IOException {
    Path file = file(folder, suite);
    XMLInputFactory factory = XMLInputFactory.newInstance();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try (InputStream in = Files.newInputStream(file)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      JUnitReport report = new JUnitReport(suite);
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          report.start(xml);
        }
      }
      return report.outcomes;
    } catch (XMLStreamException e) {
      throw new IOException(
          "no readable report: " + file + ": " + Objects.toString(e.getMessage(), "").strip(), e);
    }
  }

  private void start(XMLStreamReader xml) throws IOException {
    switch (xml.getLocalName()) {
      case "testsuite" -> {
        if (!attribute(xml, "errors").equals("0")) {
          // A test that fails is a failure; an error is the suite itself (its constructor,
          // beforeAll).
          Outcome gaveUp = new Outcome.Failed("SuiteAborted", "see the log");
          outcomes.put(TestName.wholeSuite(suite), gaveUp);
        }
      }
      case "testcase" -> {
        TestName name = new TestName(suite, attribute(xml, "name"));
        if (outcomes.put(name, new Outcome.Passed()) != null) {
          throw new IOException("the report names a test twice: " + name);
        }
        test = name;
      }
      case "failure", "error" -> {
        if (test != null) {
          String message = attribute(xml, "message").strip().replaceAll("\\s+", " ");
          outcomes.put(test, new Outcome.Failed(attribute(xml, "type"), message));
        }
      }
      case "skipped" -> {
        if (test != null) {
          outcomes.put(test, new Outcome.Skipped());
        }
      }
      default -> {
        // Properties, output: nothing to compare.
      }
    }
  }

  private static String attribute(XMLStreamReader xml, String name) {
    return Objects.toString(xml.getAttributeValue(null, name), "");
  }
}
