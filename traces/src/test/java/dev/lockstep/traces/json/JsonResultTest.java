package dev.lockstep.traces.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.MemoryMode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonResultTest {
  record Point(int x, Optional<String> name, MemoryMode mode) {}

  @Test
  void recordsMapsAndListsAreWrittenInTheirOrder() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("z", new Point(1, Optional.of("a\"b\n"), MemoryMode.ON_HEAP));
    result.put("a", Arrays.asList(1.5, null, true, Path.of("p/q"), Double.NaN));
    result.put("empty", List.of());
    result.put("none", Map.of());

    assertThat(JsonResult.line(result))
        .isEqualTo(
            "{\"z\": {\"x\": 1, \"name\": \"a\\\"b\\n\", \"mode\": \"ON_HEAP\"}, "
                + "\"a\": [1.5, null, true, \"p/q\", null], \"empty\": [], \"none\": {}}");
  }

  @Test
  void whatDoesNotFitALineIsBroken() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("short", List.of(1, 2));
    result.put("long", List.of("x".repeat(60), "y".repeat(60)));

    assertThat(JsonResult.pretty(result))
        .isEqualTo(
            "{\n  \"short\": [1, 2],\n  \"long\": [\n    \""
                + "x".repeat(60)
                + "\",\n    \""
                + "y".repeat(60)
                + "\"\n  ]\n}\n");
  }
}
