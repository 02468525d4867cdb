package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import netmp.tlc.FalseConjunct;
import netmp.tlc.SpecState;
import netmp.tlc.SpecTree;
import netmp.tlc.Stepper;
import netmp.tlc.TlcRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoStepperTest {

  private static final int STEPS = 2000;

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
      evaluated++;
      return stepper.successors(from, action, arguments);
    }

    @Override
    public List<FalseConjunct> falseConjuncts(
        SpecState from, String action, List<Integer> arguments) {
      return stepper.falseConjuncts(from, action, arguments);
    }
  }

  private static Stepper register(SpecTree tree) {
    return TlcRun.stepper(tree, "Register", Register.TINY.resolve("register/trace.cfg"));
  }

  private static List<SpecState> step(Stepper stepper, SpecState from, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> stepper.successors(from, "Write", List.of(random.nextInt(6)));
      case 1 -> stepper.successors(from, "Read", List.of(random.nextInt(6)));
      default -> stepper.successors(from, "Forget", List.of());
    };
  }

  private static List<Long> fingerprints(List<SpecState> states) {
    return states.stream().map(SpecState::fingerprint).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void goesWhereTheSpecificationGoesHoweverMuchItForgets(int maxStates) throws IOException {
    try (SpecTree tree = SpecTree.ofDirectory(Register.TINY)) {
      Stepper plain = register(tree);
      MemoStepper memo = new MemoStepper(register(tree), maxStates);
      SpecState state = plain.initial().getFirst();
      SpecState remembered = memo.initial().getFirst();
      for (int seed = 0; seed < STEPS; seed++) {
        List<SpecState> after = step(plain, state, new Random(seed));
        List<SpecState> afterRemembered = step(memo, remembered, new Random(seed));
        assertThat(fingerprints(afterRemembered)).isEqualTo(fingerprints(after));
        if (!after.isEmpty()) {
          int which = seed % after.size();
          state = after.get(which);
          remembered = afterRemembered.get(which);
          assertThat(remembered.values()).isEqualTo(state.values());
        }
      }
    }
  }

  @Test
  void evaluatesAStepOnce() throws IOException {
    try (SpecTree tree = SpecTree.ofDirectory(Register.TINY)) {
      Counting counting = new Counting(register(tree));
      MemoStepper memo = new MemoStepper(counting);
      SpecState zero = memo.initial().getFirst();
      for (int i = 0; i < 3; i++) {
        SpecState one = memo.successors(zero, "Write", List.of(1)).getFirst();
        SpecState again = memo.successors(one, "Write", List.of(0)).getFirst();
        assertThat(memo.successors(again, "Read", List.of(1))).isEmpty();
      }
      assertThat(counting.evaluated).isEqualTo(3);
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
  private static final class Anything implements Stepper {
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
  }

  /** The memory is bounded, though states lead to each other, and somebody always is in one. */
  @Test
  void whatIsForgottenIsGarbage() {
    MemoStepper memo = new MemoStepper(new Anything(), 10);
    SpecState first = memo.initial().getFirst();
    SpecState state = first;
    List<WeakReference<SpecState>> passed = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      passed.add(new WeakReference<>(state));
      state = memo.successors(state, "To", List.of(i)).getFirst();
    }
    System.gc();
    assertThat(passed.stream().filter(each -> !each.refersTo(null)).count())
        .isLessThanOrEqualTo(12);
    assertThat(memo.successors(first, "To", List.of(0))).hasSize(1);
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
    MemoStepper memo = new MemoStepper(new Anything());
    SpecState start = memo.initial().getFirst();
    for (int round = 0; round < 2; round++) {
      for (List<Integer> arguments : all) {
        String action = "Takes" + arguments.size();
        SpecState reached = memo.successors(start, action, arguments).getFirst();
        assertThat(reached.values()).containsEntry("by", List.of(action, arguments).toString());
      }
    }
  }
}
