package netmp.stats;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The counters of a stack, summed over its CPUs. Any thread. A sum is not a snapshot: while
 * protocol threads run, two sums may belong to slightly different moments.
 *
 * @param perCpu the counters of each CPU
 */
public record Statistics(List<Counters> perCpu) {

  /**
   * Copies the list.
   *
   * @param perCpu the counters of each CPU
   */
  public Statistics(List<Counters> perCpu) {
    this.perCpu = List.copyOf(perCpu);
  }

  /**
   * Reads a counter.
   *
   * @param counter which
   * @return its sum over the CPUs
   */
  public long get(Counter counter) {
    return sum(counters -> counters.get(counter));
  }

  /**
   * Reads how many packets were dropped for a reason.
   *
   * @param reason which
   * @return their number over all CPUs
   */
  public long get(DropReason reason) {
    return sum(counters -> counters.get(reason));
  }

  /**
   * How many packets came up, from links or looped back.
   *
   * @return their number
   */
  public long received() {
    return get(Counter.ETHER_RECEIVED) + get(Counter.IP_LOOPED) + get(Counter.UDP_COPIED);
  }

  /**
   * How many of the {@link #received} packets reached their end. With {@link #inputDrops} they add
   * up to what was received, except for packets that are still on their way.
   *
   * @return their number
   */
  public long consumed() {
    long total = 0;
    for (Counter counter : Counter.values()) {
      total += counter.consumes() ? get(counter) : 0;
    }
    return total;
  }

  /**
   * How many of the {@link #received} packets were dropped.
   *
   * @return their number
   */
  public long inputDrops() {
    long total = 0;
    for (DropReason reason : DropReason.values()) {
      total += reason.direction() == DropReason.Direction.INPUT ? get(reason) : 0;
    }
    return total;
  }

  private long sum(ToLongFunction<Counters> value) {
    return perCpu.stream().mapToLong(value).sum();
  }
}
