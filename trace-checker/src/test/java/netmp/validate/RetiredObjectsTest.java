package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import netmp.tlc.SpecTree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that have come to their end are forgotten, and their names are not. */
class RetiredObjectsTest {

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
                    "errand",
                    Set.of("errand"),
                    "Errand",
                    Register.TINY.resolve("errand/trace.cfg"))));
  }

  @AfterAll
  static void close() {
    tree.close();
  }

  @Test
  void namesAreKnownAgain() {
    RetiredObjects retired = new RetiredObjects();
    List<String> names =
        List.of("A/x/1", "A/x/0", "A/x/33554431", "A/x/99999999", "A/x/01", "A/x/b");
    for (String name : names) {
      assertThat(retired.has(name)).as(name).isFalse();
      retired.add(name);
      assertThat(retired.has(name)).as(name).isTrue();
    }
    for (String other : List.of("A/x/2", "B/x/1", "A/y/1", "A/x/001", "A/x/", "A/x/1b", "A/x/-1")) {
      assertThat(retired.has(other)).as(other).isFalse();
    }
  }

  private static TraceEvent event(int n, String object, String action, Integer... arguments) {
    return new TraceEvent(n + 1, n, n, "t", object, action, List.of(arguments));
  }

  /** Each goes its way beside two others, and there are thousands of them. */
  private static List<TraceEvent> manyErrands(int count) {
    Random random = new Random(5);
    List<TraceEvent> events = new ArrayList<>();
    List<String> under = new ArrayList<>();
    Map<String, Integer> left = new HashMap<>();
    for (int begun = 0; begun < count || !under.isEmpty(); ) {
      int n = events.size() + 1;
      if (begun < count && under.size() < 3) {
        String name = "T/errand/" + ++begun;
        int steps = random.nextInt(4);
        events.add(event(n, name, "Begin", steps));
        if (steps > 0) {
          under.add(name);
          left.put(name, steps);
        }
      } else {
        int at = random.nextInt(under.size());
        events.add(event(n, under.get(at), "Go"));
        if (left.merge(under.get(at), -1, Integer::sum) == 0) {
          under.remove(at);
        }
      }
    }
    return events;
  }

  private static Validation judge(List<TraceEvent> events, int threads) throws Exception {
    byte[] file = Register.file(true, events).getBytes(StandardCharsets.UTF_8);
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(file))) {
      return new StreamEngine(catalogue, threads).validate(reader);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theyAreCountedAndOneStepMoreIsRefused(int threads) throws Exception {
    List<TraceEvent> events = manyErrands(10_000);
    Validation validation = judge(events, threads);
    assertThat(validation.accepted()).isTrue();
    assertThat(validation.objects()).isEqualTo(10_000);
    assertThat(validation.steps()).isEqualTo(events.size());
    events.add(event(events.size() + 1, "T/errand/17", "Go"));
    Refusal refusal = judge(events, threads).refusal().orElseThrow();
    assertThat(refusal.event()).isEqualTo(events.getLast());
    assertThat(refusal.text()).contains("the object was at its end before");
  }

  @Test
  void onlyThoseThatAreUnderWayAreHeld() throws Exception {
    Validator validator = new Validator(catalogue, new TraceHeader("w", 1, "sim", true, 1));
    int most = 0;
    for (TraceEvent event : manyErrands(1000)) {
      assertThat(validator.take(event)).isTrue();
      most = Math.max(most, validator.held());
    }
    assertThat(most).isEqualTo(3);
    assertThat(validator.held()).isZero();
    assertThat(validator.end().objects()).isEqualTo(1000);
  }

  /** Which step of an object is the last one is not known before the end, where steps overlap. */
  @Test
  void stepsThatOverlapWaitForTheEnd() throws Exception {
    Validator validator = new Validator(catalogue, new TraceHeader("w", 1, "real", false, 1));
    validator.take(new TraceEvent(2, 3, 1, "a", "T/errand/1", "Begin", List.of(1)));
    validator.take(new TraceEvent(3, 4, 2, "b", "T/errand/1", "Go", List.of()));
    validator.take(new TraceEvent(4, 6, 5, "a", "T/errand/2", "Begin", List.of(0)));
    assertThat(validator.held()).isEqualTo(2);
    assertThat(validator.end().accepted()).isTrue();
  }
}
