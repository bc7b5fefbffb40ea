package dev.lockstep.cli.junit;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Java file from a template. */
final class TestTemplate {
  private static final Pattern IMPORT = Pattern.compile("import (?:static )?.*?([\\w$]+);");

  private TestTemplate() {}

  /** Fills a template of this package; imports that the rest does not need are left out. */
  static String fill(String name, Map<String, Object> context) {
    try (InputStream in = TestTemplate.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      String template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return withoutIdleImports(
          Mustache.compiler().escapeHTML(false).compile(template).execute(context));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutIdleImports(String text) {
    List<String> lines = text.lines().toList();
    StringBuilder body = new StringBuilder();
    lines.stream().filter(line -> !line.startsWith("import ")).forEach(l -> body.append(l + "\n"));
    List<String> kept = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = IMPORT.matcher(line);
      if (!matcher.matches() || isUsed(matcher.group(1), body)) {
        kept.add(line);
      }
    }
    return String.join("\n", kept) + "\n";
  }

  private static boolean isUsed(String name, CharSequence body) {
    return Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])").matcher(body).find();
  }

  /** A text that may stand in a comment. */
  static String inComment(String text) {
    return text.replace("*/", "* /").replace('\\', '/').replace('\n', ' ');
  }
}
