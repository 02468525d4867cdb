package netmp.benchmark.sockbuf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import netmp.benchmark.sockbuf.Transfer.Cost;

/** One contender in one scenario, in a JVM of its own: prints what a packet costs. */
public final class Measurement {

  private static final long WARMUP_NANOS = 1_000_000_000;
  private static final double RUN_NANOS = 200_000_000;
  private static final int RUNS = 5;
  private static final int FIRST_COUNT = 100_000;

  private Measurement() {}

  /**
   * Measures.
   *
   * @param arguments a contender and a scenario
   * @throws InterruptedException never
   */
  public static void main(String[] arguments) throws InterruptedException {
    Contender contender = Contender.valueOf(arguments[0]);
    Scenario scenario = Scenario.valueOf(arguments[1]);
    int count = FIRST_COUNT;
    long end = System.nanoTime() + WARMUP_NANOS;
    do {
      Cost cost = transfer(contender, scenario, count);
      count = (int) Math.max(FIRST_COUNT / 10, RUN_NANOS / cost.nanosPerPacket());
      count -= count % 128;
    } while (System.nanoTime() < end);
    List<Cost> costs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      costs.add(transfer(contender, scenario, count));
    }
    costs.sort(Comparator.comparingDouble(Cost::nanosPerPacket));
    Cost median = costs.get(RUNS / 2);
    System.out.printf(
        "%.3f %.3f %d %d%n",
        median.nanosPerPacket(), median.bytesPerPacket(), median.median(), median.percentile99());
  }

  private static Cost transfer(Contender contender, Scenario scenario, int count)
      throws InterruptedException {
    return new Transfer(
            scenario.channel(contender),
            scenario.capacity,
            scenario.producers,
            count,
            scenario.burst)
        .run(scenario.consumers);
  }
}
