package dev.lockstep.cli.regress;

import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.threads.SavedSchedule;
import dev.lockstep.schedule.scenario.Explorer;
import dev.lockstep.schedule.scenario.Finding;
import dev.lockstep.schedule.scenario.Outcome;
import dev.lockstep.schedule.scenario.Scenario;
import dev.lockstep.schedule.search.ScheduleMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of what scenarios of threads show: each a schedule, run again on both sides. */
final class ThreadDifferences {
  private static final int REPLAYS = 3;
  private static final int SAID_MAX = 46;

  private final Sides sides;
  private final Explorer a;
  private final Explorer b;

  ThreadDifferences(Sides sides, Explorer a, Explorer b) {
    this.sides = sides;
    this.a = a;
    this.b = b;
  }

  List<Difference> of(ThreadGroups groups) {
    return groups.all().stream().map(group -> of(group.get(0), group.size())).toList();
  }

  private Difference of(ScenarioDifference example, int found) {
    SparkPath here = example.onA() ? sides.a() : sides.b();
    SparkPath there = example.onA() ? sides.b() : sides.a();
    Scenario scenario = example.here().scenario();
    String schedule = example.shown().schedule();
    Explorer explorer = example.onA() ? a : b;
    Finding again = explorer.confirm(scenario, example.kind(), example.detail(), schedule);
    Other other = onOther(example);
    List<String> story = new ArrayList<>();
    story.add(scenario + "   on " + named(here) + ", schedule " + schedule);
    again.story().lines().forEach(line -> story.add("  " + line));
    story.add("on " + named(there) + ": " + other.says());
    story.add("  nearest: " + example.nearest());
    SavedSchedule saved =
        new SavedSchedule(
            here.name(),
            sides.threadsPatched(),
            null,
            scenario,
            example.kind(),
            example.detail(),
            schedule);
    String said = said(example);
    String otherwise = otherwise(example);
    return new Difference(
        RuleOfVerb.of(example),
        what(example),
        example.onA() ? said : otherwise,
        example.onA() ? otherwise : said,
        found,
        schedule.length(),
        story,
        saved.fileName(),
        saved.text(),
        replay(here),
        replay(there),
        again.replays() == REPLAYS && !other.shows());
  }

  private record Other(boolean shows, String says) {}

  /**
   * A schedule of one side need not fit the other step by step; that nothing of the kind can happen
   * there is known from all its schedules, not from this one.
   */
  private Other onOther(ScenarioDifference example) {
    Explorer explorer = example.onA() ? b : a;
    String among =
        String.format(
            Locale.ROOT,
            "not among the %d outcomes of all its schedules (%,d up to the order of independent"
                + " steps)",
            example.there().shown().size(),
            example.there().schedules());
    try {
      Finding there =
          explorer.confirm(
              example.there().scenario(),
              example.kind(),
              example.detail(),
              example.shown().schedule());
      return new Other(there.replays() > 0, among + "; this schedule gives something else");
    } catch (ScheduleMismatchException e) {
      return new Other(false, among + "; this schedule is not possible there");
    }
  }

  private String named(SparkPath path) {
    return path.equals(sides.a()) ? sides.nameA() : sides.nameB();
  }

  private static String what(ScenarioDifference example) {
    return switch (example.kind()) {
      case OUTCOME -> example.about();
      case BROKEN_RULE, EXCEPTION -> cut(example.about());
      default -> example.kind().words() + ": " + example.about();
    };
  }

  private static String said(ScenarioDifference example) {
    return switch (example.kind()) {
      case OUTCOME -> shownOf(example, example.shown().outcome());
      case BROKEN_RULE -> "broken rule";
      case EXCEPTION -> "thrown";
      default -> example.kind().words();
    };
  }

  private static String otherwise(ScenarioDifference example) {
    if (example.kind() != Finding.Kind.OUTCOME) {
      return "never";
    }
    return example.there().shown().values().stream()
        .map(s -> s.outcome())
        .filter(o -> o.toString().equals(example.nearest()))
        .map(o -> shownOf(example, o))
        .findFirst()
        .orElse("never");
  }

  /** The results, or the state if it is the state that differs. */
  private static String shownOf(ScenarioDifference example, Outcome outcome) {
    return cut(
        example.about().startsWith(ScenarioDifferences.STATE)
            ? outcome.state()
            : String.join(
                " | ", outcome.results().stream().map(r -> String.join(", ", r)).toList()));
  }

  private static String cut(String text) {
    return text.length() > SAID_MAX ? text.substring(0, SAID_MAX) + "…" : text;
  }

  private static String replay(SparkPath path) {
    return "./lockstep explore-threads --replay %s --spark " + path.name();
  }
}
