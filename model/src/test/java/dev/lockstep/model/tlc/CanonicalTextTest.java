package dev.lockstep.model.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CanonicalTextTest {
  @Test
  void aFunctionTakesTheFormOfItsDomain() {
    assertThat(CanonicalText.function(List.of("2", "1"), List.of("\"b\"", "\"a\"")))
        .isEqualTo("[\"a\",\"b\"]");
    assertThat(CanonicalText.function(List.of("\"ab\"", "\"a\""), List.of("2", "1")))
        .isEqualTo("{\"a\":1,\"ab\":2}");
    assertThat(CanonicalText.function(List.of("2", "0"), List.of("true", "false")))
        .isEqualTo("{\"fcn\":[[0,false],[2,true]]}");
  }

  @Test
  void whateverIsEmptyLooksTheSameExceptTheSet() {
    assertThat(CanonicalText.function(List.of(), List.of())).isEqualTo("[]");
    assertThat(CanonicalText.sequence(List.of())).isEqualTo("[]");
    assertThat(CanonicalText.object(new TreeMap<>())).isEqualTo("[]");
    assertThat(CanonicalText.set(List.of())).isEqualTo("{\"set\":[]}");
  }

  @Test
  void setsAreSortedByTextAndHoldEachMemberOnce() {
    assertThat(CanonicalText.set(List.of("9", "10", "9"))).isEqualTo("{\"set\":[10,9]}");
  }

  @Test
  void printedStatesReadBackToTheSameText() {
    PrintedState state =
        PrintedState.parse(
            """
            2: <Add line 3, col 4 to line 5, col 6 of module M>
            /\\ held = [ a |-> <<TRUE, -1>>,
              b |-> (0 :> m1 @@ 2 :> "x\\"y") ]
            /\\ outcome = "done"
            /\\ empty = {}
            /\\ span = 2..4
            """);

    assertThat(state.action()).isEqualTo("Add");
    assertThat(state.outcome()).isEqualTo("\"done\"");
    assertThat(state.state())
        .isEqualTo(
            "{\"empty\":{\"set\":[]},\"held\":{\"a\":[true,-1],\"b\":{\"fcn\":[[0,\"m1\"],"
                + "[2,\"x\\\"y\"]]}},\"span\":{\"set\":[2,3,4]}}");
  }
}
