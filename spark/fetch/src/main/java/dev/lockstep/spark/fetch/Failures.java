package dev.lockstep.spark.fetch;

import eu.maveniverse.maven.mima.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;

/** What the library throws, several causes deep, as one line for a person. */
final class Failures {
  private Failures() {}

  static FetchException of(DependencyResolutionException e, List<String> roots, Context context) {
    String asked = asked(context);
    List<String> missing = new ArrayList<>();
    Throwable transfer = null;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ArtifactResolutionException resolution) {
        for (ArtifactResult result : resolution.getResults()) {
          for (Exception failed : result.getExceptions()) {
            if (failed instanceof ArtifactNotFoundException) {
              missing.add(result.getRequest().getArtifact().toString());
            } else {
              transfer = failed;
            }
          }
        }
      }
    }
    if (transfer == null && !missing.isEmpty()) {
      return new FetchException(
          FetchException.Reason.NOT_FOUND,
          "there is no "
              + missing.stream().distinct().collect(Collectors.joining(", "))
              + " (asked: "
              + asked
              + ")",
          e);
    }
    return new FetchException(
        FetchException.Reason.UNREACHABLE,
        "can't fetch "
            + String.join(", ", roots)
            + " from "
            + asked
            + ": "
            + innermost(transfer == null ? e : transfer),
        e);
  }

  private static String asked(Context context) {
    return Stream.concat(
            Stream.of(
                context.repositorySystemSession().getLocalRepository().getBasedir().getPath()),
            context.remoteRepositories().stream().map(r -> r.getUrl()))
        .collect(Collectors.joining(", "));
  }

  /** The cause that knows: a refused connection, an unknown host. Its message in one line. */
  private static String innermost(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? "" : cause.getMessage().strip();
    return message.lines().findFirst().orElse(cause.getClass().getSimpleName());
  }

  static boolean sameArtifact(Artifact a, Artifact b) {
    return a.getGroupId().equals(b.getGroupId())
        && a.getArtifactId().equals(b.getArtifactId())
        && a.getExtension().equals(b.getExtension())
        && a.getClassifier().equals(b.getClassifier());
  }
}
