package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import netmp.tlc.SpecTree;
import org.junit.jupiter.api.Test;

/** What an observer hears of a register. */
class StateObserverTest {

  private static TraceEvent event(long from, long n, String thread, String action, Integer... x) {
    return new TraceEvent(n + 1, n, from, thread, "T/reg/1", action, List.of(x));
  }

  /** An event and the values that the register may have after it, in a line each. */
  private static List<String> heard(boolean totalOrder, TraceEvent... events)
      throws IOException, UndecidedException {
    List<String> heard = new ArrayList<>();
    try (SpecTree tree = SpecTree.ofDirectory(Register.TINY)) {
      Validator validator =
          new Validator(
              Register.catalogue(tree),
              new TraceHeader("test", 1, "sim", totalOrder, 1),
              (event, spec, states) ->
                  heard.add(
                      states.stream()
                          .map(state -> state.values().toString())
                          .sorted()
                          .collect(
                              Collectors.joining(" ", event.label() + " " + spec.name(), ""))));
      for (TraceEvent event : events) {
        validator.take(event);
      }
      validator.end();
    }
    return heard;
  }

  @Test
  void statesAfterEachEventUntilOneIsRefused() throws Exception {
    assertThat(
            heard(
                true,
                event(1, 1, "t", "Write", 2),
                event(2, 2, "t", "Forget"),
                event(3, 3, "t", "Read", 2),
                event(4, 4, "t", "Read", 3),
                event(5, 5, "t", "Read", 2)))
        .containsExactly(
            "Write(2) register{value=2, writes=1}",
            "Forget register{value=0, writes=1} {value=2, writes=1}",
            "Read(2) register{value=2, writes=1}");
  }

  @Test
  void anEventWithAnIntervalIsHeardOfWhenItsOrderIsForced() throws Exception {
    assertThat(
            heard(
                false,
                event(1, 3, "a", "Write", 1),
                event(1, 2, "b", "Write", 2),
                event(4, 4, "a", "Read", 1)))
        .as("in the order of the stamps")
        .containsExactly(
            "Write(2) register{value=2, writes=1} {value=2, writes=2}",
            "Write(1) register{value=1, writes=2} {value=2, writes=2}",
            "Read(1) register{value=1, writes=2}");
  }

  @Test
  void aStateThatSeveralOrdersLeadToIsOne() throws Exception {
    assertThat(heard(false, event(1, 3, "a", "Read", 0), event(1, 2, "b", "Read", 0)))
        .containsExactly(
            "Read(0) register{value=0, writes=0}", "Read(0) register{value=0, writes=0}");
  }
}
