package netmp.benchmark.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * What threads do on a bounded queue if they always overlap: each is in the middle of a step at
 * every moment, and which of them goes on is random.
 */
final class Overlapping {

  private static final int ROOM = 10;

  private final Random random;
  private final Step[] steps;
  private final Deque<Integer> queue = new ArrayDeque<>();
  private final List<Step> ended = new ArrayList<>();
  private long clock;
  private int next = 1;

  /** A step of a thread. */
  private static final class Step {
    final int thread;
    final long begin;
    long end;
    boolean isMade;
    boolean enqueues;
    int value;

    Step(int thread, long begin) {
      this.thread = thread;
      this.begin = begin;
    }

    String line() {
      return "{\"n\":%d,\"b\":%d,\"t\":\"t%d\",\"o\":\"Q/queue/1\",\"a\":\"%s\",\"x\":[%d]}"
          .formatted(end, begin, thread, enqueues ? "Enq" : "Deq", value);
    }
  }

  /**
   * Threads that have not begun.
   *
   * @param threads how many
   * @param seed repeats what they do
   */
  Overlapping(int threads, long seed) {
    random = new Random(seed);
    steps = new Step[threads];
  }

  /** Writes a trace of so many steps, and of those that were made and have not ended then. */
  void write(int length, Path file) throws IOException {
    while (ended.size() < length) {
      go(random.nextInt(steps.length));
    }
    for (Step step : steps) {
      if (step != null && step.isMade) {
        end(step);
      }
    }
    ended.sort(Comparator.comparingLong((Step step) -> step.begin));
    List<String> lines = new ArrayList<>();
    lines.add(
        "{\"netmp\":1,\"workload\":\"queue\",\"seed\":1,\"mode\":\"real\",\"order\":\"interval\",\"cpus\":1}");
    ended.forEach(step -> lines.add(step.line()));
    Files.write(file, lines);
  }

  private void go(int thread) {
    Step step = steps[thread];
    if (step == null) {
      steps[thread] = new Step(thread, ++clock);
    } else if (!step.isMade) {
      make(step);
    } else {
      end(step);
      steps[thread] = null;
    }
  }

  private void make(Step step) {
    step.isMade = true;
    step.enqueues = queue.isEmpty() || (queue.size() < ROOM && random.nextBoolean());
    step.value = step.enqueues ? next++ : queue.remove();
    if (step.enqueues) {
      queue.add(step.value);
    }
  }

  private void end(Step step) {
    step.end = ++clock;
    ended.add(step);
  }
}
