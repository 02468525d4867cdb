package netmp.benchmark.udp;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import netmp.benchmark.message.EchoPair;
import netmp.benchmark.message.KernelPair;
import netmp.benchmark.message.StackPair;
import netmp.exec.Execution;
import netmp.exec.RealExecution;
import netmp.pcb.UdpDesign;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.socket.SocketError;

/**
 * What is measured by a clock. Rounds go over all contenders in turn, so that what else the machine
 * does hits all alike, and a ratio is that of neighbours in one round.
 */
final class Rates {

  private static final int WARM_UP_ROUNDS = 2;
  private static final long CHUNK = 1000;
  private static final long WARM_UP = 20_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Nanoseconds, roughly, of which so many datagrams are made. */
  private static final long DATAGRAM = 10_000;

  private final int rounds;
  private final long span;

  /**
   * How much.
   *
   * @param rounds how many count
   * @param millis how long each contender runs in a round
   */
  Rates(int rounds, int millis) {
    this.rounds = rounds;
    span = millis * 1_000_000L;
  }

  /** Something that is measured, in one round. */
  @FunctionalInterface
  interface Contender {
    double measure() throws Exception;
  }

  /** All rounds of all contenders. */
  double[][] measure(Contender... contenders) throws Exception {
    double[][] measured = new double[contenders.length][rounds];
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (int i = 0; i < contenders.length; i++) {
        double value = contenders[i].measure();
        if (round >= 0) {
          measured[i][round] = value;
        }
      }
    }
    return measured;
  }

  /** Datagrams per second that one reader receives, by design. */
  Map<UdpDesign, double[]> received(int cpus) throws Exception {
    return perDesign(design -> () -> received(design, cpus));
  }

  /** Nanoseconds of processor time per datagram, all on one thread, by design. */
  Map<UdpDesign, double[]> processorTime(int cpus) throws Exception {
    return perDesign(design -> () -> processorTime(design, cpus));
  }

  private interface ContenderOf {
    Contender of(UdpDesign design);
  }

  private Map<UdpDesign, double[]> perDesign(ContenderOf contender) throws Exception {
    UdpDesign[] designs = UdpDesign.values();
    Contender[] contenders = new Contender[designs.length];
    Arrays.setAll(contenders, i -> contender.of(designs[i]));
    double[][] measured = measure(contenders);
    Map<UdpDesign, double[]> byDesign = new EnumMap<>(UdpDesign.class);
    for (int i = 0; i < designs.length; i++) {
      byDesign.put(designs[i], measured[i]);
    }
    return byDesign;
  }

  private double received(UdpDesign design, int cpus) throws Exception {
    Receiver receiver = new Receiver(design, cpus, new RealExecution());
    receiver.begin();
    receiver.receive(WARM_UP);
    long count = 0;
    long begin = System.nanoTime();
    long now = begin;
    for (; now < begin + span; now = System.nanoTime()) {
      receiver.receive(CHUNK);
      count += CHUNK;
    }
    for (Thread thread : receiver.end()) {
      thread.join();
    }
    return count * 1e9 / (now - begin);
  }

  /**
   * That of a long run less that of a short one, so that the making of the stack does not count.
   */
  private double processorTime(UdpDesign design, int cpus) {
    long few = span / DATAGRAM;
    long spent = processorTime(design, cpus, few);
    return (double) (processorTime(design, cpus, 3 * few) - spent) / (2 * few);
  }

  private static long processorTime(UdpDesign design, int cpus, long datagrams) {
    DeterministicExecution execution =
        new DeterministicExecution(ScheduleChooser.COOPERATIVE, Long.MAX_VALUE);
    Receiver receiver = new Receiver(design, cpus, execution);
    execution.start("reader", Execution.Kind.USER, () -> run(receiver, datagrams));
    long before = THREADS.getCurrentThreadCpuTime();
    Result result = execution.run();
    if (!result.completed()) {
      throw new IllegalStateException(result.outcome() + ": " + result.detail());
    }
    return THREADS.getCurrentThreadCpuTime() - before;
  }

  private static void run(Receiver receiver, long datagrams) {
    try {
      receiver.begin();
      receiver.receive(datagrams);
      receiver.end();
    } catch (SocketError e) {
      throw new IllegalStateException(e);
    }
  }

  /** Replies per second, with a window of requests on their way: of the stack, and the kernel. */
  double[][] echoes(int window) throws Exception {
    return measure(
        () -> echoes(new StackPair(new RealExecution(), 1), window),
        () -> echoes(new StackPair(new RealExecution(), 2), window),
        () -> echoes(new KernelPair(), window));
  }

  private double echoes(EchoPair pair, int window) throws Exception {
    for (int i = 0; i < window; i++) {
      pair.send();
    }
    turns(pair, WARM_UP);
    long count = 0;
    long begin = System.nanoTime();
    long now = begin;
    for (; now < begin + span; now = System.nanoTime()) {
      turns(pair, CHUNK);
      count += CHUNK;
    }
    for (int i = 0; i < window; i++) {
      pair.receive();
    }
    pair.end();
    return count * 1e9 / (now - begin);
  }

  private static void turns(EchoPair pair, long count) throws Exception {
    for (long i = 0; i < count; i++) {
      pair.receive();
      pair.send();
    }
  }

  /** The one in the middle. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** The median of the ratios, round by round. */
  static double ratio(double[] of, double[] to) {
    double[] ratios = new double[of.length];
    Arrays.setAll(ratios, i -> of[i] / to[i]);
    return median(ratios);
  }
}
