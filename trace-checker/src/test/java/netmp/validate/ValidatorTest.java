package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import netmp.tlc.SpecTree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts on a trace as a whole: its end, what comes behind a refusal, objects side by side. */
class ValidatorTest {

  private static SpecTree tree;
  private static Catalogue catalogue;

  @BeforeAll
  static void open() throws IOException {
    tree = SpecTree.ofDirectory(Register.TINY);
    catalogue =
        new Catalogue(
            tree,
            List.of(
                spec("queue", "NumberedQueue", Set.of("queue")),
                spec("loans", "Loans", Set.of("loan", "both")),
                spec("errand", "Errand", Set.of("errand", "both")),
                spec("register", "Register", Set.of("reg"))));
  }

  private static ObjectSpec spec(String name, String module, Set<String> kinds) {
    return new ObjectSpec(name, kinds, module, Register.TINY.resolve(name + "/trace.cfg"));
  }

  @AfterAll
  static void close() {
    tree.close();
  }

  private static Validator validator(boolean totalOrder, int maxAwake) {
    return new Validator(catalogue, new TraceHeader("w", 1, "sim", totalOrder, 1), null, maxAwake);
  }

  private static Validator validator() {
    return validator(true, 100);
  }

  private static TraceEvent event(int n, String object, String action, Integer... arguments) {
    return new TraceEvent(n + 1, n, n, "t", object, action, List.of(arguments));
  }

  private static TraceEvent interval(
      int n, int from, String thread, String object, String action, Integer... arguments) {
    return new TraceEvent(n + 1, n, from, thread, object, action, List.of(arguments));
  }

  private static void takeAll(Validator validator, TraceEvent... events) throws UndecidedException {
    for (TraceEvent event : events) {
      assertThat(validator.take(event)).as("%s", event).isTrue();
    }
  }

  private static boolean isSettled(String object, TraceEvent... events) throws UndecidedException {
    Validator validator = validator();
    takeAll(validator, events);
    Optional<Refusal> refusal = validator.endOfRun().refusal();
    refusal.ifPresent(
        r -> {
          assertThat(r.refusesTheEnd()).isTrue();
          assertThat(r.event().object()).isEqualTo(object);
        });
    return refusal.isEmpty();
  }

  @Test
  void aRunMayNotEndWithSomethingOpen() throws Exception {
    TraceEvent first = event(1, "T/loan/1", "Lend", 7);
    TraceEvent second = event(2, "T/loan/2", "Lend", 8);
    TraceEvent back = event(3, "T/loan/1", "Back", 7);
    assertThat(isSettled("T/loan/1", first)).isFalse();
    assertThat(isSettled("T/loan/2", first, second, back)).isFalse();
    assertThat(isSettled("", first, back)).isTrue();
    assertThat(isSettled("", event(1, "T/reg/1", "Write", 1))).as("nobody demands it").isTrue();
  }

  @Test
  void theRefusalOfTheEndSaysWhatIsMissing() throws Exception {
    Validator validator = validator();
    takeAll(validator, event(1, "T/loan/1", "Lend", 7), event(2, "T/loan/1", "Lend", 8));
    takeAll(validator, event(3, "T/loan/1", "Back", 7));
    assertThat(validator.end().accepted()).as("it may go on").isTrue();
    assertThat(validator.endOfRun().refusal().orElseThrow().text())
        .isEqualTo(
            """
            line 4: Back(7) on T/loan/1
              by thread t, stamp 3
            loans does not allow the run to end behind Back(7)
            the object could be in the state
              out = {8}
            where this is false
              Loans.tla:13:12  out = {}
            and what is allowed is
              Lend(0), Lend(7), Lend(9), Back(8)
            the nearest that would fit is
              Back(8), and then the end
            """);
    assertThat(validator.take(event(4, "T/loan/1", "Back", 8))).as("the run was over").isFalse();
  }

  /** Where it is not known which was the last, it is enough that one order leaves nothing open. */
  @Test
  void theEndOfStepsThatOverlap() throws Exception {
    Validator open = validator(false, 100);
    takeAll(open, interval(5, 1, "a", "T/loan/1", "Lend", 7));
    assertThat(open.endOfRun().accepted()).isFalse();
    Validator closed = validator(false, 100);
    takeAll(closed, interval(5, 1, "a", "T/loan/1", "Lend", 7));
    takeAll(closed, interval(6, 2, "b", "T/loan/1", "Back", 7));
    assertThat(closed.endOfRun().accepted()).isTrue();
  }

  @Test
  void nothingIsJudgedBehindARefusal() throws Exception {
    Validator validator = validator();
    takeAll(validator, event(1, "T/reg/1", "Write", 1));
    TraceEvent wrong = event(2, "T/reg/1", "Read", 2);
    assertThat(validator.take(wrong)).isFalse();
    assertThat(validator.take(event(3, "T/reg/1", "Read", 1))).isFalse();
    assertThat(validator.take(event(4, "T/reg/2", "Read", 5))).isFalse();
    Validation validation = validator.endOfRun();
    assertThat(validation.events()).isEqualTo(2);
    assertThat(validation.refusal().orElseThrow().event()).isEqualTo(wrong);
  }

  @Test
  void everySpecificationOfAKindIsAsked() throws Exception {
    Validator validator = validator();
    takeAll(
        validator,
        event(1, "T/both/1", "Begin", 2),
        event(2, "T/both/1", "Lend", 4),
        event(3, "T/both/1", "Go"),
        event(4, "T/both/1", "Go"));
    assertThat(validator.held()).as("one of them has more to come").isEqualTo(1);
    takeAll(validator, event(5, "T/both/1", "Back", 4));
    Validation validation = validator.end();
    assertThat(validation.steps()).isEqualTo(5);
    assertThat(validation.objects()).isEqualTo(1);
    assertThat(validator.take(event(6, "T/both/1", "Go"))).isFalse();
    Refusal refusal = validator.refusal().orElseThrow();
    assertThat(refusal.spec()).isEqualTo("errand");
  }

