package netmp.link;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import netmp.nic.Scheduler;
import netmp.nic.Wire;

/**
 * One direction of a link: a queue, a sender of some bandwidth, and a line, in that order. A frame
 * is copied when it comes in; all else happens on the thread of the scheduler, which alone touches
 * the state. Times are those at which things are due, so that a scheduler that is late does not
 * make the link slow.
 *
 * <p>Everything random comes from one generator: equal calls at equal times have equal ends.
 */
public final class LinkDirection implements Wire {

  private static final int ETHER_HEADER = 14;

  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final Wire receiver;
  private final LinkCounters counters = new LinkCounters();
  private LinkSettings settings;
  private BooleanSupplier isLost;
  private FrameQueue queue;
  private long delay;
  private long jitter;
  private long heldBack;

  /** May be changed by any thread. */
  private volatile boolean up = true;

  private boolean sending;

  /** Until when the sender has worked, and what is left over of it: parts of a nanosecond. */
  private long busyUntil;

  private long remainder;

  /** When the last frame arrives of those that keep their order. */
  private long lastArrival;

  private int onLine;

  /**
   * A direction that is up.
   *
   * @param scheduler the time, and the thread on which the receiver is called
   * @param settings what it is like
   * @param random where chance comes from; for this direction alone
   * @param receiver takes what arrives, as one call for each frame
   */
  public LinkDirection(
      Scheduler scheduler, LinkSettings settings, RandomGenerator random, Wire receiver) {
    this.scheduler = scheduler;
    this.random = random;
    this.receiver = receiver;
    queue = FrameQueue.of(settings, counters, random);
    become(settings);
  }

  private void become(LinkSettings to) {
    settings = to;
    isLost = to.loss().process(random);
    delay = to.delay().toNanos();
    jitter = to.jitter().toNanos();
    heldBack = to.heldBack().toNanos();
  }

  /**
   * Makes this direction another one, from now on: a route changes, a radio moves. Any thread; it
   * is done on the scheduler's. What is on the line arrives when it would have, and what comes
   * later does not overtake it but by {@linkplain LinkSettings#reordering reordering}; the frame
   * that is being sent is sent at the old bandwidth; what waits goes on waiting, as far as the new
   * queue has room. Bursts of loss and the state of a queue that drops early begin anew.
   *
   * @param to what it is like then
   */
  public void change(LinkSettings to) {
    scheduler.at(
        scheduler.nanoTime(),
        () -> {
          FrameQueue next = FrameQueue.of(to, counters, random);
          next.takeOver(queue);
          queue = next;
          remainder = 0;
          become(to);
        });
  }

  /**
   * Takes this direction down, or up again. Any thread. While it is down it drops what comes in and
   * what should arrive.
   *
   * @param isUp whether frames pass
   */
  public void setUp(boolean isUp) {
    up = isUp;
  }

  /**
   * What was counted. Any thread.
   *
   * @return live counters
   */
  public LinkCounters counters() {
    return counters;
  }

  /**
   * How many frames wait, are being sent, or are on the line. Exact on the scheduler's thread, or
   * while nothing moves.
   *
   * @return frames that came in, or were doubled, and are neither delivered nor dropped
   */
  public int inFlight() {
    return queue.size() + (sending ? 1 : 0) + onLine;
  }

  @Override
  public void transmit(byte[] frame, int offset, int length) {
    Frame copy = new Frame(Arrays.copyOfRange(frame, offset, offset + length));
    long now = scheduler.nanoTime();
    scheduler.at(now, () -> enter(copy, now));
  }

  // ---- the scheduler's thread ----

  private void enter(Frame frame, long now) {
    counters.count(LinkCounter.SENT);
    if (!up) {
      counters.count(LinkCounter.DOWN);
    } else if (isTooLong(frame)) {
      counters.count(LinkCounter.TOO_LONG);
    } else if (settings.bandwidth() == LinkSettings.UNLIMITED && !sending) {
      propagate(frame, now);
    } else {
      queue.offer(frame, now);
      if (!sending) {
        remainder = 0;
        sendNext(Math.max(now, busyUntil));
      }
    }
  }

  /** A tag comes on top (IEEE 802.3ac). */
  private boolean isTooLong(Frame frame) {
    int tag = frame.isTagged() ? Frame.TAG : 0;
    return frame.length() > settings.longestFrame() + tag;
  }

  private void sendNext(long now) {
    Frame next = queue.poll(now);
    sending = next != null;
    if (sending) {
      long work = LinkSettings.bitTimes(next.length()) + remainder;
      remainder = work % settings.bandwidth();
      long end = now + work / settings.bandwidth();
      busyUntil = end;
      scheduler.at(
          end,
          () -> {
            propagate(next, end);
            sendNext(end);
          });
    }
  }

  private void propagate(Frame frame, long now) {
    if (isLost.getAsBoolean()) {
      counters.count(LinkCounter.LOST);
      return;
    }
    boolean doubled = happens(settings.duplication());
    Frame second = doubled ? frame.copy() : null;
    fly(frame, now);
    if (doubled) {
      counters.count(LinkCounter.DUPLICATED);
      fly(second, now);
    }
  }

  private void fly(Frame frame, long now) {
    if (happens(settings.corruption())) {
      corrupt(frame.bytes);
    }
    long arrival = now + delay + (jitter > 0 ? random.nextLong(jitter + 1) : 0);
    if (happens(settings.reordering())) {
      counters.count(LinkCounter.HELD_BACK);
      arrival += 1 + random.nextLong(heldBack);
    } else {
      arrival = Math.max(arrival, lastArrival);
      lastArrival = arrival;
    }
    onLine++;
    if (arrival == now) {
      arrive(frame);
    } else {
      scheduler.at(arrival, () -> arrive(frame));
    }
  }

  private void arrive(Frame frame) {
    onLine--;
    if (up) {
      counters.count(LinkCounter.DELIVERED);
      receiver.transmit(frame.bytes, 0, frame.length());
    } else {
      counters.count(LinkCounter.DOWN);
    }
  }

  private boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  private void corrupt(byte[] frame) {
    boolean isIpv4 = frame.length > ETHER_HEADER && frame[12] == 8 && frame[13] == 0;
    if (isIpv4) {
      int bit = random.nextInt(ETHER_HEADER * Byte.SIZE, frame.length * Byte.SIZE);
      frame[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      counters.count(LinkCounter.CORRUPTED);
    }
  }
}
