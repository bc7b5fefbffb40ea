package dev.lockstep.spark.fetch;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/**
 * Resolves published jars with all that they need at run time, as Maven would: with the user's
 * {@code settings.xml}, mirrors, proxies and local repository. What is downloaded stays there.
 */
public final class SparkJars implements AutoCloseable {
  private static final String SPARK = "org.apache.spark";
  private static final String CORE = "spark-core_2.13";

  /** Its stub {@code SparkConf} shadows the real one. */
  private static final String STUBS = SPARK + ":spark-connect-shims_2.13";

  private static final String TPCH = "io.trino.tpch:tpch:1.2";

  private final Context context;

  private SparkJars(ContextOverrides overrides) {
    this.context = Runtimes.INSTANCE.getRuntime().create(overrides);
  }

  /** With the user's Maven settings. */
  public static SparkJars open() {
    return open(bytes -> {});
  }

  /**
   * With the user's Maven settings.
   *
   * @param downloaded told the bytes downloaded so far, as they come; not called if nothing is. The
   *     calls come from several threads, one at a time
   */
  public static SparkJars open(LongConsumer downloaded) {
    return open(
        ContextOverrides.create()
            .withUserSettings(true)
            .transferListener(new DownloadedBytes(downloaded))
            .build());
  }

  static SparkJars open(ContextOverrides overrides) {
    return new SparkJars(overrides);
  }

  /**
   * The run-time class path of Spark's core, {@code spark-core} itself first.
   *
   * @param version a published version, such as {@code 4.0.4}
   * @throws FetchException if there is no such version, or it can't be downloaded
   */
  public List<Path> core(String version) throws FetchException {
    return resolve(List.of(SPARK + ":" + CORE + ":" + version), List.of());
  }

  /**
   * The run-time class path of Spark SQL, and of the generator of TPC-H's rows.
   *
   * @param version a published version, such as {@code 4.0.4}
   * @throws FetchException if there is no such version, or it can't be downloaded
   */
  public List<Path> tables(String version) throws FetchException {
    return resolve(List.of(SPARK + ":spark-sql_2.13:" + version, TPCH), List.of());
  }

  /**
   * The run-time class path of several roots together, one version of each jar.
   *
   * @param roots coordinates {@code group:artifact[:extension[:classifier]]:version}
   * @param exclusions {@code group:artifact} that are left out wherever they are needed, {@code *}
   *     for any; {@code spark-connect-shims} always is
   * @return the jars, the roots first, in their order
   * @throws FetchException if one of them does not exist, or can't be downloaded
   * @throws IllegalArgumentException if coordinates are not of that form
   */
  public List<Path> resolve(List<String> roots, List<String> exclusions) throws FetchException {
    List<Exclusion> excluded =
        Stream.concat(Stream.of(STUBS), exclusions.stream()).map(SparkJars::exclusion).toList();
    List<Dependency> dependencies =
        roots.stream()
            .map(root -> new DefaultArtifact(root))
            .map(root -> new Dependency(root, JavaScopes.RUNTIME).setExclusions(excluded))
            .toList();
    CollectRequest collect =
        new CollectRequest(dependencies, null, context.remoteRepositories())
            .setRequestContext("runtime");
    try {
      List<ArtifactResult> found =
          context
              .repositorySystem()
              .resolveDependencies(
                  context.repositorySystemSession(),
                  new DependencyRequest(
                      collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
              .getArtifactResults();
      return rootsFirst(found, dependencies);
    } catch (DependencyResolutionException e) {
      throw Failures.of(e, roots, context);
    }
  }

  private static List<Path> rootsFirst(List<ArtifactResult> found, List<Dependency> roots) {
    List<Path> first = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (ArtifactResult result : found) {
      File file = result.getArtifact().getFile();
      boolean root =
          roots.stream()
              .anyMatch(r -> Failures.sameArtifact(r.getArtifact(), result.getArtifact()));
      (root ? first : others).add(file.toPath());
    }
    first.addAll(others);
    return first;
  }

  private static Exclusion exclusion(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new IllegalArgumentException("not group:artifact: '" + text + "'");
    }
    return new Exclusion(parts[0], parts[1], "*", "*");
  }

  @Override
  public void close() {
    context.close();
  }
}
