package netmp.link;

import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one direction of a link has counted. Every frame is somewhere: what was sent or doubled was
 * delivered, dropped, or is on its way. Written by the scheduler's thread, read by any; several
 * counts read one after the other agree only while nothing moves.
 */
public final class LinkCounters {

  private final Map<LinkCounter, AtomicLong> counts = new EnumMap<>(LinkCounter.class);

  LinkCounters() {
    for (LinkCounter counter : LinkCounter.values()) {
      counts.put(counter, new AtomicLong());
    }
  }

  /** Counts one frame. The scheduler's thread. */
  void count(LinkCounter what) {
    AtomicLong count = counts.get(what);
    count.setOpaque(count.getPlain() + 1);
  }

  /**
   * One count.
   *
   * @param what which
   * @return frames so far
   */
  public long get(LinkCounter what) {
    return counts.get(what).getOpaque();
  }

  /**
   * What was dropped, for whatever reason.
   *
   * @return frames so far
   */
  public long dropped() {
    long sum = 0;
    for (LinkCounter counter : LinkCounter.values()) {
      sum += counter.isDrop() ? get(counter) : 0;
    }
    return sum;
  }

  /** The counts that are not 0, such as {@code sent 10, delivered 9, lost 1}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ");
    for (LinkCounter counter : LinkCounter.values()) {
      if (get(counter) != 0) {
        text.add(counter.text() + " " + get(counter));
      }
    }
    return text.toString();
  }
}
