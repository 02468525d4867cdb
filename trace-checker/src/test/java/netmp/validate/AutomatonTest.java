package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SequencedMap;
import netmp.tlc.FalseConjunct;
import netmp.tlc.SpecException;
import netmp.tlc.SpecState;
import netmp.tlc.SpecTree;
import netmp.tlc.SpecValue;
import netmp.tlc.SpecValue.Entry;
import netmp.tlc.Stepper;
import netmp.tlc.TlcRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutomatonTest {

  private static final int STEPS = 2 * Register.TRACES;
  private static final Path QUEUE = Register.TINY.resolve("queue/trace.cfg");

  /** Counts what is evaluated. */
  private static final class Counting implements Stepper {
    private final Stepper stepper;
    private int evaluated;

    Counting(Stepper stepper) {
      this.stepper = stepper;
    }

    @Override
    public SequencedMap<String, Integer> actions() {
      return stepper.actions();
    }

    @Override
    public List<SpecState> initial() {
      return stepper.initial();
    }

    @Override
    public List<SpecState> successors(SpecState from, String action, List<Integer> arguments) {
      evaluated += action.equals("Rebase") ? 0 : 1;
      return stepper.successors(from, action, arguments);
    }

    @Override
    public List<FalseConjunct> falseConjuncts(
        SpecState from, String action, List<Integer> arguments) {
      return stepper.falseConjuncts(from, action, arguments);
    }

    @Override
    public boolean has(String operator) {
      return stepper.has(operator);
    }

    @Override
    public SpecValue evaluate(SpecState state, String operator) {
      return stepper.evaluate(state, operator);
    }

    @Override
    public OptionalInt least(SpecState state, String operator) {
      return stepper.least(state, operator);
    }
  }

  private static Stepper register(SpecTree tree) {
    return TlcRun.stepper(tree, "Register", Register.TINY.resolve("register/trace.cfg"));
  }

  private static Object[] step(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Object[] {"Write", List.of(random.nextInt(6))};
      case 1 -> new Object[] {"Read", List.of(random.nextInt(6))};
      default -> new Object[] {"Forget", List.of()};
    };
  }

  @SuppressWarnings("unchecked") // a step is an action and a list of arguments
  private static List<Integer> arguments(Object[] step) {
    return (List<Integer>) step[1];
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void goesWhereTheSpecificationGoesHoweverMuchItForgets(int maxNodes) throws IOException {
    try (SpecTree tree = SpecTree.ofDirectory(Register.TINY)) {
      Stepper plain = register(tree);
      Automaton automaton = new Automaton(register(tree), new NodeBudget(maxNodes));
      SpecState state = plain.initial().getFirst();
      Node node = automaton.initial().to()[0];
      for (int seed = 0; seed < STEPS; seed++) {
        Object[] step = step(new Random(seed));
        String action = (String) step[0];
        List<SpecState> after = plain.successors(state, action, arguments(step));
        Node[] to = automaton.step(node, action, arguments(step), 0).to();
        assertThat(List.of(to).stream().map(each -> each.state().fingerprint()))
            .isEqualTo(after.stream().map(SpecState::fingerprint).toList());
        if (!after.isEmpty()) {
          int which = seed % after.size();
          state = after.get(which);
          node = to[which];
          assertThat(node.state().values()).isEqualTo(state.values());
        }
      }
    }
  }

  @Test
  void evaluatesAStepOnce() throws IOException {
    try (SpecTree tree = SpecTree.ofDirectory(Register.TINY)) {
      Counting counting = new Counting(register(tree));
      Automaton automaton = new Automaton(counting, new NodeBudget());
      Node zero = automaton.initial().to()[0];
      for (int i = 0; i < 3; i++) {
        Node one = automaton.step(zero, "Write", List.of(1), 0).to()[0];
        Node again = automaton.step(one, "Write", List.of(0), 0).to()[0];
        assertThat(automaton.step(again, "Read", List.of(1), 0).to()).isEmpty();
      }
      assertThat(counting.evaluated).isEqualTo(3);
    }
  }

  /** Numbers go on without end, and what the automaton knows does not. */
  @Test
  void statesThatDifferInWhereNumbersBeginAreOne() throws IOException {
    try (SpecTree tree = SpecTree.ofDirectory(Register.TINY)) {
      Stepper plain = TlcRun.stepper(tree, "Queue", QUEUE);
      Counting counting = new Counting(TlcRun.stepper(tree, "NumberedQueue", QUEUE));
      NumberedWalk walk = new NumberedWalk(plain, new Automaton(counting, new NodeBudget()));
      Random random = new Random(7);
      for (int i = 0; i < STEPS; i++) {
        walk.step(random);
      }
      assertThat(walk.accepted).isGreaterThan(STEPS / 3);
      assertThat(walk.refused).isGreaterThan(STEPS / 10);
      assertThat(walk.next).isGreaterThan(STEPS / 10);
      assertThat(counting.evaluated).isLessThan(250);
    }
  }

  /** The first argument that is a number, and not none, is to become 1. */
  @Test
  void whereTheNumbersBegin() {
    Stepper stepper = new SecondIsNumber();
    Automaton automaton = new Automaton(stepper, new NodeBudget());
    assertThat(automaton.begin("To", List.of(9, 7))).isEqualTo(6);
    assertThat(automaton.begin("To", List.of(9, 0))).isZero();
    assertThat(automaton.begin("To", List.of(9))).isZero();
    assertThat(automaton.begin("Fro", List.of(9, 7))).isZero();
    assertThat(automaton.begin("All", List.of(0, 9, 7))).isEqualTo(8);
    Node start = automaton.initial().to()[0];
    assertThat(automaton.step(start, "To", List.of(9, 7), 6).to()[0].state().values())
        .containsEntry("by", "[To, [9, 1]]");
    assertThat(automaton.step(start, "To", List.of(9, 0), 6).to()[0].state().values())
        .as("none stays none")
        .containsEntry("by", "[To, [9, 0]]");
    assertThat(automaton.step(start, "Fro", List.of(9, 7), 6).to()[0].state().values())
        .containsEntry("by", "[Fro, [9, 7]]");
  }

  /** Numbers of To: the second argument; of All: all three. */
  private static final class SecondIsNumber extends Anything {

    @Override
    public boolean has(String operator) {
      return operator.equals("Numbered");
    }

    @Override
    public SpecValue evaluate(SpecState state, String operator) {
      return SpecValue.functionOf(
          List.of(
              new Entry(new SpecValue.Text("To"), positions(2)),
              new Entry(new SpecValue.Text("All"), positions(1, 2, 3))));
    }

    private static SpecValue positions(int... positions) {
      return SpecValue.setOf(Arrays.stream(positions).mapToObj(SpecValue::of).toList());
    }

    @Override
    public OptionalInt least(SpecState state, String operator) {
      return OptionalInt.empty();
    }
  }

  /** One queue by its specification, and by the automaton whose numbers move. */
  private static final class NumberedWalk {
    private final Stepper plain;
    private final Automaton automaton;
    private final Deque<Integer> queue = new ArrayDeque<>();
    private SpecState state;
    private Node node;
    private int moved;
    private int next = 1;
    private int accepted;
    private int refused;

    NumberedWalk(Stepper plain, Automaton automaton) {
      this.plain = plain;
      this.automaton = automaton;
      state = plain.initial().getFirst();
      node = automaton.initial().to()[0];
    }

    void step(Random random) {
      int known = queue.isEmpty() ? next : queue.getFirst();
      int wrong = random.nextInt(6) == 0 ? 1 : 0;
      switch (random.nextInt(4)) {
        case 0 -> take("Deq", List.of(known + wrong));
        case 1 -> take("Look", List.of(known + wrong, random.nextInt(2)));
        case 2 -> take("Look", List.of(0, random.nextInt(2)));
        default -> {
          if (take("Enq", List.of(next))) {
            queue.add(next++);
          }
        }
      }
    }

    private boolean take(String action, List<Integer> arguments) {
      List<SpecState> after = plain.successors(state, action, arguments);
      int begin = node.free() ? automaton.begin(action, arguments) : moved;
      Node.Arcs arcs = automaton.step(node, action, arguments, begin);
      assertThat(arcs.to()).hasSize(after.size());
      if (after.isEmpty()) {
        refused++;
        return false;
      }
      accepted++;
      state = after.getFirst();
      node = arcs.to()[0];
      moved = node.free() ? 0 : begin + arcs.moved()[0];
      assertThat(automaton.actual(node, moved).values()).isEqualTo(state.values());
      if (action.equals("Deq")) {
        queue.remove();
      }
      return true;
    }
  }

  /** A state that tells how it was reached. */
  private record Reached(List<Object> by, long fingerprint) implements SpecState {

    @Override
    public SequencedMap<String, String> values() {
      return new LinkedHashMap<>(Map.of("by", by.toString()));
    }
  }

  /** Allows everything. */
  private static class Anything implements Stepper {
    private final Map<List<Object>, Long> fingerprints = new HashMap<>();

    @Override
    public SequencedMap<String, Integer> actions() {
      return new LinkedHashMap<>();
    }

    @Override
    public List<SpecState> initial() {
      return List.of(reached(List.of()));
    }

    @Override
    public List<SpecState> successors(SpecState from, String action, List<Integer> arguments) {
      return List.of(reached(List.of(action, arguments)));
    }

    private Reached reached(List<Object> by) {
      return new Reached(by, fingerprints.computeIfAbsent(by, b -> (long) fingerprints.size()));
    }

    @Override
    public List<FalseConjunct> falseConjuncts(
        SpecState from, String action, List<Integer> arguments) {
      return List.of();
    }

    @Override
    public boolean has(String operator) {
      return false;
    }

    @Override
    public SpecValue evaluate(SpecState state, String operator) {
      throw new AssertionError(operator);
    }

    @Override
    public OptionalInt least(SpecState state, String operator) {
      throw new AssertionError(operator);
    }
  }

  /** The memory is bounded, though states lead to each other, and somebody always is in one. */
  @Test
  void whatIsForgottenIsGarbage() {
    Automaton automaton = new Automaton(new Anything(), new NodeBudget(10));
    Node first = automaton.initial().to()[0];
    Node node = first;
    List<WeakReference<Node>> passed = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      passed.add(new WeakReference<>(node));
      node = automaton.step(node, "To", List.of(i), 0).to()[0];
    }
    System.gc();
    assertThat(passed.stream().filter(each -> !each.refersTo(null)).count())
        .isLessThanOrEqualTo(12);
    assertThat(automaton.step(first, "To", List.of(0), 0).to()).hasSize(1);
  }

  @Test
  void tellsStepsApartHoweverManyParametersTheyHaveAndHoweverGreat() {
    List<List<Integer>> all = new ArrayList<>();
    List<Integer> numbers = List.of(0, 1, -1, 1 << 25, (1 << 25) - 1, -(1 << 25), 1 << 26, 1 << 30);
    all.add(List.of());
    all.add(List.of(1, 2, 3));
    all.add(List.of(1, 2, 4));
    for (int a : numbers) {
      all.add(List.of(a));
      numbers.forEach(b -> all.add(List.of(a, b)));
      all.add(List.of(a, Integer.MIN_VALUE));
      all.add(List.of(Integer.MIN_VALUE, a));
    }
    Automaton automaton = new Automaton(new Anything(), new NodeBudget());
    Node start = automaton.initial().to()[0];
    for (int round = 0; round < 2; round++) {
      for (List<Integer> arguments : all) {
        String action = "Takes" + arguments.size();
        Node reached = automaton.step(start, action, arguments, 0).to()[0];
        assertThat(reached.state().values())
            .containsEntry("by", List.of(action, arguments).toString());
      }
    }
  }

  @Test
  void operatorsThatSayNothingOfNumbersAreErrors() {
    SpecValue one = SpecValue.of(1);
    refuses(SpecValue.setOf(List.of(one)), "Numbered is not a record of sets of positions");
    SpecValue.Text name = new SpecValue.Text("To");
    refuses(numbered(new SpecValue.Tuple(List.of(name))), "Numbered: not an integer: ");
    refuses(numbered(SpecValue.setOf(List.of(one))), "Rebase(6) leads to 0 states, not to one");
  }

  private static SpecValue numbered(SpecValue positions) {
    return SpecValue.functionOf(List.of(new Entry(new SpecValue.Text("To"), positions)));
  }

  private static void refuses(SpecValue numbered, String message) {
    Stepper stepper = new WrongNumbers(numbered);
    assertThatThrownBy(() -> new Automaton(stepper, new NodeBudget()).initial())
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith(message);
  }

  private static final class WrongNumbers extends Anything {
    private final SpecValue numbered;

    WrongNumbers(SpecValue numbered) {
      this.numbered = numbered;
    }

    @Override
    public List<SpecState> successors(SpecState from, String action, List<Integer> arguments) {
      return List.of();
    }

    @Override
    public boolean has(String operator) {
      return true;
    }

    @Override
    public SpecValue evaluate(SpecState state, String operator) {
      return numbered;
    }

    @Override
    public OptionalInt least(SpecState state, String operator) {
      return OptionalInt.of(7);
    }
  }
}
