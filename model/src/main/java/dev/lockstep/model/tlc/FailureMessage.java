package dev.lockstep.model.tlc;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Boils TLC's pages about an error down to one line that names file and line first. */
final class FailureMessage {
  private static final Pattern SEMANTIC =
      Pattern.compile("line (\\d+), col \\d+ to line \\d+, col \\d+ of module (\\w+)\\s+(.+)");
  private static final Pattern SYNTAX =
      Pattern.compile("(?s)Was expecting (.+?)\\s*Encountered (.+?) at line (\\d+), column \\d+");
  private static final Pattern SYNTAX_MODULE =
      Pattern.compile("Could not parse module (\\w+)|TLA\\+ spec in file (\\w+)");
  private static final Pattern MISSING = Pattern.compile("Cannot find source file for.+");
  private static final Pattern NESTED =
      Pattern.compile("Line (\\d+), column \\d+ to line \\d+, column \\d+ in (\\w+)");
  private static final Pattern BOILERPLATE =
      Pattern.compile(
          "TLC threw an unexpected exception\\.\\s*This was probably caused by an error in the spec or"
              + " model\\.\\s*See the User Output or TLC Console for clues to what happened\\.\\s*"
              + "The exception was an? [\\w.$]+\\s*:?");

  private FailureMessage() {}

  static String of(List<String> parserOutput, List<String> errors, String positions) {
    String parser = String.join("\n", parserOutput);
    Matcher semantic = SEMANTIC.matcher(parser);
    if (semantic.find()) {
      return at(semantic.group(2), semantic.group(1), semantic.group(3));
    }
    Matcher syntax = SYNTAX.matcher(parser);
    if (syntax.find()) {
      String text = "expected " + syntax.group(1) + ", encountered " + syntax.group(2);
      return at(syntaxModule(parser), syntax.group(3), text);
    }
    Matcher missing = MISSING.matcher(parser);
    if (missing.find()) {
      return oneLine(missing.group());
    }
    if (errors.isEmpty()) {
      return parserOutput.isEmpty()
          ? "TLC ended without a verdict"
          : "TLC ended without a verdict: " + oneLine(parserOutput.get(parserOutput.size() - 1));
    }
    String error = oneLine(BOILERPLATE.matcher(errors.get(0)).replaceAll(""));
    String located = error;
    Matcher nested = NESTED.matcher(positions);
    while (nested.find()) {
      located = at(nested.group(2), nested.group(1), error);
    }
    return located;
  }

  private static String syntaxModule(String parser) {
    Matcher module = SYNTAX_MODULE.matcher(parser);
    if (!module.find()) {
      return "?";
    }
    return module.group(1) != null ? module.group(1) : module.group(2);
  }

  private static String at(String module, String line, String text) {
    return module + ".tla:" + line + ": " + oneLine(text);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
