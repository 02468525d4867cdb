package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import netmp.tlc.SpecTree;
import netmp.tlc.TlcRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search for one order says what the frontier of all orders says. */
class DepthFirstTest {

  private static final int ALL = Integer.MAX_VALUE;
  private static final int ONE = 0;
  private static final int ROOM = 3;

  private static SpecTree tree;
  private static Automaton queue;

  @BeforeAll
  static void open() throws IOException {
    tree = SpecTree.ofDirectory(Register.TINY);
    queue =
        new Automaton(
            TlcRun.stepper(tree, "NumberedQueue", Register.TINY.resolve("queue/trace.cfg")),
            new NodeBudget());
  }

  @AfterAll
  static void close() {
    tree.close();
  }

  /** What threads do on a queue of {@link #ROOM} numbers, each step somewhere in its interval. */
  private static final class Threads {
    private final Random random;
    private final Deque<Integer> queue = new ArrayDeque<>();
    private final List<TraceEvent> events = new ArrayList<>();
    private final long[] begins;
    private final TraceEvent[] made;
    private long clock;
    private int next = 1;

    Threads(Random random, int threads) {
      this.random = random;
      begins = new long[threads];
      made = new TraceEvent[threads];
    }

    List<TraceEvent> run(int length) {
      while (events.size() < length) {
        int thread = random.nextInt(begins.length);
        if (begins[thread] == 0) {
          begins[thread] = ++clock;
        } else if (made[thread] == null) {
          made[thread] = step(thread);
        } else {
          end(thread);
        }
      }
      for (int thread = 0; thread < made.length; thread++) {
        if (made[thread] != null) {
          end(thread);
        }
      }
      return sorted(events);
    }

    private TraceEvent step(int thread) {
      boolean enq = queue.isEmpty() || (queue.size() < ROOM && random.nextBoolean());
      if (enq) {
        queue.add(next);
      }
      int value = enq ? next++ : queue.remove();
      return event(0, 0, thread, enq ? "Enq" : "Deq", value);
    }

    private void end(int thread) {
      TraceEvent step = made[thread];
      events.add(
          event(begins[thread], ++clock, thread, step.action(), step.arguments().getFirst()));
      made[thread] = null;
      begins[thread] = 0;
    }
  }

  private static TraceEvent event(long from, long n, int thread, String action, int value) {
    return new TraceEvent(0, n, from, "t" + thread, "T/queue/1", action, List.of(value));
  }

  private static List<TraceEvent> sorted(List<TraceEvent> events) {
    List<TraceEvent> all = new ArrayList<>(events);
    all.sort(Comparator.comparingLong(TraceEvent::from).thenComparingLong(TraceEvent::n));
    return all;
  }

  /** The event that is refused, or null. */
  private static TraceEvent judge(List<TraceEvent> events, int wide) throws UndecidedException {
    Frontier frontier = new Frontier(queue, false, null, wide);
    for (TraceEvent event : events) {
      TraceEvent refused = frontier.take(event);
      if (refused != null) {
        assertThat(frontier.configurations()).isNotEmpty();
        return refused;
      }
    }
    return frontier.end();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void oneOrderOrAllOrders(long seed) throws Exception {
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < Register.TRACES; i++) {
      List<TraceEvent> events =
          new ArrayList<>(new Threads(random, 2 + random.nextInt(3)).run(random.nextInt(40)));
      if (i % 2 == 1 && !events.isEmpty()) {
        int at = random.nextInt(events.size());
        TraceEvent e = events.get(at);
        int value = e.arguments().getFirst() + 1 + random.nextInt(2);
        events.set(
            at,
            new TraceEvent(0, e.n(), e.from(), e.thread(), e.object(), e.action(), List.of(value)));
      }
      TraceEvent byAll = judge(events, ALL);
      assertThat(judge(events, ONE)).as("seed %d, trace %d", seed, i).isEqualTo(byAll);
      assertThat(i % 2 == 1 || byAll == null).as("seed %d, trace %d", seed, i).isTrue();
      refused += byAll == null ? 0 : 1;
    }
    assertThat(refused)
        .as("both verdicts occur")
        .isBetween(Register.TRACES / 10, Register.TRACES / 2);
  }

  /** Where the frontier of all orders has thousands of ways, one is found in no time. */
  @Test
  void manyThreadsThatAlwaysOverlap() throws Exception {
    List<TraceEvent> events = new Threads(new Random(4), 12).run(20_000);
    assertThat(judge(events, ONE)).isNull();
    assertThat(judge(events, 64)).isNull();
  }

  /** Threads that all begin at once have more orders than can be counted. */
  @Test
  void fromTheFirstEventOn() throws Exception {
    List<TraceEvent> events = new ArrayList<>();
    for (int thread = 0; thread < 20; thread++) {
      events.add(event(1, 100 + thread, thread, "Enq", thread + 1));
      events.add(event(200, 300 + thread, thread, "Deq", 20 - thread));
    }
    List<TraceEvent> sorted = sorted(events);
    assertThat(judge(sorted, 64)).as("room for three").isNotNull();
    List<TraceEvent> looks = new ArrayList<>();
    for (int thread = 0; thread < 20; thread++) {
      looks.add(
          new TraceEvent(
              0, 100 + thread, 1, "t" + thread, "T/queue/1", "Look", List.of(thread, 0)));
    }
    assertThat(judge(looks, 64)).isNull();
  }

  /** Choices that are too far back cannot be taken back: that is no refusal. */
  @Test
  void whatWouldNeedAChoiceFarBackIsNotDecided() throws Exception {
    List<TraceEvent> events = new ArrayList<>();
    events.add(event(1, 10, 0, "Enq", 1));
    events.add(event(2, 11, 1, "Enq", 2));
    long clock = 20;
    for (int i = 0; i < DepthFirst.MAX_STAGES; i++) {
      events.add(new TraceEvent(0, clock, clock, "t2", "T/queue/1", "Look", List.of(99, 0)));
      clock++;
    }
    List<TraceEvent> possible = new ArrayList<>(events);
    possible.add(event(clock, clock, 0, "Deq", 1));
    assertThat(judge(possible, ONE)).isNull();
    List<TraceEvent> impossible = new ArrayList<>(events);
    impossible.add(event(clock, clock, 0, "Deq", 3));
    assertThat(judge(impossible, ALL)).isEqualTo(impossible.getLast());
    assertThatThrownBy(() -> judge(impossible, ONE))
        .isInstanceOf(UndecidedException.class)
        .hasMessageContaining("it may be a choice far before it");
  }

  /** It is found when it comes, but for those that are looked at ahead, and not at the end only. */
  @Test
  void aRefusalDoesNotWaitForTheEnd() throws Exception {
    List<TraceEvent> events = new ArrayList<>(new Threads(new Random(6), 4).run(100));
    long clock = events.getLast().n() + 100;
    events.add(event(clock, clock, 1, "Deq", 1_000_000));
    int refused = events.size() - 1;
    for (int i = 1; i < 2000; i++) {
      long n = clock + i;
      events.add(new TraceEvent(0, n, n, "t2", "T/queue/1", "Look", List.of(2_000_000, 0)));
    }
    Frontier frontier = new Frontier(queue, false, null, ONE);
    int taken = 0;
    while (frontier.take(events.get(taken)) == null) {
      taken++;
    }
    assertThat(taken).isBetween(refused, refused + 600);
    assertThat(frontier.isRetired()).isFalse();
  }
}
