package dev.lockstep.spark.context.probes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.spark.JobArtifactSet;
import org.apache.spark.JobArtifactState;
import org.apache.spark.storage.NativeBlockId;
import scala.Option;

/**
 * R2 with the class loaders that an executor gives to the sessions of Spark Connect: the id is the
 * application's class, and so is the space of ids; an engine that is a session's artifact is loaded
 * once for each.
 */
final class R02Sessions {
  private static final String ENGINE = SessionEngine.class.getName();

  private R02Sessions() {}

  static List<Probe> probes(Path folder) {
    return List.of(
        Probe.of(
            "R2",
            "an engine that two sessions load has one space of ids",
            bench -> oneSpace(bench, jar(folder))));
  }

  private static String oneSpace(Bench bench, Path jar) {
    for (String session : List.of("one", "two")) {
      in(
          session,
          () -> {
            bench.context.sc().addJar(jar.toString());
            return "";
          });
    }
    Expect.equal("put by one", "STORED", in("one", () -> call(bench, "put", "a", -1)));
    Expect.equal(
        "put of the same id by two", "DUPLICATE", in("two", () -> call(bench, "put", "a", -1)));
    Expect.equal("read by one", "own payload", in("one", () -> call(bench, "read", "a", -1)));
    Expect.equal(
        "read by two", "a block, and no payload", in("two", () -> call(bench, "read", "a", -1)));
    // RDD ids are the SparkContext's: no two sessions have one in common.
    Expect.equal("put for an RDD", "STORED", in("one", () -> call(bench, "put", "a", 1)));
    Expect.equal("put for another", "STORED", in("two", () -> call(bench, "put", "a", 2)));
    Expect.equal("read by two", "own payload", in("two", () -> call(bench, "read", "a", 2)));
    bench.at(
        bench.first(),
        site -> {
          for (NativeBlockId id : site.nativeBlocks()) {
            Expect.that(site.natives.removeNative(id), "a removal");
          }
          return "";
        });
    Expect.equal("payloads of one", "0", in("one", () -> call(bench, "payloads")));
    Expect.equal("payloads of two", "0", in("two", () -> call(bench, "payloads")));
    return "two classes, one id: DUPLICATE, and a pin without a payload; by RDD each its own";
  }

  /** What Spark Connect does round the calls of a session. */
  private static String in(String session, scala.Function0<String> body) {
    return JobArtifactSet.withActiveJobArtifactState(
        new JobArtifactState(session, Option.empty()), body);
  }

  /** Calls the engine that the task's class loader has. */
  private static String call(Bench bench, String method, String key, int rdd) {
    return bench.at(
        bench.first(),
        site ->
            (String) engine().getMethod(method, String.class, int.class).invoke(null, key, rdd));
  }

  private static String call(Bench bench, String method) {
    return bench.at(bench.first(), site -> (String) engine().getMethod(method).invoke(null));
  }

  private static Class<?> engine() throws ClassNotFoundException {
    ClassLoader session = Thread.currentThread().getContextClassLoader();
    Class<?> engine = Class.forName(ENGINE, true, session);
    Expect.that(engine != SessionEngine.class, "a class of the session's own");
    return engine;
  }

  /** The engine alone, as a session's artifact. */
  private static Path jar(Path folder) throws IOException {
    Path jar = folder.resolve("session-engine.jar");
    String name = ENGINE.replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in =
            Objects.requireNonNull(
                R02Sessions.class.getClassLoader().getResourceAsStream(name), name)) {
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
      out.closeEntry();
    }
    return jar;
  }
}
