package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import netmp.tlc.SpecTree;
import netmp.validate.RestingObjects.Rest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects that have come to their end or rest are forgotten, but for their names and where they
 * stand.
 */
class RestingObjectsTest {

  private static SpecTree tree;
  private static Catalogue catalogue;
  private static Catalogue registers;

  /** Objects of which a step may wait, of those that came last. */
  private static final int MAY_WAIT = 250;

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
    registers = Register.catalogue(tree);
  }

  @AfterAll
  static void close() {
    tree.close();
  }

  @Test
  void namesAreKnownAgain() {
    RestingObjects resting = new RestingObjects();
    List<String> names =
        List.of(
            "A/x/1",
            "A/x/0",
            "A/x/9",
            "A/x/63",
            "A/x/64",
            "A/x/67108863",
            "A/x/67108864",
            "A/x/99999999",
            "A/x/123456789",
            "A/x/01",
            "A/x/b",
            "A/x/");
    for (String name : names) {
      assertThat(resting.get(name)).as(name).isNull();
      resting.add(name, new Rest(name, List.of()));
      assertThat(resting.get(name).kind()).isEqualTo(name);
    }
    assertThat(resting.count()).isEqualTo(names.size());
    for (String other :
        List.of("A/x/2", "B/x/1", "A/y/1", "A/x/001", "A/x/1:", "A/x/1b", "A/x/-1")) {
      assertThat(resting.get(other)).as(other).isNull();
    }
    for (String name : names) {
      resting.remove(name);
      assertThat(resting.get(name)).as(name).isNull();
    }
    assertThat(resting.count()).isZero();
    assertThat(resting.ways()).as("none is kept that nobody rests in").isZero();
  }

  @Test
  void aWayIsKeptAsLongAsSomebodyRestsInIt() {
    RestingObjects resting = new RestingObjects();
    for (int i = 0; i < 1000; i++) {
      resting.add("A/x/1", new Rest("x" + i, List.of()));
      resting.add("A/x/2", new Rest("x" + i, List.of()));
      assertThat(resting.ways()).isEqualTo(1);
      resting.remove("A/x/1");
      assertThat(resting.get("A/x/2").kind()).isEqualTo("x" + i);
      assertThat(resting.get("A/x/1")).as("it does not rest, whoever else does").isNull();
      resting.add("A/x/3", Rest.END);
      assertThat(resting.get("A/x/3")).isEqualTo(Rest.END);
      resting.remove("A/x/2");
      resting.add("A/x/4", new Rest("y" + i, List.of()));
      assertThat(resting.get("A/x/2")).isNull();
      resting.remove("A/x/3");
      resting.remove("A/x/4");
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
    List<TraceEvent> events = manyErrands(10 * Register.TRACES);
    Validation validation = judge(events, threads);
    assertThat(validation.accepted()).isTrue();
    assertThat(validation.objects()).isEqualTo(10 * Register.TRACES);
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

  /** Registers of which each is written and read again and again, long after the others. */
  private static List<TraceEvent> rounds(Random random, int objects, int rounds, boolean wrong) {
    List<TraceEvent> events = new ArrayList<>();
    int[] values = new int[objects];
    for (int n = 1; n <= objects * rounds; n++) {
      int object = n % objects;
      boolean write = random.nextBoolean();
      int value = write ? random.nextInt(5) : values[object];
      values[object] = value;
      if (wrong && !write && random.nextInt(objects * rounds / 2) == 0) {
        value++;
      }
      int from = Math.max(1, n - random.nextInt(3 * objects));
      events.add(
          new TraceEvent(
              n + 1,
              n,
              from,
              "t" + object,
              "T/reg/" + object,
              write ? "Write" : "Read",
              List.of(value)));
    }
    return events;
  }

  private static Validation judge(List<TraceEvent> events, boolean totalOrder, int maxAwake)
      throws Exception {
    Validator validator =
        new Validator(registers, new TraceHeader("w", 1, "sim", totalOrder, 1), null, maxAwake);
    for (TraceEvent event : events) {
      if (!validator.take(event)) {
        break;
      }
      assertThat(validator.held()).isLessThanOrEqualTo(maxAwake + MAY_WAIT);
    }
    return validator.end();
  }

  /** Whoever rests goes on from where it was, and nothing is seen of it from outside. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whetherTheyRestMakesNoDifference(boolean totalOrder) throws Exception {
    Random random = new Random(9);
    int refused = 0;
    for (int i = 0; i < Register.TRACES / 20; i++) {
      List<TraceEvent> events = rounds(random, 20 + random.nextInt(60), 40, i % 2 == 0);
      if (!totalOrder) {
        events.sort(Comparator.comparingLong(TraceEvent::from));
      }
      Validation all = judge(events, totalOrder, Integer.MAX_VALUE - MAY_WAIT);
      Validation few = judge(events, totalOrder, 1 + random.nextInt(5));
      if (all.accepted()) {
        assertThat(few).as("trace %d", i).isEqualTo(all);
      }
      assertThat(few.refusal()).as("trace %d", i).isEqualTo(all.refusal());
      refused += all.accepted() ? 0 : 1;
    }
    assertThat(refused).isBetween(1, Register.TRACES / 25);
  }
}
