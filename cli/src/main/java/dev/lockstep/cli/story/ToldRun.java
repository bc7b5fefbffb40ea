package dev.lockstep.cli.story;

import java.util.List;
import java.util.Map;

/** A trace of either level, run and ready to be told. */
interface ToldRun {

  /** How it ended. */
  Verdict verdict();

  /** The store beside the model. */
  StoreSide store();

  /** For a terminal: what the bars mean, then the steps. */
  List<String> lines();

  /**
   * For the page and for {@code --json}, the parts that depend on the level: {@code blocks}, {@code
   * pools}, {@code threads}, {@code initial}, {@code steps} (docs/json.md).
   */
  Map<String, Object> picture();
}
