package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.lockstep.spark.launch.SparkStores;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Tests that {@code lockstep junit} writes, compiled, and run as JUnit runs them. */
final class WrittenTests {
  private final Path folder;

  WrittenTests(Path folder) {
    this.folder = folder;
  }

  /** Writes the test of a trace; its class. */
  String write(Path trace, String... options) {
    List<String> arguments = new ArrayList<>(List.of("junit", trace.toString(), "--output"));
    arguments.add(folder.resolve("src").toString());
    arguments.addAll(List.of(options));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    String file = run.out().substring(0, run.out().indexOf(".java"));
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /** What they run with, as the command prints it. */
  static String classPath(String... options) {
    List<String> arguments = new ArrayList<>(List.of("junit", "--class-path"));
    arguments.addAll(List.of(options));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out().strip();
  }

  /** Compiles all that were written, without a warning of the compiler's that matters. */
  void compile(String classPath) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.list(folder.resolve("src"))) {
      List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-cp",
              classPath,
              "-d",
              folder.resolve("classes").toString());
      boolean compiled =
          compiler
              .getTask(
                  complaints,
                  files,
                  null,
                  options,
                  null,
                  files.getJavaFileObjectsFromPaths(sources.sorted().toList()))
              .call();
      assertThat(compiled).as(complaints.toString()).isTrue();
    }
  }

  /** Runs tests on a class path; by class, what went wrong, or empty. */
  Map<String, String> run(List<String> classes, String classPath) throws Exception {
    // Told its engine: to find one it would ask the context class loader, which is the tests' own.
    Launcher launcher =
        LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .addTestEngines(new JupiterTestEngine())
                .build());
    System.setProperty("lockstep.class.path", classPath);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (SparkFirst loader = new SparkFirst(folder.resolve("classes"), classPath)) {
      thread.setContextClassLoader(loader);
      List<Class<?>> loaded = new ArrayList<>();
      for (String name : classes) {
        loaded.add(loader.loadClass(name));
      }
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(loaded.stream().map(c -> selectClass(c)).toList())
              .build();
      Ends ends = new Ends();
      launcher.execute(request, ends);
      assertThat(ends.byClass).containsOnlyKeys(classes);
      return ends.byClass;
    } finally {
      thread.setContextClassLoader(before);
      System.clearProperty("lockstep.class.path");
    }
  }

  /** How the tests of each class ended; several that fail are put together. */
  private static final class Ends implements TestExecutionListener {
    final Map<String, String> byClass = new TreeMap<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest()) {
        String unique = test.getUniqueId();
        String name = unique.replaceFirst("^.*\\[class:(\\w+)\\].*$", "$1");
        String wrong = result.getThrowable().map(Throwable::toString).orElse("");
        byClass.merge(name, wrong, String::concat);
      }
    }
  }

  /** Spark and the test from their own paths; JUnit, and what of Lockstep leads, as they are. */
  private static final class SparkFirst extends URLClassLoader {
    private static final List<String> SHARED =
        List.of(
            "org.junit.",
            "org.opentest4j.",
            "dev.lockstep.model.",
            "dev.lockstep.traces.",
            "dev.lockstep.spark.launch.");

    SparkFirst(Path classes, String classPath) throws IOException {
      super(urls(classes, classPath), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] urls(Path classes, String classPath) throws IOException {
      List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
      for (Path entry : SparkStores.classPath(classPath)) {
        urls.add(entry.toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return SHARED.stream().anyMatch(name::startsWith)
          ? WrittenTests.class.getClassLoader().loadClass(name)
          : super.loadClass(name, resolve);
    }
  }
}
