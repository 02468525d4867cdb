package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import netmp.tlc.SpecTree;
import netmp.tlc.SpecValue;
import netmp.tlc.StateSpace;
import netmp.tlc.TlcRun;
import netmp.validate.Behaviour.Deviation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sequences of states of a lift with three levels. */
class BehaviourTest {

  private static SpecTree tree;

  @BeforeAll
  static void open() throws IOException {
    tree = SpecTree.ofDirectory(Register.TINY);
  }

  @AfterAll
  static void close() {
    tree.close();
  }

  private static Optional<Deviation> judge(OptionalInt loop, int[]... atAndGoal) {
    List<Map<String, SpecValue>> states =
        Arrays.stream(atAndGoal)
            .map(s -> Map.of("at", SpecValue.of(s[0]), "goal", SpecValue.of(s[1])))
            .toList();
    return new Behaviour(TlcRun.states(tree, "Lift", Register.TINY.resolve("lift/ok.cfg")))
        .judge(states, loop);
  }

  private static int[] at(int level, int goal) {
    return new int[] {level, goal};
  }

  @Test
  void stepsAndStuttering() {
    assertThat(judge(OptionalInt.empty(), at(0, 0), at(0, 2), at(0, 2), at(1, 2), at(2, 2)))
        .isEmpty();
  }

  @Test
  void aFirstStateThatIsNotInitial() {
    assertThat(judge(OptionalInt.empty(), at(0, 1))).hasValue(new Deviation(0, List.of()));
  }

  @Test
  void aStepThatIsNone() {
    assertThat(judge(OptionalInt.empty(), at(0, 0), at(0, 2), at(2, 2), at(2, 2)))
        .hasValue(new Deviation(2, List.of("Up")));
    assertThat(judge(OptionalInt.empty(), at(0, 0), at(0, 3)))
        .hasValue(new Deviation(1, List.of("Call(1)", "Call(2)")));
  }

  @Test
  void loops() {
    int[][] round = {at(0, 0), at(0, 1), at(1, 1), at(1, 0)};
    assertThat(judge(OptionalInt.of(0), round)).isEmpty();
    assertThat(judge(OptionalInt.of(3), round)).as("stuttering").isEmpty();
    assertThat(judge(OptionalInt.of(1), round)).hasValue(new Deviation(4, List.of("Down")));
  }

  @Test
  void modelValuesAreStrings() {
    StateSpace states =
        TlcRun.states(tree, "AllValues", Register.TINY.resolve("values/values.cfg"));
    Map<String, SpecValue> initial = new HashMap<>(states.structure(states.initial().getFirst()));
    Behaviour behaviour = new Behaviour(states);
    assertThat(behaviour.variables()).containsExactly("all", "step");
    assertThat(behaviour.judge(List.of(initial), OptionalInt.empty())).isPresent();
    initial.replaceAll((variable, value) -> value.withoutModelValues());
    assertThat(behaviour.judge(List.of(initial), OptionalInt.empty())).isEmpty();
  }
}
