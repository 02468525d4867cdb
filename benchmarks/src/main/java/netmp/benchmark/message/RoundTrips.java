package netmp.benchmark.message;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Round trips over our stack and over the kernel's loopback, in turn, in one JVM. */
final class RoundTrips {

  private static final int ROUNDS = 10;
  private static final int WARM_UP_ROUNDS = 2;
  private static final int WARM_UP = 500;
  private static final long ROUND = 1_000_000_000;

  /** What is compared. */
  private enum Contender {
    TWO_HOSTS("netmp, two hosts, four threads") {
      @Override
      EchoPair open(CountingExecution execution) throws Exception {
        return new StackPair(execution, 2);
      }
    },
    ONE_HOST("netmp, one host, three threads") {
      @Override
      EchoPair open(CountingExecution execution) throws Exception {
        return new StackPair(execution, 1);
      }
    },
    KERNEL("kernel, loopback, two threads") {
      @Override
      EchoPair open(CountingExecution execution) throws Exception {
        return new KernelPair();
      }
    };

    private final String text;

    Contender(String text) {
      this.text = text;
    }

    abstract EchoPair open(CountingExecution execution) throws Exception;
  }

  /** What one contender has done. */
  private static final class Tally {
    private final Histogram nanos = new Histogram(3);
    private long parks;
  }

  private final Map<Contender, Tally> tallies = new EnumMap<>(Contender.class);

  /** Measures all of them. */
  void measure() throws Exception {
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (Contender contender : Contender.values()) {
        Tally tally = new Tally();
        measure(contender, round < 0 ? tally : tallies.computeIfAbsent(contender, c -> tally));
      }
    }
  }

  private static void measure(Contender contender, Tally tally) throws Exception {
    CountingExecution execution = new CountingExecution();
    EchoPair pair = contender.open(execution);
    for (int i = 0; i < WARM_UP; i++) {
      pair.roundTrip();
    }
    long before = execution.parks();
    long now = System.nanoTime();
    for (long end = now + ROUND; now < end; ) {
      long sent = now;
      pair.roundTrip();
      now = System.nanoTime();
      tally.nanos.recordValue(now - sent);
    }
    tally.parks += execution.parks() - before;
    pair.end();
  }

  /** Appends the table. */
  void write(StringBuilder page) {
    page.append(
        "| | p50 | p90 | p99 | p99.9 | round trips | parks of our threads per round trip |\n");
    page.append("|---|--:|--:|--:|--:|--:|--:|\n");
    tallies.forEach(
        (contender, tally) ->
            page.append(
                "| %s | %.1f | %.1f | %.1f | %.1f | %,d | %s |\n"
                    .formatted(
                        contender.text,
                        micros(tally, 50),
                        micros(tally, 90),
                        micros(tally, 99),
                        micros(tally, 99.9),
                        tally.nanos.getTotalCount(),
                        parks(contender, tally))));
  }

  private static double micros(Tally tally, double percentile) {
    return tally.nanos.getValueAtPercentile(percentile) / 1e3;
  }

  private static String parks(Contender contender, Tally tally) {
    return contender == Contender.KERNEL
        ? ""
        : String.format(Locale.ROOT, "%.2f", (double) tally.parks / tally.nanos.getTotalCount());
  }
}
