package dev.lockstep.cli.specmutants;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of one mutant.
 *
 * @param key of the mutant
 * @param hash of all that the verdict depends on: it is true as long as the hash is the same
 * @param verdict what it came to
 * @param property the name of the property that noticed, else empty
 * @param config where it was noticed, rejected or came to no end; else empty
 * @param steps of the counterexample; 0 if there is none, as where a witness is gone
 * @param note what TLC said, or that a witness is gone, or how many configs were run
 * @param millis time of TLC
 */
record MutantResult(
    String key,
    String hash,
    Verdict verdict,
    String property,
    String config,
    int steps,
    String note,
    long millis) {

  MutantResult withHash(String newHash) {
    return new MutantResult(key, newHash, verdict, property, config, steps, note, millis);
  }

  Map<String, Object> record() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("hash", hash);
    fields.put("verdict", verdict.name());
    fields.put("property", property);
    fields.put("config", config);
    fields.put("steps", steps);
    fields.put("note", note);
    fields.put("millis", millis);
    return fields;
  }

  static MutantResult of(Map<String, String> fields) {
    return new MutantResult(
        text(fields, "key"),
        text(fields, "hash"),
        Verdict.valueOf(text(fields, "verdict")),
        text(fields, "property"),
        text(fields, "config"),
        Integer.parseInt(text(fields, "steps")),
        text(fields, "note"),
        Long.parseLong(text(fields, "millis")));
  }

  private static String text(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, "");
  }
}