  @ParameterizedTest
  @CsvSource({"Go, errand", "Begin, errand"})
  void aStepBehindTheEndIsRefusedByWhomItConcerns(String action, String spec) throws Exception {
    Validator validator = validator();
    takeAll(validator, event(1, "T/errand/1", "Begin", 0));
    assertThat(validator.held()).isZero();
    assertThat(validator.take(event(2, "T/errand/1", action))).isFalse();
    assertThat(validator.refusal().orElseThrow().spec()).isEqualTo(spec);
    assertThat(validator.end().refusal().orElseThrow().text()).contains("at its end before");
  }

  /** As many as may be are at hand, those that came last; none that has something open rests. */
  @Test
  void onlyWhoIsSettledComesToRest() throws Exception {
    Validator validator = validator(true, 3);
    takeAll(validator, event(1, "T/loan/1", "Lend", 7));
    takeAll(validator, event(2, "T/loan/2", "Lend", 7), event(3, "T/loan/2", "Back", 7));
    for (int i = 3; i <= 20; i++) {
      takeAll(validator, event(2 * i, "T/loan/" + i, "Lend", i));
      takeAll(validator, event(2 * i + 1, "T/loan/" + i, "Back", i));
      assertThat(validator.held()).isLessThanOrEqualTo(3);
    }
    assertThat(validator.held()).isEqualTo(3);
    assertThat(validator.lastLine("T/loan/1")).isEqualTo(2);
    assertThat(validator.lastLine("T/loan/20")).isEqualTo(42);
    assertThat(validator.objects()).isEqualTo(20);
    assertThat(validator.take(event(50, "T/loan/1", "Lend", 7))).as("it is out").isFalse();
  }

  /** A step that has not been forced yet keeps its object from rest, and one that was does not. */
  @Test
  void stepsThatWaitDoNotRest() throws Exception {
    Validator validator = validator(false, 1);
    takeAll(validator, interval(10, 1, "a", "T/reg/1", "Write", 5));
    takeAll(validator, interval(11, 2, "b", "T/reg/2", "Write", 6));
    assertThat(validator.held()).as("nobody knows what came first").isEqualTo(2);
    takeAll(validator, interval(20, 10, "a", "T/reg/3", "Write", 7));
    assertThat(validator.held()).as("stamp 10 is not before 10").isEqualTo(3);
    takeAll(validator, interval(30, 12, "b", "T/reg/4", "Write", 8));
    assertThat(validator.held()).as("both that are over rest").isEqualTo(2);
    takeAll(validator, interval(40, 31, "b", "T/reg/1", "Read", 5));
    assertThat(validator.end().accepted()).isTrue();
  }

  /** A step begins at the stamp at which another ends: each may be the first. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void stepsThatTouchOverlap(int read) throws Exception {
    Validator validator = validator(false, 100);
    takeAll(validator, interval(5, 1, "a", "T/reg/1", "Write", 5));
    validator.take(interval(6, 5, "b", "T/reg/1", "Read", read));
    assertThat(validator.end().accepted()).isTrue();
    Validator behind = validator(false, 100);
    takeAll(behind, interval(5, 1, "a", "T/reg/1", "Write", 5));
    behind.take(interval(7, 6, "b", "T/reg/1", "Read", read));
    assertThat(behind.end().accepted()).isEqualTo(read == 5);
  }

  @Test
  void whatElseWasUnderWayIsToldWithARefusal() throws Exception {
    Validator validator = validator(false, 100);
    takeAll(
        validator,
        interval(9, 1, "a", "T/reg/1", "Write", 5),
        interval(4, 2, "b", "T/reg/1", "Read", 6));
    validator.take(interval(12, 6, "c", "T/reg/1", "Read", 5));
    Refusal refusal = validator.end().refusal().orElseThrow();
    assertThat(refusal.event().label()).isEqualTo("Read(6)");
    assertThat(refusal.candidates())
        .extracting(Refusal.Candidate::waiting)
        .contains(List.of("Write(5) by a"))
        .doesNotContain(List.of("Read(6) by b"));
  }

  @Test
  void theNearestOfSeveralArgumentsTogether() throws Exception {
    Validator validator = validator();
    takeAll(
        validator,
        event(1, "T/queue/1", "Enq", 20),
        event(2, "T/queue/1", "Enq", 2),
        event(3, "T/queue/1", "Enq", 40));
    assertThat(validator.take(event(4, "T/queue/1", "Look", 2, 3))).isFalse();
    assertThat(validator.refusal().orElseThrow().candidates().getFirst().nearest())
        .contains("Look(2, 2) in its place");
    assertThat(validator.refusal().orElseThrow().candidates().getFirst().allowed())
        .contains("Deq(20)", "Look...")
        .doesNotContain("Enq(41)", "Deq...");
  }

  /** It is found when it comes, in a trace that has no end yet. */
  @Test
  void aRefusalOfStepsThatOverlapDoesNotWaitForTheEnd() throws Exception {
    List<TraceEvent> events = new ArrayList<>();
    events.add(interval(5, 1, "a", "T/reg/1", "Read", 3));
    events.add(interval(7, 6, "b", "T/reg/1", "Read", 0));
    byte[] file = (Register.file(false, events) + "broken").getBytes(StandardCharsets.UTF_8);
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(file))) {
      Validation validation = new StreamEngine(catalogue).validate(reader);
      assertThat(validation.refusal().orElseThrow().event().label()).isEqualTo("Read(3)");
    }
  }
}
