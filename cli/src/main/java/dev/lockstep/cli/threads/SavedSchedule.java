package dev.lockstep.cli.threads;

import dev.lockstep.io.WholeFile;
import dev.lockstep.schedule.scenario.Finding;
import dev.lockstep.schedule.scenario.Scenario;
import dev.lockstep.schedule.scenario.ScenarioException;
import dev.lockstep.traces.json.JsonFile;
import dev.lockstep.traces.json.JsonResult;
import dev.lockstep.traces.json.Located;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A finding as a file that runs again (docs/threads.md).
 *
 * @param spark as in {@code --spark}
 * @param patched whether the store has the patch
 * @param fault the deliberate fault in it, or null
 * @param scenario what the threads call
 * @param kind what is wrong
 * @param detail it in a line
 * @param schedule the thread of each step, a digit each
 */
public record SavedSchedule(
    String spark,
    boolean patched,
    @Nullable String fault,
    Scenario scenario,
    Finding.Kind kind,
    String detail,
    String schedule) {
  private static final String FORMAT = "lockstep-schedule/1";

  /** Reads one; what is wrong with it is told with file, line and field. */
  static SavedSchedule read(Path file) throws TraceFormatException {
    Located root = JsonFile.read(file);
    Located format = root.required("format");
    if (!format.string().equals(FORMAT)) {
      throw format.wrong("must be \"" + FORMAT + "\", was " + format.shown());
    }
    root.fieldsAmong(
        "format", "spark", "patched", "fault", "scenario", "kind", "detail", "schedule");
    Located fault = root.optional("fault");
    Located schedule = root.required("schedule");
    if (!schedule.string().matches("[0-9a-z]+")) {
      throw schedule.wrong("must be a digit a step, was " + schedule.shown());
    }
    return new SavedSchedule(
        root.required("spark").string(),
        root.required("patched").bool(),
        fault == null ? null : fault.string(),
        scenario(root.required("scenario")),
        root.required("kind").word(Finding.Kind.class),
        root.required("detail").string(),
        schedule.string());
  }

  private static Scenario scenario(Located text) throws TraceFormatException {
    try {
      return Scenario.parse(text.string());
    } catch (ScenarioException e) {
      throw text.wrong(String.valueOf(e.getMessage()));
    }
  }

  /** Writes it into a folder under a name that its contents decide; gives the file. */
  Path writeTo(Path folder) throws IOException {
    Path file = folder.resolve(fileName());
    WholeFile.write(file, text());
    return file;
  }

  /** What is in its file. */
  public String text() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("spark", spark);
    json.put("patched", patched);
    if (fault != null) {
      json.put("fault", fault);
    }
    json.put("scenario", scenario.toString());
    json.put("kind", kind.name().toLowerCase(Locale.ROOT));
    json.put("detail", detail);
    json.put("schedule", schedule);
    return JsonResult.pretty(json);
  }

  /** A name that its contents decide. */
  public String fileName() {
    CRC32 sum = new CRC32();
    sum.update(text().getBytes(StandardCharsets.UTF_8));
    return String.format(
        Locale.ROOT, "threads-%s-%08x.json", kind.words().replace(' ', '-'), sum.getValue());
  }
}
