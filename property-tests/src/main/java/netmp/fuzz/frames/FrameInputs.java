package netmp.fuzz.frames;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import netmp.fuzz.Inputs;
import netmp.fuzz.frames.Step.Call;
import netmp.fuzz.frames.Step.Frame;
import netmp.fuzz.frames.Step.Kind;

/** Sequences of frames and calls. Most changes leave what lies around a frame well-formed. */
public final class FrameInputs implements Inputs<FrameInput> {

  private static final int MOST_STEPS = 200;
  private static final int MOST_CHANGES = 6;
  private static final int MOST_SPLICED = 12;

  /** Microseconds: within a burst, a round trip, delayed acknowledgments, timers of all kinds. */
  private static final int[] TIMES = {
    0, 1, 10, 1000, 40_000, 200_000, 1_000_000, 3_000_000, 30_000_000, 61_000_000, 250_000_000
  };

  /** Sizes of reads and writes, ports, values. */
  private static final int[] NUMBERS = {0, 1, 2, 100, 536, 1460, 1472, 1473, 3000, 9000, 19_999};

  /** Made by who fuzzes a stack. */
  public FrameInputs() {}

  @Override
  public FrameInput read(byte[] file) {
    return FrameText.read(new String(file, StandardCharsets.US_ASCII));
  }

  @Override
  public byte[] write(FrameInput input) {
    return FrameText.write(input).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public int size(FrameInput input) {
    return input.steps().size();
  }

  @Override
  public int units(FrameInput input) {
    return (int) input.steps().stream().filter(step -> step instanceof Frame).count();
  }

  @Override
  public String unit() {
    return "frames";
  }

  @Override
  public FrameInput without(FrameInput input, int from, int count) {
    List<Step> steps = new ArrayList<>(input.steps());
    steps.subList(from, from + count).clear();
    return new FrameInput(input.variant(), steps);
  }

  @Override
  public FrameInput mutate(FrameInput input, FrameInput other, RandomGenerator random) {
    List<Step> steps = new ArrayList<>(input.steps());
    int variant = input.variant();
    for (int n = 1 + random.nextInt(MOST_CHANGES); n > 0; n--) {
      if (random.nextInt(20) == 0) {
        variant ^= 1 << random.nextInt(FrameInput.VARIANT_BITS);
      } else {
        change(steps, other.steps(), random);
      }
    }
    int most = Math.min(steps.size(), MOST_STEPS);
    return new FrameInput(variant, steps.subList(0, most));
  }

  private static void change(List<Step> steps, List<Step> others, RandomGenerator random) {
    int at = random.nextInt(steps.size() + 1);
    switch (random.nextInt(16)) {
      case 0 -> steps.add(at, call(random));
      case 1, 2 -> steps.add(at, FrameTemplates.any(random));
      case 3 -> splice(steps, at, others, random);
      case 4 -> splice(steps, at, List.copyOf(steps), random);
      default -> {
        if (at < steps.size()) {
          changeStep(steps, at, random);
        }
      }
    }
  }

  private static void splice(List<Step> steps, int at, List<Step> others, RandomGenerator random) {
    int from = random.nextInt(others.size() + 1);
    int to = Math.min(others.size(), from + 1 + random.nextInt(MOST_SPLICED));
    steps.addAll(at, List.copyOf(others.subList(from, to)));
  }

  private static void changeStep(List<Step> steps, int at, RandomGenerator random) {
    Step step = steps.get(at);
    switch (random.nextInt(8)) {
      case 0 -> steps.remove(at);
      case 1 -> steps.set(at, step.after(TIMES[random.nextInt(TIMES.length)]));
      case 2 -> {
        steps.remove(at);
        steps.add(random.nextInt(steps.size() + 1), step);
      }
      default -> steps.set(at, inside(step, random));
    }
  }

  private static Step inside(Step step, RandomGenerator random) {
    return switch (step) {
      case Call(int micros, Kind kind, int socket, int number) ->
          random.nextBoolean()
              ? new Call(micros, kind, socket, number(random))
              : new Call(micros, kind, random.nextInt(8), number);
      case Frame frame -> FrameMutations.mutate(frame, random);
    };
  }

  private static Call call(RandomGenerator random) {
    Kind[] kinds = Kind.values();
    int time = TIMES[random.nextInt(TIMES.length)];
    return new Call(time, kinds[random.nextInt(kinds.length)], random.nextInt(8), number(random));
  }

  private static int number(RandomGenerator random) {
    return random.nextBoolean()
        ? NUMBERS[random.nextInt(NUMBERS.length)]
        : random.nextInt(1 << random.nextInt(1, 20));
  }
}
