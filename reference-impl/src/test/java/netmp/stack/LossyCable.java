package netmp.stack;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import netmp.exec.Execution.Kind;
import netmp.nic.Wire;
import netmp.sim.DeterministicExecution;

/**
 * A cable that loses, doubles, delays and by that reorders frames, and flips bits of some, as a
 * seed says. A thread of the simulation delivers what is late.
 */
final class LossyCable {

  /** What goes wrong with a frame, each with a probability. */
  record Faults(double loss, double duplication, double corruption, long maxDelay) {}

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Late(long due, long number, byte[] frame, Wire to) {}

  private final DeterministicExecution execution;
  private final SplittableRandom random;
  private final Faults faults;
  private final PriorityQueue<Late> late =
      new PriorityQueue<>(
          (a, b) -> a.due != b.due ? Long.compare(a.due, b.due) : Long.compare(a.number, b.number));
  private Thread thread;
  private long sent;
  private boolean stopped;
  private int lost;

  LossyCable(DeterministicExecution execution, SplittableRandom random, Faults faults) {
    this.execution = execution;
    this.random = random;
    this.faults = faults;
  }

  void start() {
    thread = execution.start("cable", Kind.USER, this::run);
  }

  void stop() {
    stopped = true;
    execution.unpark(thread);
  }

  int lost() {
    return lost;
  }

  Wire inFrontOf(Wire wire) {
    return (frame, offset, length) -> {
      byte[] copy = Arrays.copyOfRange(frame, offset, offset + length);
      boolean isArp = copy[12] == 8 && copy[13] == 6;
      if (!isArp && random.nextDouble() < faults.corruption) {
        int bit = random.nextInt(14 * 8, copy.length * 8);
        copy[bit / 8] ^= (byte) (1 << bit % 8);
      }
      if (isArp || random.nextDouble() >= faults.loss) {
        delay(copy, wire);
      } else {
        lost++;
      }
      if (random.nextDouble() < faults.duplication) {
        delay(copy, wire);
      }
    };
  }

  private void delay(byte[] frame, Wire to) {
    long delay = faults.maxDelay == 0 ? 0 : random.nextLong(faults.maxDelay);
    late.add(new Late(execution.nanoTime() + delay, sent++, frame, to));
    execution.unpark(thread);
  }

  private void run() {
    while (!stopped) {
      while (!late.isEmpty() && late.peek().due <= execution.nanoTime()) {
        Late next = late.remove();
        next.to.transmit(next.frame, 0, next.frame.length);
      }
      if (late.isEmpty()) {
        execution.park();
      } else {
        execution.parkUntil(late.peek().due);
      }
    }
  }
}
