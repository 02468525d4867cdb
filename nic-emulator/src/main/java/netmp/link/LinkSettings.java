package netmp.link;

import java.time.Duration;

/**
 * What a direction of a link is like. Starts perfect; each method returns a changed copy.
 *
 * @param bandwidth bits per second, or {@link #UNLIMITED}; counts the bytes of frames, nothing else
 * @param delay for how long every frame is on the line
 * @param jitter the longest time that is added to the delay, uniformly; frames do not overtake each
 *     other by it
 * @param loss how frames are lost on the line
 * @param duplication probability that the line makes a second copy of a frame
 * @param reordering probability that a frame is held back on the line, so that others overtake it
 * @param heldBack the longest time for which it is held back, uniformly; above 0
 * @param corruption probability that one bit of a packet of IPv4 is flipped, somewhere behind the
 *     Ethernet header. What a line damages Ethernet's own check sequence finds; what hosts get to
 *     see was damaged behind it, in a device on the way. The ARP, which has no checksum, is spared
 * @param mtu the longest datagram, in bytes; with it longer frames are dropped
 * @param queueing how frames wait for a sender with a bandwidth
 */
public record LinkSettings(
    long bandwidth,
    Duration delay,
    Duration jitter,
    Loss loss,
    double duplication,
    double reordering,
    Duration heldBack,
    double corruption,
    int mtu,
    Queueing queueing) {

  /** A bandwidth without limit: nothing waits to be sent. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private static final int ETHER_HEADER = 14;
  private static final int ETHERNET_MTU = 1500;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** A wire that delivers everything at once, with Ethernet's MTU. */
  public static final LinkSettings PERFECT =
      new LinkSettings(
          UNLIMITED,
          Duration.ZERO,
          Duration.ZERO,
          Loss.NONE,
          0,
          0,
          Duration.ofMillis(1),
          0,
          ETHERNET_MTU,
          Queueing.DEFAULT);

  /**
   * Checks the numbers.
   *
   * @param bandwidth above 0
   * @param delay not negative
   * @param jitter not negative
   * @param loss of frames
   * @param duplication 0..1
   * @param reordering 0..1
   * @param heldBack above 0
   * @param corruption 0..1
   * @param mtu above 0
   * @param queueing of frames
   * @throws IllegalArgumentException if one is out of range
   */
  public LinkSettings {
    require(bandwidth > 0, "the bandwidth is not above 0: " + bandwidth);
    require(!delay.isNegative(), "the delay is negative: " + delay);
    require(!jitter.isNegative(), "the jitter is negative: " + jitter);
    Chance.require("duplication", duplication);
    Chance.require("reordering", reordering);
    require(heldBack.isPositive(), "frames are held back for no time: " + heldBack);
    Chance.require("corruption", corruption);
    require(mtu > 0, "the MTU is not above 0: " + mtu);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("link: " + otherwise);
    }
  }

  /**
   * With a bandwidth.
   *
   * @param bitsPerSecond above 0
   * @return a changed copy
   */
  public LinkSettings withBandwidth(long bitsPerSecond) {
    return new LinkSettings(
        bitsPerSecond,
        delay,
        jitter,
        loss,
        duplication,
        reordering,
        heldBack,
        corruption,
        mtu,
        queueing);
  }

  /**
   * With a delay.
   *
   * @param time for how long every frame is on the line
   * @return a changed copy
   */
  public LinkSettings withDelay(Duration time) {
    return new LinkSettings(
        bandwidth,
        time,
        jitter,
        loss,
        duplication,
        reordering,
        heldBack,
        corruption,
        mtu,
        queueing);
  }

  /**
   * With a delay that varies.
   *
   * @param most what is added to the delay at most
   * @return a changed copy
   */
  public LinkSettings withJitter(Duration most) {
    return new LinkSettings(
        bandwidth, delay, most, loss, duplication, reordering, heldBack, corruption, mtu, queueing);
  }

  /**
   * With independent loss.
   *
   * @param probability that a frame is lost, 0..1
   * @return a changed copy
   */
  public LinkSettings withLoss(double probability) {
    return withLoss(new Loss.Independent(probability));
  }

  /**
   * With loss.
   *
   * @param process how frames are lost
   * @return a changed copy
   */
  public LinkSettings withLoss(Loss process) {
    return new LinkSettings(
        bandwidth,
        delay,
        jitter,
        process,
        duplication,
        reordering,
        heldBack,
        corruption,
        mtu,
        queueing);
  }

  /**
   * With second copies.
   *
   * @param probability that a frame is doubled, 0..1
   * @return a changed copy
   */
  public LinkSettings withDuplication(double probability) {
    return new LinkSettings(
        bandwidth,
        delay,
        jitter,
        loss,
        probability,
        reordering,
        heldBack,
        corruption,
        mtu,
        queueing);
  }

  /**
   * With frames that overtake each other.
   *
   * @param probability that a frame is held back, 0..1
   * @param most for how long at most, above 0
   * @return a changed copy
   */
  public LinkSettings withReordering(double probability, Duration most) {
    return new LinkSettings(
        bandwidth, delay, jitter, loss, duplication, probability, most, corruption, mtu, queueing);
  }

  /**
   * With flipped bits.
   *
   * @param probability that a packet has one, 0..1
   * @return a changed copy
   */
  public LinkSettings withCorruption(double probability) {
    return new LinkSettings(
        bandwidth,
        delay,
        jitter,
        loss,
        duplication,
        reordering,
        heldBack,
        probability,
        mtu,
        queueing);
  }

  /**
   * With another MTU.
   *
   * @param bytes the longest datagram
   * @return a changed copy
   */
  public LinkSettings withMtu(int bytes) {
    return new LinkSettings(
        bandwidth,
        delay,
        jitter,
        loss,
        duplication,
        reordering,
        heldBack,
        corruption,
        bytes,
        queueing);
  }

  /**
   * With another queue.
   *
   * @param discipline how frames wait
   * @return a changed copy
   */
  public LinkSettings withQueueing(Queueing discipline) {
    return new LinkSettings(
        bandwidth,
        delay,
        jitter,
        loss,
        duplication,
        reordering,
        heldBack,
        corruption,
        mtu,
        discipline);
  }

  /** The longest frame, in bytes. */
  int longestFrame() {
    return mtu + ETHER_HEADER;
  }

  /** How long a frame is sent at one bit per second, in nanoseconds. */
  static long bitTimes(int bytes) {
    return bytes * (long) Byte.SIZE * NANOS_PER_SECOND;
  }
}
