package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import netmp.tlc.SpecTree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShortestWayTest {

  private static SpecTree tree;
  private static Catalogue catalogue;

  @BeforeAll
  static void open() throws IOException {
    tree = SpecTree.ofDirectory(Register.TINY);
    catalogue =
        new Catalogue(
            tree,
            List.of(
                new ObjectSpec(
                    "queue",
                    Set.of("queue"),
                    "NumberedQueue",
                    Register.TINY.resolve("queue/trace.cfg")),
                new ObjectSpec(
                    "register",
                    Set.of("reg"),
                    "Register",
                    Register.TINY.resolve("register/trace.cfg"))));
  }

  @AfterAll
  static void close() {
    tree.close();
  }

  private static TraceEvent event(int n, String object, String action, Integer... arguments) {
    return new TraceEvent(n + 1, n, n, "t", object, action, List.of(arguments));
  }

  private static Optional<List<String>> way(List<TraceEvent> events) throws Exception {
    return way(events, true);
  }

  private static Optional<List<String>> way(List<TraceEvent> events, boolean totalOrder)
      throws Exception {
    Validator validator = new Validator(catalogue, new TraceHeader("w", 1, "sim", totalOrder, 1));
    for (TraceEvent event : events) {
      if (!validator.take(event)) {
        break;
      }
    }
    Refusal refusal = validator.end().refusal().orElseThrow();
    return ShortestWay.to(catalogue, refusal, events, totalOrder)
        .map(way -> way.stream().map(TraceEvent::label).toList());
  }

  /** Thousands of steps, and then one that is wrong because of the last two. */
  @Test
  void theFewestEventsThatLeadToTheStateOfTheRefusal() throws Exception {
    Random random = new Random(3);
    List<TraceEvent> events = new ArrayList<>();
    int first = 1;
    int next = 1;
    for (int n = 1; n <= 3 * Register.TRACES; n++) {
      boolean enq = next == first || (next < first + 3 && random.nextBoolean());
      int value = enq ? next++ : first++;
      events.add(event(n, "T/queue/1", enq ? "Enq" : "Deq", value));
    }
    while (next > first) {
      events.add(event(events.size() + 1, "T/queue/1", "Deq", first++));
    }
    events.add(event(events.size() + 1, "T/queue/1", "Enq", next));
    events.add(event(events.size() + 1, "T/queue/1", "Enq", next + 1));
    events.add(event(events.size() + 1, "T/queue/1", "Deq", next + 1));
    assertThat(way(events).orElseThrow()).containsExactly("Enq(1)", "Enq(2)");
  }

  /** Small traces: against all parts of them. */
  @Test
  void noPartIsShorter() throws Exception {
    Random random = new Random(9);
    for (int i = 0; i < 200; i++) {
      List<TraceEvent> events = new ArrayList<>();
      int value = 0;
      for (int n = 1; n <= 10; n++) {
        boolean write = random.nextInt(3) > 0;
        value = write ? random.nextInt(3) : value;
        events.add(event(n, "T/reg/1", write ? "Write" : "Read", value));
      }
      events.add(event(11, "T/reg/1", "Read", value + 1));
      List<String> found = way(events).orElseThrow();
      long writes = events.stream().filter(e -> e.action().equals("Write")).count();
      // The state counts the writes, so all of them are needed, and no read.
      assertThat(found).hasSize((int) writes).allMatch(label -> label.startsWith("Write"));
    }
  }

  @Test
  void whatNobodyKnowsHasNoWay() throws Exception {
    List<TraceEvent> events = List.of(event(1, "T/reg/1", "Write", 1), event(2, "T/reg/1", "Fly"));
    assertThat(way(events)).isEmpty();
  }

  private static TraceEvent overlapping(
      int line, int from, int n, String object, String action, Integer... arguments) {
    return new TraceEvent(line, n, from, "t" + line % 16, object, action, List.of(arguments));
  }

  /** A pair at a time overlaps, and each is taken before the next; then one that nobody put in. */
  @Test
  void ofStepsThatOverlapInAnOrderThatWasPossible() throws Exception {
    List<TraceEvent> events = new ArrayList<>();
    for (int i = 0; i <= Register.TRACES / 5; i++) {
      int at = 10 * i;
      int value = 2 * i + 1;
      events.add(overlapping(4 * i + 2, at, at + 3, "T/queue/1", "Enq", value));
      events.add(overlapping(4 * i + 3, at + 1, at + 4, "T/queue/1", "Enq", value + 1));
      if (i < Register.TRACES / 5) {
        events.add(overlapping(4 * i + 4, at + 5, at + 8, "T/queue/1", "Deq", value + 1));
        events.add(overlapping(4 * i + 5, at + 6, at + 9, "T/queue/1", "Deq", value));
      }
    }
    events.add(overlapping(10_000, 30_000, 30_001, "T/queue/1", "Deq", 10_000));
    assertThat(way(events, false).orElseThrow()).containsExactly("Enq(1)", "Enq(2)");
  }

  /** The write has not ended, and was read. */
  @Test
  void stepsThatHadBegunAreInTheWayIfOthersNeedThem() throws Exception {
    List<TraceEvent> events =
        List.of(
            overlapping(2, 1, 20, "T/reg/1", "Write", 5),
            overlapping(3, 2, 21, "T/reg/1", "Write", 6),
            overlapping(4, 3, 6, "T/reg/1", "Read", 5),
            overlapping(5, 7, 9, "T/reg/1", "Read", 7));
    assertThat(way(events, false).orElseThrow()).containsExactly("Write(5)");
  }
}
