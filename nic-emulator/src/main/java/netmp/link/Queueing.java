package netmp.link;

import java.time.Duration;

/**
 * How frames wait for the sender of a link, and which of them do not get on. The frame that is
 * being sent does not wait any more. A link without a bandwidth has no queue.
 */
public sealed interface Queueing {

  /** 100 frames, then tail drop. */
  Queueing DEFAULT = new TailDrop(100, Long.MAX_VALUE);

  /**
   * What does not fit is dropped.
   *
   * @param frames how many may wait, at least 1
   * @param bytes how many bytes may wait, at least 1
   */
  record TailDrop(int frames, long bytes) implements Queueing {

    /**
     * Checks the numbers.
     *
     * @param frames at least 1
     * @param bytes at least 1
     * @throws IllegalArgumentException if one is out of range
     */
    public TailDrop {
      require(frames >= 1 && bytes >= 1, "a queue has room for a frame and a byte at least");
    }
  }

  /**
   * Random early detection (Floyd and Jacobson 1993): between two lengths of the average queue, in
   * frames, the probability of a drop rises, above the second everything is dropped.
   *
   * @param frames how many may wait, at least 1; what does not fit is dropped
   * @param min average length, in frames, below which nothing is dropped; min_th of the paper
   * @param max average length above which all is dropped; max_th, greater than min
   * @param probability of a drop just below max; max_p, 0..1
   * @param weight of the newest length in the average; w_q, above 0 and at most 1
   * @param ecn whether below max packets of ECN-capable transports are marked instead (RFC 3168
   *     section 7)
   */
  record Red(int frames, double min, double max, double probability, double weight, boolean ecn)
      implements Queueing {

    /**
     * Checks the numbers.
     *
     * @param frames at least 1
     * @param min at least 0
     * @param max greater than min
     * @param probability 0..1
     * @param weight above 0 and at most 1
     * @param ecn whether to mark
     * @throws IllegalArgumentException if one is out of range
     */
    public Red {
      require(frames >= 1, "a queue has room for a frame at least");
      require(min >= 0 && max > min, "RED: 0 <= min < max does not hold");
      Chance.require("RED", probability);
      require(weight > 0 && weight <= 1, "RED: the weight is not above 0 and at most 1");
    }
  }

  /**
   * Controlled delay (RFC 8289): when frames have waited longer than the target for an interval,
   * some are dropped as they leave, ever more often.
   *
   * @param frames how many may wait, at least 1; what does not fit is dropped
   * @param target how long a frame may wait
   * @param interval for how long frames may wait longer
   * @param ecn whether packets of ECN-capable transports are marked instead
   */
  record CoDel(int frames, Duration target, Duration interval, boolean ecn) implements Queueing {

    /** The target that the RFC recommends. */
    public static final Duration TARGET = Duration.ofMillis(5);

    /** The interval that the RFC recommends. */
    public static final Duration INTERVAL = Duration.ofMillis(100);

    /**
     * Checks the numbers.
     *
     * @param frames at least 1
     * @param target above 0
     * @param interval above 0
     * @param ecn whether to mark
     * @throws IllegalArgumentException if one is out of range
     */
    public CoDel {
      require(frames >= 1, "a queue has room for a frame at least");
      require(target.isPositive() && interval.isPositive(), "CoDel: a time is not above 0");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
