package dev.lockstep.cli.story;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Output;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.traces.LockStoreUnderTest;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.json.JsonFile;
import dev.lockstep.traces.json.TraceCodec;
import dev.lockstep.traces.json.TraceFormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep story}: one trace, for a person, as text or as a page. */
@Command(
    name = "story",
    mixinStandardHelpOptions = true,
    description =
        "Tells one trace step by step: what the file records, what the model does now and, with a"
            + " store's options, what that store does; where they differ, by which rule. --html"
            + " writes it as one page that works from a file, without a network.",
    footer = {
      "",
      "Exit code: 0 if file, model and store end the trace as it expects, 1 if not, 2 for a file"
          + " that is no trace, 3 if the page can't be written."
    })
public final class StoryCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TRACE", description = "A trace of either level (traces/README.md).")
  private Path file = Path.of("");

  /** Every step is a row of the page's list. */
  private static final int PAGE_STEPS_MAX = 2000;

  /** A trace that somebody wrote for a rule. */
  private static final Pattern FOR_A_RULE = Pattern.compile("r(\\d\\d)-.*");

  private @Nullable Path html;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the story as a page, in place of the text.")
  void html(Path page) {
    Output.requireFile("--html", page);
    html = page;
  }

  @Mixin private StoreOptions stores = new StoreOptions();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() {
    StoredTrace trace = read();
    requirePageFor(trace);
    ToldRun run = run(trace);
    Verdict verdict = run.verdict();
    List<String> lines = text(trace, run, verdict);
    Map<String, Object> data = data(trace, run, verdict);
    if (html == null) {
      lines.forEach(result::say);
    } else {
      Output.write(html, StoryPage.html(data, lines));
      result.say(verdict.text());
      result.say("page: " + Workspace.shown(html));
    }
    result.write(data);
    return verdict.asExpected() ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  private StoredTrace read() {
    try {
      return TraceCodec.readAny(file);
    } catch (TraceFormatException e) {
      throw CommandFailure.usage(isSchedule() ? SCHEDULE.formatted(file, file) : e.getMessage());
    }
  }

  private void requirePageFor(StoredTrace trace) {
    if (html == null) {
      return;
    } else if (html.toAbsolutePath().normalize().equals(file.toAbsolutePath().normalize())) {
      throw CommandFailure.usage("--html: that is the trace itself: " + html);
    } else if (result.writesTo(html)) {
      throw CommandFailure.usage("--html and --json: one file for both: " + html);
    } else if (trace.length() > PAGE_STEPS_MAX) {
      throw CommandFailure.usage(
          "--html: a page takes at most "
              + PAGE_STEPS_MAX
              + " steps, "
              + file
              + " has "
              + trace.length()
              + ": leave --html out for its text");
    }
  }

  private static final String SCHEDULE =
      "%s: a saved schedule of explore-threads, which tells it: ./lockstep explore-threads"
          + " --replay %s";

  private boolean isSchedule() {
    try {
      return JsonFile.read(file).required("format").string().startsWith("lockstep-schedule/");
    } catch (TraceFormatException e) {
      return false;
    }
  }

  private ToldRun run(StoredTrace trace) {
    if (!stores.given()) {
      return on(trace, null);
    }
    try (Progress progress = new Progress("story", -1);
        StoreOptions.Opened opened = stores.open(Workspace.find())) {
      progress.say(opened.factory().description());
      return on(trace, opened);
    }
  }

  private ToldRun on(StoredTrace trace, StoreOptions.@Nullable Opened opened) {
    String where = opened == null ? "" : stores.where();
    return trace.accept(
        new StoredTrace.Visitor<>() {
          @Override
          public ToldRun contract(Trace contract) {
            return ContractRun.of(file, contract, opened == null ? null : opened.factory(), where);
          }

          @Override
          public ToldRun lock(LockTrace lock) {
            Optional<String> whyNot = whyNot(lock.constants(), opened);
            LockStoreUnderTest.Factory factory =
                opened == null || whyNot.isPresent() ? null : opened.lockFactory().orElse(null);
            return LockLevelRun.of(lock, factory, StoreSide.absent(where, whyNot.orElse("")));
          }
        });
  }

  private static Optional<String> whyNot(
      LockConstants constants, StoreOptions.@Nullable Opened opened) {
    return opened == null ? Optional.of(StoreSide.NOT_ASKED) : opened.whyNot(constants);
  }

  private List<String> text(StoredTrace trace, ToldRun run, Verdict verdict) {
    List<String> lines = new ArrayList<>();
    lines.add(file + ": " + about(trace));
    lines.add("expected: " + expectation(trace.expect()));
    for (RuleText rule : rules(trace, verdict, run)) {
      if (!rule.text().isEmpty()) {
        lines.add(rule.id() + ": " + rule.text());
      }
    }
    lines.add("");
    lines.addAll(run.lines());
    lines.add("");
    StoreSide store = run.store();
    if (!store.where().isEmpty() && !store.changes().isEmpty()) {
      lines.add(store.where() + " was changed for it: " + String.join(", ", store.changes()));
    }
    if (!store.where().isEmpty() && !store.why().isEmpty()) {
      lines.add(store.where() + ": " + store.why());
    }
    lines.add(verdict.text());
    return lines;
  }

  private static String about(StoredTrace trace) {
    String steps = trace.length() == 1 ? "1 step" : trace.length() + " steps";
    String seed = trace.seed() == 0 ? "" : ", seed " + trace.seed();
    return steps + ", level " + word(trace.level()) + ", origin " + word(trace.origin()) + seed;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String expectation(Trace.Expectation expect) {
    return expect instanceof Trace.Expectation.Breaks breaks
        ? "breaks " + breaks.rule() + " (" + breaks.where() + ")"
        : "every step is as the model says";
  }

  /** What is expected to break, what did, and what the trace was written for. */
  private List<RuleText> rules(StoredTrace trace, Verdict verdict, ToldRun run) {
    List<String> ids = new ArrayList<>();
    if (trace.expect() instanceof Trace.Expectation.Breaks breaks) {
      ids.add(breaks.rule());
    }
    run.store().lost().forEach(anomaly -> ids.add(anomaly.rule()));
    Matcher named = FOR_A_RULE.matcher(file.getFileName().toString());
    if (named.matches()) {
      ids.add("R" + Integer.parseInt(named.group(1)));
    }
    ids.addAll(verdict.rules());
    return ids.stream().distinct().map(id -> RuleText.of(id, Workspace.find().spec())).toList();
  }

  private Map<String, Object> data(StoredTrace trace, ToldRun run, Verdict verdict) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("title", file.getFileName().toString().replaceFirst("\\.jsonl?(\\.gz)?$", ""));
    data.put("file", file.toString());
    data.put("level", word(trace.level()));
    data.put("origin", word(trace.origin()));
    data.put("seed", String.valueOf(trace.seed()));
    data.put("expected", expectation(trace.expect()));
    data.put("rules", rules(trace, verdict, run));
    data.put("asExpected", verdict.asExpected());
    data.put("verdict", verdict.text());
    data.put("parted", verdict.parted());
    data.put("loop", trace instanceof LockTrace lock ? lock.loop() : LockTrace.NO_LOOP);
    data.put(
        "again", "./lockstep story " + file + (stores.given() ? " " + stores.asArguments() : ""));
    data.put("store", run.store());
    data.putAll(run.picture());
    return data;
  }
}
