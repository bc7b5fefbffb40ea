package dev.lockstep.cli.hunt;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.io.ParentWatch;
import dev.lockstep.io.ScratchFolder;
import dev.lockstep.simulator.hunt.EndedFile;
import dev.lockstep.simulator.hunt.HuntBudget;
import dev.lockstep.simulator.hunt.HuntForWorstCase;
import dev.lockstep.simulator.hunt.WorstCaseSpec;
import dev.lockstep.spark.fetch.SparkJvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A hunt on a Spark cluster: the driver is a JVM of its own, on Spark's jars and a few of ours. */
record OnCluster(Workspace workspace, String master) {
  private static final List<String> OURS =
      List.of(
          "lockstep-spark-hunt",
          "lockstep-simulator",
          "lockstep-model",
          "lockstep-io",
          "lockstep-traces",
          "hppc");

  HuntForWorstCase.Ended hunt(WorstCaseSpec spec) throws IOException, InterruptedException {
    if (!master.matches(
        "local(\\[([0-9]+|\\*)])?|local-cluster\\[[0-9]+,[0-9]+,[0-9]+]|spark://.+")) {
      throw CommandFailure.usage(
          "--master: expected local[*], local-cluster[2,1,1024] or spark://HOST:PORT, was "
              + master);
    }
    // One of its own: two hunts may run at the same time.
    ScratchFolder scratch = ScratchFolder.in(workspace.build().resolve("cluster"), "hunt-");
    Path folder = scratch.path();
    // Spark's launcher wants a folder of jars, and the class path that it is given has them all.
    Files.createDirectories(folder.resolve("jars"));
    Path answer = folder.resolve("answer.properties");
    Path log = folder.resolve("driver.log");
    Process process = start(spec, folder, answer, log);
    Thread guard = new Thread(() -> kill(process));
    Runtime.getRuntime().addShutdownHook(guard);
    try (Progress progress = new Progress("hunt on " + master, 1000);
        BufferedReader out =
            new BufferedReader(
                new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] fields = line.split(" ", -1);
        if (fields[0].equals("round") && fields.length == 4) {
          progress.say("best " + fields[3]);
          progress.to(Math.round(Double.parseDouble(fields[1]) * 1000));
        }
      }
      if (process.waitFor() != 0 || !Files.exists(answer)) {
        scratch.keep(); // For its log.
        throw CommandFailure.outside(
            "the hunt on "
                + master
                + " ended with exit code "
                + process.exitValue()
                + "; see "
                + Workspace.shown(log));
      }
    } finally {
      kill(process);
      Runtime.getRuntime().removeShutdownHook(guard);
    }
    HuntForWorstCase.Ended ended = EndedFile.read(answer);
    remove(scratch);
    return ended;
  }

  private static void remove(ScratchFolder scratch) {
    try {
      scratch.close();
    } catch (IOException | UncheckedIOException e) {
      // An executor on its way out may still hold something: it is in build/, and in nobody's way.
      return;
    }
  }

  /** Executors are children of the driver's. */
  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private Process start(WorstCaseSpec spec, Path folder, Path answer, Path log) throws IOException {
    List<Path> ours =
        jars(workspace.home().resolve("cli/target/lib")).stream()
            .filter(jar -> OURS.stream().anyMatch(name -> name(jar).startsWith(name)))
            .toList();
    List<Path> all = new ArrayList<>(ours);
    jars(workspace.home().resolve("spark/replay/target/spark")).stream()
        .filter(jar -> !name(jar).startsWith("lockstep-"))
        .forEach(all::add);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dlog4j2.configurationFile=classpath:lockstep-hunt-log4j2.xml",
                ParentWatch.option(),
                "-Djava.io.tmpdir=" + folder));
    command.addAll(SparkJvm.OPTIONS);
    command.addAll(
        List.of(
            "-cp",
            joined(all, File.pathSeparator),
            "dev.lockstep.cluster.ClusterHunt",
            master,
            joined(ours, ","),
            answer.toString(),
            spec.policy(),
            spec.goal(),
            String.join(",", spec.universes()),
            Long.toString(spec.seed()),
            Integer.toString(spec.length()),
            budget(spec.budget())));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("SPARK_"));
    environment.put("SPARK_HOME", folder.toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_WORKER_DIR", folder.resolve("work").toString());
    environment.put("SPARK_LOCAL_DIRS", folder.toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    if (master.startsWith("local")) {
      environment.put("SPARK_LOCAL_IP", "127.0.0.1");
      environment.put("SPARK_LOCAL_HOSTNAME", "localhost");
    }
    return builder.start();
  }

  private static String budget(HuntBudget budget) {
    return budget instanceof HuntBudget.Time time
        ? time.most().toMillis() + "ms"
        : Long.toString(((HuntBudget.Sequences) budget).most());
  }

  private static String joined(List<Path> jars, String separator) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(separator));
  }

  private static String name(Path jar) {
    return String.valueOf(jar.getFileName());
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.outside("no " + folder + ": run 'make build'");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw CommandFailure.outside("can't list " + folder + ": " + e.getMessage());
    }
  }
}
