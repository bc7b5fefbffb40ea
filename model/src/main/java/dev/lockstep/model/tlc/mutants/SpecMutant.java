package dev.lockstep.model.tlc.mutants;

import java.util.List;

/**
 * A specification with one piece dropped.
 *
 * @param key what it is, the same as long as the definition and the piece are: module, definition,
 *     kind and text, with a number behind those that would have the key of another
 * @param module the module that has the piece
 * @param definition the operator in which it stands
 * @param actions the actions that use the operator, itself if it is one
 * @param kind what is dropped
 * @param span where it stands
 * @param dropped its text, on one line
 * @param instead what stands there in the mutant
 * @param watch how a sound run shows whether it matters
 */
public record SpecMutant(
    String key,
    String module,
    String definition,
    List<String> actions,
    MutantKind kind,
    TextSpan span,
    String dropped,
    String instead,
    Watch watch) {
  public SpecMutant {
    actions = List.copyOf(actions);
  }

  /** The module's lines with the piece dropped. */
  public List<String> text(List<String> lines) {
    return span.replaced(lines, instead);
  }

  /** {@code Module:line:column}. */
  public String place() {
    return module + ":" + span.line() + ":" + span.column();
  }
}
