package dev.lockstep.cli.story;

import com.samskivert.mustache.Mustache;
import dev.lockstep.traces.json.JsonResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A story as one HTML page that works from a file. Its policy allows the one script and the one
 * style sheet in it, by their hashes, and no request of any kind.
 */
final class StoryPage {
  private StoryPage() {}

  /**
   * The page.
   *
   * @param story the data that its script draws
   * @param lines the same as text, for a browser without scripts
   */
  static String html(Map<String, Object> story, List<String> lines) {
    String style = resource("story.css");
    String script = resource("story.js");
    return Mustache.compiler()
        .compile(resource("story.mustache"))
        .execute(
            Map.of(
                "title", String.valueOf(story.get("title")),
                "style", style,
                "script", script,
                "styleHash", hash(style),
                "scriptHash", hash(script),
                // Nothing in the data ends the element that it stands in.
                "data", JsonResult.line(story).replace("<", "\\u003c"),
                "lines", String.join("\n", lines)));
  }

  private static String hash(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = StoryPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
