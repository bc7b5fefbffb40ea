package dev.lockstep.traces.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The only class that touches Jackson: text to a tree whose every value knows where it stands, and
 * quoting. We keep a tree of our own because Jackson's forgets the locations.
 */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** How Jackson begins its messages about it; not all of them are a JsonEOFException. */
  private static final String END_OF_INPUT = "Unexpected end-of-input";

  private final String file;
  private final int linesBefore;
  private final @Nullable String cutOff;
  private String path;

  private JsonText(String file, int linesBefore, String path, @Nullable String cutOff) {
    this.file = file;
    this.linesBefore = linesBefore;
    this.path = path;
    this.cutOff = cutOff;
  }

  /**
   * Parses one value and nothing but it.
   *
   * @param file the name for messages
   * @param text the text
   * @param linesBefore lines of the file above the text
   * @param path the field that the text is, empty for the whole file
   * @param cutOff what to say when the text ends too early, or null if nothing better is known
   */
  static Located parse(
      String file, String text, int linesBefore, String path, @Nullable String cutOff)
      throws TraceFormatException {
    return new JsonText(file, linesBefore, path, cutOff).parse(text);
  }

  /** A string in quotes. */
  static String quote(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private Located parse(String text) throws TraceFormatException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      Located root = value(parser, parser.nextToken());
      requireEnd(parser);
      return root;
    } catch (JsonProcessingException e) {
      String problem = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new TraceFormatException(
          place(e.getLocation()),
          problem.startsWith(END_OF_INPUT) ? endedEarly() : "not JSON: " + problem);
    } catch (IOException e) {
      throw new IllegalStateException("reading a string failed", e);
    }
  }

  private String endedEarly() {
    return cutOff == null ? "not JSON: the text ends too early" : cutOff;
  }

  private void requireEnd(JsonParser parser) throws IOException, TraceFormatException {
    JsonLocation end = parser.currentLocation();
    boolean more;
    try {
      more = parser.nextToken() != null;
      end = more ? parser.currentTokenLocation() : end;
    } catch (JsonProcessingException e) {
      more = true;
      end = e.getLocation();
    }
    if (more) {
      throw new TraceFormatException(place(end), "text after the end of the value");
    }
  }

  private Located value(JsonParser parser, @Nullable JsonToken token)
      throws IOException, TraceFormatException {
    Place place = place(parser.currentTokenLocation());
    if (token == null) {
      throw new TraceFormatException(place(parser.currentLocation()), endedEarly());
    }
    return switch (token) {
      case START_OBJECT -> new Located(place, object(parser));
      case START_ARRAY -> new Located(place, array(parser));
      case VALUE_STRING -> new Located(place, parser.getText());
      case VALUE_TRUE -> new Located(place, true);
      case VALUE_FALSE -> new Located(place, false);
      case VALUE_NULL -> new Located(place, Located.NULL);
      default -> new Located(place, new BigDecimal(parser.getText()));
    };
  }

  private Map<String, Located> object(JsonParser parser) throws IOException, TraceFormatException {
    Map<String, Located> fields = new LinkedHashMap<>();
    String outer = path;
    for (JsonToken token = parser.nextToken();
        token == JsonToken.FIELD_NAME;
        token = parser.nextToken()) {
      String name = parser.currentName();
      path = outer.isEmpty() ? name : outer + "." + name;
      if (fields.containsKey(name)) {
        throw new TraceFormatException(
            place(parser.currentTokenLocation()), "stands twice in the same object");
      }
      fields.put(name, value(parser, parser.nextToken()));
      path = outer;
    }
    return fields;
  }

  private List<Located> array(JsonParser parser) throws IOException, TraceFormatException {
    List<Located> elements = new ArrayList<>();
    String outer = path;
    path = outer + "[0]";
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(parser, token));
      path = outer + "[" + elements.size() + "]";
    }
    path = outer;
    return elements;
  }

  private Place place(@Nullable JsonLocation location) {
    if (location == null) {
      // Jackson gives none where it stops by a limit of its own, such as the depth of nesting.
      return new Place(file, 1 + linesBefore, 1, path);
    }
    return new Place(file, location.getLineNr() + linesBefore, location.getColumnNr(), path);
  }
}
