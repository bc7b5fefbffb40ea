package dev.lockstep.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The encoding has the names of the specification, in its order. */
class SpecificationNamesTest {
  private static final Path SPEC = Path.of("../spec");

  @Test
  void actionsAreThoseOfTheNextStateRelation() throws IOException {
    String spec = Files.readString(SPEC.resolve("ReleaseProtocol.tla"));
    String next = spec.substring(spec.indexOf("\nNext =="), spec.indexOf("\nSpec =="));
    List<String> taken = names("(\\w+)\\(t(?:, [br])?\\)", next);
    List<String> defined =
        names("(?m)^(\\w+)\\(t(?:, [br])?\\) ==", spec).stream().filter(taken::contains).toList();

    assertThat(defined).containsExactlyInAnyOrderElementsOf(taken);
    assertThat(ReleaseProof.actionNames()).isEqualTo(defined);
  }

  @Test
  void conjunctsAreThoseOfTheInvariant() throws IOException {
    String spec = Files.readString(SPEC.resolve("ReleaseProtocolInvariants.tla"));
    int begin = spec.indexOf("\nReleaseInductiveInv ==");
    String invariant = spec.substring(begin, spec.indexOf("----", begin));
    List<String> conjuncts = names("/\\\\ (\\w+Inv)", invariant);

    assertThat(ReleaseProof.conjunctNames())
        .isEqualTo(Stream.concat(Stream.of("TypeOK"), conjuncts.stream()).toList());
  }

  @Test
  void variablesAreThoseOfTheState() throws IOException {
    String spec = Files.readString(SPEC.resolve("ReleaseProtocol.tla"));
    String variables = spec.substring(spec.indexOf("\nVARIABLES"), spec.indexOf("\nvars =="));
    List<String> fields =
        Stream.of(State.class.getDeclaredFields()).map(java.lang.reflect.Field::getName).toList();

    assertThat(fields).isEqualTo(names("(?m)^  (\\w+),? +\\\\\\*", variables));
  }

  @Test
  void mechanismsAreThoseThatCanBeLeftOut() throws IOException {
    String spec = Files.readString(SPEC.resolve("ReleaseProtocol.tla"));
    String mechanisms = spec.substring(spec.indexOf("\nMechanisms =="), spec.indexOf("\nNobody"));
    List<String> ours =
        Stream.of(Mechanism.values())
            .map(m -> m.name().replace("_", "").toLowerCase(Locale.ROOT))
            .toList();

    assertThat(ours)
        .isEqualTo(
            names("\"(\\w+)\"", mechanisms).stream().map(m -> m.toLowerCase(Locale.ROOT)).toList());
  }

  private static List<String> names(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult m) -> m.group(1))
        .distinct()
        .toList();
  }
}
