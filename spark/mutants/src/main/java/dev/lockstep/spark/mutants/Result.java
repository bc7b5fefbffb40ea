package dev.lockstep.spark.mutants;

import dev.lockstep.traces.json.JsonFile;
import dev.lockstep.traces.json.JsonResult;
import dev.lockstep.traces.json.Located;
import dev.lockstep.traces.json.TraceFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of the results: a mutant and what became of it.
 *
 * @param key of the mutant
 * @param version of the mutant's bytes and of everything that it was run on
 * @param className simple name
 * @param method with no descriptor
 * @param line in the source
 * @param operator PIT's
 * @param description PIT's
 * @param inStock whether Spark's own suites are scored on it as well
 * @param verdict what became of it
 */
public record Result(
    String key,
    String version,
    String className,
    String method,
    int line,
    String operator,
    String description,
    boolean inStock,
    Verdict verdict) {

  static Result of(Mutant mutant, String version, Verdict verdict) {
    return new Result(
        mutant.key(),
        version,
        mutant.of().simpleName(),
        mutant.method(),
        mutant.line(),
        mutant.operator(),
        mutant.description(),
        mutant.inStock(),
        verdict);
  }

  /** One line of JSON. */
  public String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", key);
    fields.put("version", version);
    fields.put("class", className);
    fields.put("method", method);
    fields.put("line", line);
    fields.put("operator", operator);
    fields.put("description", description);
    fields.put("inStock", inStock);
    fields.put("status", verdict.status());
    fields.put("stage", verdict.stage());
    fields.put("by", verdict.by());
    fields.put("said", verdict.words());
    fields.put("traces", verdict.traces());
    fields.put("millis", verdict.millis());
    fields.put("checks", verdict.checks());
    return JsonResult.line(fields);
  }

  static Result parse(String line) throws TraceFormatException {
    Located read = JsonFile.parse("results", line);
    List<String> traces = new ArrayList<>();
    for (Located trace : read.required("traces").list()) {
      traces.add(trace.string());
    }
    return new Result(
        read.required("id").string(),
        read.required("version").string(),
        read.required("class").string(),
        read.required("method").string(),
        read.required("line").intAtLeast(0),
        read.required("operator").string(),
        read.required("description").string(),
        read.required("inStock").bool(),
        new Verdict(
            Status.valueOf(read.required("status").string()),
            read.required("stage").string(),
            read.required("by").string(),
            read.required("said").string(),
            traces,
            read.required("millis").integer(0, Long.MAX_VALUE),
            read.required("checks").intAtLeast(0)));
  }
}
