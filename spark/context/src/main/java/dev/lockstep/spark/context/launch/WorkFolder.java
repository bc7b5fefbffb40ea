package dev.lockstep.spark.context.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the JVMs of the probes need to find in their working folder and their environment. */
final class WorkFolder {
  static final String LOGGING = "log4j2.xml";
  static final String SCRATCH = "tmp";

  /** Warnings and errors go to the log of the JVM; a release that throws is among them (R7). */
  private static final String LOGGING_XML =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Configuration status="OFF">
        <Appenders>
          <Console name="console" target="SYSTEM_ERR">
            <PatternLayout pattern="%d{HH:mm:ss.SSS} %p %c{1} [%t] %m%n%ex{short}"/>
          </Console>
        </Appenders>
        <Loggers>
          <Root level="WARN">
            <AppenderRef ref="console"/>
          </Root>
        </Loggers>
      </Configuration>
      """;

  private WorkFolder() {}

  /** Makes the folder ready for a new run; returns its absolute path. */
  static Path prepare(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    Files.createDirectories(absolute.resolve(SCRATCH));
    // Spark's launcher wants a folder of jars, and the class path that it is given has them all.
    Files.createDirectories(absolute.resolve("jars"));
    Files.deleteIfExists(absolute.resolve(ContextRun.RESULTS));
    Files.writeString(absolute.resolve(LOGGING), LOGGING_XML, StandardCharsets.UTF_8);
    return absolute;
  }

  /** A worker starts its executors from {@code SPARK_HOME}, for this Scala, with this Java. */
  static void environment(Map<String, String> environment, Path folder) {
    environment.keySet().removeIf(name -> name.startsWith("SPARK_"));
    environment.put("SPARK_HOME", folder.toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_WORKER_DIR", folder.resolve("work").toString());
    environment.put("SPARK_LOCAL_DIRS", folder.resolve(SCRATCH).toString());
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("SPARK_LOCAL_HOSTNAME", "localhost");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.remove("JAVA_TOOL_OPTIONS");
    environment.remove("HADOOP_CONF_DIR");
    environment.remove("YARN_CONF_DIR");
  }
}
