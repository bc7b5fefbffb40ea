package dev.lockstep.cli.specmutants;

import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.tlc.mutants.SpecMutant;
import dev.lockstep.traces.json.JsonLines;
import dev.lockstep.traces.json.SpecManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs mutants, some at a time. Each result is kept in {@code build/spec-mutants/results.jsonl} as
 * soon as it is there, so that a run that was killed goes on where it was; and with the page, so
 * that another checkout does.
 */
final class AllMutants {
  /** A mutant to run, and on what. */
  record Job(SpecMutant mutant, List<SpecManifest.Config> on, String hash) {}

  private final Workspace workspace;
  private final Path log;
  private final SoundRuns soundRuns;
  private final QuietRuns quiet;
  private final Map<String, MutantResult> known = new HashMap<>();
  private final Map<String, MutantResult> latest = new HashMap<>();

  AllMutants(Workspace workspace, SoundRuns soundRuns, Path folder) {
    this.workspace = workspace;
    this.soundRuns = soundRuns;
    this.quiet = new QuietRuns(folder, soundRuns);
    this.log = folder.resolve("results.jsonl");
  }

  /**
   * Takes over what earlier runs have found, as far as it is still true.
   *
   * @param kept a table with the page, of any checkout; beside it this checkout's own results
   */
  void recall(Path kept) throws IOException {
    quiet.recall();
    VerdictFile.read(kept).forEach(this::remember);
    for (Map<String, String> fields : JsonLines.read(log)) {
      remember(MutantResult.of(fields));
    }
  }

  private void remember(MutantResult result) {
    known.put(result.hash() + " " + result.key(), result);
    latest.put(result.key(), result);
  }

  /** What a mutant came to when it was run last, be it still true or not; null if it never was. */
  @Nullable MutantResult latest(SpecMutant mutant) {
    return latest.get(mutant.key());
  }

  /** What is known of a job from before and still true. */
  private @Nullable MutantResult before(Job job) throws IOException {
    MutantResult last = latest.get(job.mutant().key());
    if (last != null) {
      MutantResult same = known.get(hash(job, last) + " " + job.mutant().key());
      if (same != null) {
        return same;
      }
    }
    return known.get(job.hash() + " " + job.mutant().key());
  }

  private String hash(Job job, MutantResult result) throws IOException {
    boolean seen = result.verdict() == Verdict.NOTICED || result.verdict() == Verdict.REJECTED;
    // A config that is too large to be run by default may have been run by another call.
    Optional<SpecManifest.Config> config =
        workspace.manifest().configs().stream()
            .filter(c -> c.name().equals(result.config()))
            .findFirst();
    if (!seen || config.isEmpty()) {
      return job.hash();
    }
    return soundRuns.hash(job.mutant(), config.get(), result.property());
  }

  /**
   * The results by the mutants' keys; those that are known already come from the file.
   *
   * @param workers how many run at a time; with 0 only what is known is told
   */
  Map<String, MutantResult> run(List<Job> jobs, int workers, Consumer<String> tell)
      throws IOException, InterruptedException {
    Map<String, MutantResult> results = new HashMap<>();
    Queue<Job> open = new ConcurrentLinkedQueue<>();
    for (Job job : jobs) {
      MutantResult before = before(job);
      if (before == null) {
        open.add(job);
      } else {
        results.put(before.key(), before);
      }
    }
    if (!results.isEmpty()) {
      tell.accept(results.size() + " of " + jobs.size() + " are known from before");
    }
    if (!open.isEmpty() && workers > 0) {
      runAll(open, workers, results);
    }
    return results;
  }

  private void runAll(Queue<Job> open, int workers, Map<String, MutantResult> results)
      throws IOException, InterruptedException {
    try (Progress progress = new Progress("spec mutants", open.size())) {
      AtomicInteger done = new AtomicInteger();
      for (List<MutantResult> of : Workers.run(workers, () -> work(open, progress, done))) {
        of.forEach(result -> results.put(result.key(), result));
      }
    }
  }

  /** Where it was noticed or rejected last, it will be again. */
  private List<SpecManifest.Config> inOrder(Job job, String likely) {
    return MutantRun.ordered(soundRuns, job.on()).stream()
        .sorted(Comparator.comparing(c -> !c.name().equals(likely)))
        .toList();
  }

  private List<MutantResult> work(Queue<Job> open, Progress progress, AtomicInteger done)
      throws IOException, InterruptedException {
    List<MutantResult> results = new ArrayList<>();
    try (Bench bench = new Bench(workspace.spec())) {
      for (Job job = open.poll(); job != null; job = open.poll()) {
        progress.say(job.mutant().definition());
        MutantResult last = latest.get(job.mutant().key());
        String likely = last == null ? "" : last.config();
        List<SpecManifest.Config> order = inOrder(job, likely);
        MutantResult run = MutantRun.of(bench, soundRuns, quiet, job.mutant(), order, last);
        MutantResult result = run.withHash(hash(job, run));
        JsonLines.append(log, result.record());
        results.add(result);
        progress.to(done.incrementAndGet());
      }
    }
    return results;
  }
}
