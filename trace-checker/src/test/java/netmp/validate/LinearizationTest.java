package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import netmp.tlc.SpecTree;
import netmp.tlc.SpecValue;
import netmp.tlc.StateSpace;
import netmp.tlc.TlcRun;
import netmp.validate.Linearization.Moment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An order is found if there is one, and it is one. */
class LinearizationTest {

  private static SpecTree tree;
  private static StateSpace states;

  @BeforeAll
  static void open() throws IOException {
    tree = SpecTree.ofDirectory(Register.TINY);
    states = TlcRun.states(tree, "Register", Register.TINY.resolve("register/trace.cfg"));
  }

  @AfterAll
  static void close() {
    tree.close();
  }

  private static List<TraceEvent> random(Random random, boolean totalOrder) {
    long[] last = new long[3];
    List<TraceEvent> events = new ArrayList<>();
    for (int n = 1; n <= (totalOrder ? 4 : 8); n++) {
      int thread = random.nextInt(last.length);
      String action = List.of("Write", "Read", "Read", "Forget").get(random.nextInt(4));
      List<Integer> arguments = action.equals("Forget") ? List.of() : List.of(random.nextInt(2));
      long from = totalOrder ? n : last[thread] + 1;
      events.add(new TraceEvent(0, n, from, "t" + thread, "A/reg/1", action, arguments));
      last[thread] = n;
    }
    events.sort(Comparator.comparingLong(TraceEvent::from).thenComparingLong(TraceEvent::n));
    return events;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void randomTraces(boolean totalOrder) throws UndecidedException {
    int found = 0;
    for (long seed = 1; seed <= 300; seed++) {
      List<TraceEvent> events = random(new Random(seed), totalOrder);
      Optional<List<Moment>> order = Linearization.find(states, events, totalOrder);
      assertThat(order.isPresent())
          .as("seed %d: %s", seed, events)
          .isEqualTo(Register.allows(events));
      order.ifPresent(moments -> assertIsOrder(moments, events));
      found += order.isPresent() ? 1 : 0;
    }
    assertThat(found).isBetween(10, 290);
  }

  private static void assertIsOrder(List<Moment> moments, List<TraceEvent> events) {
    assertThat(moments.getFirst().event()).isNull();
    assertThat(moments.stream().skip(1).map(Moment::event).toList())
        .containsExactlyInAnyOrderElementsOf(events);
    for (int i = 1; i < moments.size(); i++) {
      TraceEvent event = moments.get(i).event();
      assertThat(Register.after(value(moments.get(i - 1)), event)).contains(value(moments.get(i)));
      for (int j = i + 1; j < moments.size(); j++) {
        TraceEvent later = moments.get(j).event();
        assertThat(later.n()).as("%s behind %s", later, event).isGreaterThanOrEqualTo(event.from());
      }
    }
  }

  private static int value(Moment moment) {
    return ((SpecValue.Int) moment.state().get("value")).value().intValueExact();
  }
}
