package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import netmp.tlc.SpecTree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both engines against a search through all orders, on random small traces. */
class FrontierTest {

  private static SpecTree tree;

  @BeforeAll
  static void open() throws IOException {
    tree = SpecTree.ofDirectory(Register.TINY);
  }

  @AfterAll
  static void close() {
    tree.close();
  }

  private static Validation judge(Engine engine, boolean totalOrder, List<TraceEvent> events)
      throws IOException, UndecidedException {
    byte[] file = Register.file(totalOrder, events).getBytes(StandardCharsets.UTF_8);
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(file))) {
      return engine.validate(reader);
    }
  }

  /** Steps of threads in some order, with intervals that contain their place in that order. */
  private static List<TraceEvent> random(Random random, int threads, int length) {
    long[] last = new long[threads];
    List<TraceEvent> events = new ArrayList<>();
    int value = 0;
    for (int i = 1; i <= length; i++) {
      int thread = random.nextInt(threads);
      long n = 10L * i + random.nextInt(30);
      n = Math.max(n, last[thread] + 1);
      long from = Math.max(last[thread] + 1, 10L * i - random.nextInt(30));
      last[thread] = n;
      TraceEvent event = step(random, value, n, from, "t" + thread);
      events.add(event);
      value = next(random, value, event);
    }
    return numbered(events);
  }

  private static TraceEvent step(Random random, int value, long n, long from, String thread) {
    boolean forget = value != 0 && random.nextInt(4) == 0;
    boolean write = random.nextInt(3) == 0;
    String action = forget ? "Forget" : write ? "Write" : "Read";
    boolean wrong = random.nextInt(8) == 0;
    int x = write || wrong ? random.nextInt(3) : value;
    return new TraceEvent(0, n, from, thread, "T/reg/1", action, forget ? List.of() : List.of(x));
  }

  private static int next(Random random, int value, TraceEvent event) {
    List<Integer> after = new ArrayList<>(Register.after(value, event));
    return after.isEmpty() ? value : after.get(random.nextInt(after.size()));
  }

  /** Distinct stamps, sorted as a trace is. */
  private static List<TraceEvent> numbered(List<TraceEvent> events) {
    List<TraceEvent> sorted = new ArrayList<>(events);
    sorted.sort(Comparator.comparingLong(TraceEvent::from).thenComparingLong(TraceEvent::n));
    List<TraceEvent> unique = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      TraceEvent e = sorted.get(i);
      unique.add(
          new TraceEvent(
              i + 2,
              e.n() * 100 + i,
              e.from() * 100,
              e.thread(),
              e.object(),
              e.action(),
              e.arguments()));
    }
    return unique;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void intervalOrderAgainstAllOrders(long seed) throws Exception {
    Random random = new Random(seed);
    Engine engine = new StreamEngine(Register.catalogue(tree));
    int accepted = 0;
    for (int i = 0; i < Register.TRACES; i++) {
      List<TraceEvent> events = random(random, 1 + random.nextInt(4), 1 + random.nextInt(9));
      boolean expected = Register.allows(events);
      assertThat(judge(engine, false, events).accepted())
          .as("seed %d, trace %d: %s", seed, i, events)
          .isEqualTo(expected);
      accepted += expected ? 1 : 0;
    }
    assertThat(accepted)
        .as("both sorts occur")
        .isBetween(Register.TRACES / 5, 9 * Register.TRACES / 10);
  }

  @Test
  @Tag("slow")
  void plainTlcOnIntervalsAgainstAllOrders() throws Exception {
    Random random = new Random(4);
    Engine engine = new TlcEngine(Register.catalogue(tree));
    for (int i = 0; i < 25; i++) {
      List<TraceEvent> events = random(random, 1 + random.nextInt(4), 1 + random.nextInt(9));
      assertThat(judge(engine, false, events).accepted())
          .as("trace %d: %s", i, events)
          .isEqualTo(Register.allows(events));
    }
  }

  @Test
  void totalOrderAgainstASetOfValues() throws Exception {
    Random random = new Random(5);
    Engine engine = new StreamEngine(Register.catalogue(tree));
    for (int i = 0; i < Register.TRACES; i++) {
      List<TraceEvent> events = random(random, 3, 12);
      Validation validation = judge(engine, true, ordered(events));
      assertThat(validation.refusal().map(r -> r.event().line()))
          .as("trace %d: %s", i, events)
          .isEqualTo(firstImpossible(ordered(events)));
    }
  }

  @Test
  void whatIsLeftOpenIsCounted() throws Exception {
    List<TraceEvent> events =
        ordered(
            List.of(
                new TraceEvent(0, 0, 0, "t0", "T/reg/1", "Write", List.of(5)),
                new TraceEvent(0, 0, 0, "t0", "T/reg/1", "Forget", List.of()),
                new TraceEvent(0, 0, 0, "t1", "T/reg/1", "Read", List.of(5))));
    Validation validation = judge(new StreamEngine(Register.catalogue(tree)), true, events);
    assertThat(validation.widest()).isEqualTo(2);
    assertThat(validation.events()).isEqualTo(3);
    assertThat(validation.objects()).isEqualTo(1);
  }

  /** Eight threads are in the middle of a step at every moment, and none minds the others. */
  @Test
  void stepsThatAreIndependentDoNotMultiply() throws Exception {
    int threads = 8;
    int rounds = Register.TRACES / 20;
    List<TraceEvent> events = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      for (int thread = 1; thread <= threads; thread++) {
        long n = (long) round * threads + thread;
        String name = "t" + thread;
        List<Integer> arguments = List.of(thread, round);
        events.add(new TraceEvent(0, n, n - threads + 1, name, "T/counters/1", "Count", arguments));
      }
    }
    Validation validation = judge(counters(), false, events);
    assertThat(validation.accepted()).isTrue();
    assertThat(validation.widest()).isEqualTo(1);
    TraceEvent last = events.removeLast();
    events.add(
        new TraceEvent(
            0,
            last.n(),
            last.from(),
            last.thread(),
            last.object(),
            "Count",
            List.of(8, rounds + 1)));
    assertThat(judge(counters(), false, events).accepted()).isFalse();
  }

  private static Engine counters() {
    Path configuration = Register.TINY.resolve("counters/trace.cfg");
    ObjectSpec spec = new ObjectSpec("counters", Set.of("counters"), "Counters", configuration);
    return new StreamEngine(new Catalogue(tree, List.of(spec)));
  }

  private static List<TraceEvent> ordered(List<TraceEvent> events) {
    List<TraceEvent> all = new ArrayList<>();
    for (TraceEvent e : events) {
      long n = all.size() + 1L;
      all.add(new TraceEvent(n + 1, n, n, e.thread(), e.object(), e.action(), e.arguments()));
    }
    return all;
  }

  private static Optional<Long> firstImpossible(List<TraceEvent> events) {
    List<Integer> values = List.of(0);
    for (TraceEvent event : events) {
      values = values.stream().flatMap(v -> Register.after(v, event).stream()).distinct().toList();
      if (values.isEmpty()) {
        return Optional.of(event.line());
      }
    }
    return Optional.empty();
  }

  @Test
  void aRefusalSaysWhyAndWhatWouldHaveFitted() throws Exception {
    List<TraceEvent> events =
        ordered(
            List.of(
                new TraceEvent(0, 0, 0, "t0", "T/reg/1", "Write", List.of(5)),
                new TraceEvent(0, 0, 0, "t0", "T/reg/1", "Forget", List.of()),
                new TraceEvent(0, 0, 0, "t1", "T/reg/1", "Read", List.of(6))));
    Validation validation = judge(new StreamEngine(Register.catalogue(tree)), true, events);
    assertThat(validation.refusal().orElseThrow().text())
        .isEqualTo(
            """
            line 4: Read(6) on T/reg/1
              by thread t1, stamp 3
            register does not allow Read(6) here
            the object could be in the state
              value = 0
              writes = 1
            where this is false
              Register.tla:17:6  x = value
            and what is allowed is
              Write(0), Write(1), Write(2), Write..., Read(0)
            the nearest that would fit is
              Read(0) in its place
              Write(6), and then Read(6)
            the object could be in the state
              value = 5
              writes = 1
            where this is false
              Register.tla:17:6  x = value
            and what is allowed is
              Write(0), Write(1), Write(2), Write..., Read(5), Forget
            the nearest that would fit is
              Read(5) in its place
              Write(6), and then Read(6)
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"Odd | table[writes + 1] = x", "OddArgument | Keep(table[writes + 1], x)"})
  void whatCannotBeEvaluatedIsImpossible(String action, String text) throws Exception {
    Engine engine = new StreamEngine(Register.catalogue(tree));
    Refusal refusal = judge(engine, true, twice(action)).refusal().orElseThrow();
    assertThat(refusal.event().line()).isEqualTo(4);
    assertThat(refusal.candidates().getFirst().reasons().getFirst().toString())
        .startsWith("Register.tla:")
        .contains(text + " cannot be evaluated: ");
  }

  @ParameterizedTest
  @Tag("slow")
  @ValueSource(strings = {"Odd", "OddArgument"})
  void whatCannotBeEvaluatedIsImpossibleForPlainTlc(String action) throws Exception {
    Engine engine = new TlcEngine(Register.catalogue(tree));
    Refusal refusal = judge(engine, true, twice(action)).refusal().orElseThrow();
    assertThat(refusal.event().line()).isEqualTo(4);
  }

  /** An action before and behind a write. */
  private static List<TraceEvent> twice(String action) {
    return ordered(
        List.of(
            new TraceEvent(0, 0, 0, "t0", "T/reg/1", action, List.of(7)),
            new TraceEvent(0, 0, 0, "t0", "T/reg/1", "Write", List.of(5)),
            new TraceEvent(0, 0, 0, "t1", "T/reg/1", action, List.of(7))));
  }

  @Test
  void nothingIsReadBehindARefusal() throws Exception {
    List<TraceEvent> events =
        ordered(List.of(new TraceEvent(0, 0, 0, "t0", "T/reg/1", "Read", List.of(5))));
    byte[] file = (Register.file(true, events) + "broken").getBytes(StandardCharsets.UTF_8);
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(file))) {
      Validation validation = new StreamEngine(Register.catalogue(tree)).validate(reader);
      assertThat(validation.refusal()).isPresent();
    }
  }

  @Test
  void moreOrdersThanCanBeFollowedAreNotDecided() throws Exception {
    List<TraceEvent> events = new ArrayList<>();
    for (int i = 0; i < 65; i++) {
      events.add(new TraceEvent(i + 2, 100 + i, 1, "t" + i, "T/reg/1", "Write", List.of(1)));
    }
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> judge(new StreamEngine(Register.catalogue(tree)), false, events)))
        .isInstanceOf(UndecidedException.class)
        .hasMessageContaining("T/reg/1");
  }
}
