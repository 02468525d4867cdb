package netmp.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import netmp.nic.VirtualTime;
import org.junit.jupiter.api.Test;

/** Active queues against what their papers say, and the marks of ECN. */
class QueueingTest {

  private static final long MS = 1_000_000;
  private static final int ECT0 = 2;
  private static final int CE = 3;

  private final LinkCounters counters = new LinkCounters();

  private FrameQueue red(Queueing.Red red) {
    LinkSettings settings = LinkSettings.PERFECT.withBandwidth(12_112_000).withQueueing(red);
    return FrameQueue.of(settings, counters, new SplittableRandom(1));
  }

  private static Frame frame(int typeOfService) {
    return new Frame(Frames.ipv4(1, 1514, typeOfService));
  }

  /** Holds a queue at a length and returns after how many frames each drop came. */
  private List<Integer> gapsAt(FrameQueue queue, int length, int frames) {
    while (queue.size() < length) {
      queue.offer(frame(0), 0);
    }
    List<Integer> gaps = new ArrayList<>();
    long before = counters.dropped();
    int gap = 0;
    for (int i = 0; i < frames; i++) {
      gap++;
      queue.offer(frame(0), 0);
      if (queue.size() > length) {
        queue.poll(0);
      }
      if (counters.dropped() > before) {
        before = counters.dropped();
        gaps.add(gap);
        gap = 0;
      }
    }
    return gaps;
  }

  /**
   * At a constant average the frames from drop to drop are uniform from 1 to 1/p (section 7 of the
   * paper), so they are (1/p + 1)/2 on average and never more than 1/p.
   */
  @Test
  void redSpreadsItsDropsEvenly() {
    FrameQueue queue = red(new Queueing.Red(100, 5, 15, 0.1, 1, false));
    List<Integer> gaps = gapsAt(queue, 10, 40_000);
    double p = 0.1 * (10 - 5) / (15 - 5);
    assertThat(gaps).allSatisfy(gap -> assertThat(gap).isBetween(1, (int) Math.round(1 / p) + 1));
    double mean = gaps.stream().mapToInt(gap -> gap).average().orElseThrow();
    assertThat(mean).isCloseTo((1 / p + 1) / 2, within(0.7));
    assertThat(gaps.stream().filter(gap -> gap <= 5).count())
        .isCloseTo(gaps.size() / 4, within((long) (4 * Math.sqrt(gaps.size() * 0.25 * 0.75))));
  }

  @Test
  void redDropsNothingBelowMinAndAllAboveMax() {
    FrameQueue queue = red(new Queueing.Red(100, 5, 15, 0.1, 1, false));
    assertThat(gapsAt(queue, 4, 1000)).isEmpty();
    queue = red(new Queueing.Red(100, 1, 2, 0, 1, false));
    assertThat(gapsAt(queue, 2, 1000)).hasSize(1000).containsOnly(1);
  }

  /** After n frames at length 10 the average is 10 (1 - (1-w)^n); nothing goes before it is min. */
  @Test
  void redsAverageFollowsTheQueueByItsWeight() {
    double weight = 0.01;
    FrameQueue queue = red(new Queueing.Red(100, 5, 5.0001, 1, weight, false));
    for (int i = 0; i < 10; i++) {
      queue.offer(frame(0), 0);
    }
    int frames = 10;
    while (counters.dropped() == 0) {
      queue.offer(frame(0), 0);
      queue.poll(0);
      frames++;
    }
    assertThat(frames).isCloseTo((int) (Math.log(0.5) / Math.log(1 - weight)), within(8));
  }

  /** A frame of full length takes one millisecond here, and an idle queue forgets by such times. */
  @Test
  void redsAverageDecaysWhileNothingWaits() {
    Queueing.Red settings = new Queueing.Red(100, 5, 8, 0, 0.5, false);
    for (int idle = 0; idle < 3; idle++) {
      FrameQueue queue = red(settings);
      gapsAt(queue, 9, 100);
      long now = 0;
      while (queue.size() > 0) {
        queue.poll(now);
      }
      long before = counters.dropped();
      // The average is 9 then; a millisecond halves it.
      queue.offer(frame(0), idle * MS);
      assertThat(counters.dropped() - before).as("after %d ms", idle).isEqualTo(idle == 0 ? 1 : 0);
    }
  }

  @Test
  void redMarksWhatCanBeMarked() {
    FrameQueue queue = red(new Queueing.Red(100, 5, 15, 1, 1, true));
    for (int i = 0; i < 12; i++) {
      queue.offer(frame(i % 2 == 0 ? ECT0 : 0), 0);
    }
    long marked = counters.get(LinkCounter.MARKED);
    assertThat(marked).isPositive();
    assertThat(counters.get(LinkCounter.RED)).isPositive();
    long seen = 0;
    for (Frame each = queue.poll(0); each != null; each = queue.poll(0)) {
      seen += (each.bytes[Frames.ETHER + 1] & CE) == CE ? 1 : 0;
    }
    assertThat(seen).isEqualTo(marked);
  }

  @Test
  void redDropsWhatCouldBeMarkedWhereItMayNot() {
    FrameQueue queue = red(new Queueing.Red(100, 5, 15, 1, 1, false));
    for (int i = 0; i < 12; i++) {
      queue.offer(frame(ECT0), 0);
    }
    assertThat(counters.get(LinkCounter.MARKED)).isZero();
    assertThat(counters.get(LinkCounter.RED)).isPositive();
  }

  private CoDelQueue codel(boolean ecn) {
    Queueing.CoDel codel =
        new Queueing.CoDel(10_000, Queueing.CoDel.TARGET, Queueing.CoDel.INTERVAL, ecn);
    return new CoDelQueue(codel, 1514, counters);
  }

  /** One frame comes and one leaves each millisecond, behind so many others. */
  private List<Long> drops(CoDelQueue queue, int standing, int typeOfService, LinkCounter what) {
    for (int i = 0; i < standing; i++) {
      queue.offer(frame(typeOfService), 0);
    }
    List<Long> times = new ArrayList<>();
    long before = 0;
    for (long now = 0; now < 1000 * MS; now += MS) {
      queue.offer(frame(typeOfService), now);
      Frame next = queue.poll(now);
      assertThat(next).isNotNull();
      if (counters.get(what) > before) {
        before = counters.get(what);
        times.add(now / MS);
      }
    }
    return times;
  }

  /**
   * The first drop comes an interval after frames began to wait for longer than the target, which
   * is 5 ms after the start; then each an interval by the root of their number later.
   */
  @Test
  void codelDropsByItsControlLaw() {
    List<Long> times = drops(codel(false), 200, 0, LinkCounter.CODEL);
    assertThat(times).hasSizeGreaterThan(20);
    double expected = 5 + 100;
    for (int i = 0; i < times.size(); i++) {
      assertThat((double) times.get(i)).as("drop %d", i).isCloseTo(expected, within(1.5));
      expected += 100 / Math.sqrt(i + 1);
    }
  }

  @Test
  void codelMarksByTheSameLaw() {
    CoDelQueue queue = codel(true);
    List<Long> marks = drops(queue, 200, ECT0, LinkCounter.MARKED);
    assertThat(counters.get(LinkCounter.CODEL)).isZero();
    assertThat(marks).hasSizeGreaterThan(20);
    assertThat(marks.get(1) - marks.get(0)).isBetween(99L, 101L);
  }

  @Test
  void codelDropsWhatCouldBeMarkedWhereItMayNot() {
    assertThat(drops(codel(false), 200, ECT0, LinkCounter.CODEL)).isNotEmpty();
    assertThat(counters.get(LinkCounter.MARKED)).isZero();
  }

  /** Where one frame of full length waits at most, it waits because the link is slow. */
  @Test
  void codelLeavesASlowLinkItsLastFrame() {
    CoDelQueue queue = codel(false);
    queue.offer(frame(0), 0);
    for (long now = 0; now < 1000 * MS; now += 50 * MS) {
      queue.offer(frame(0), now);
      assertThat(queue.poll(now + 50 * MS)).isNotNull();
    }
    assertThat(counters.dropped()).isZero();
  }

  /** The rate of the last drops is taken up again when congestion comes back soon. */
  @Test
  void codelRemembersItsRate() {
    CoDelQueue queue = codel(false);
    drops(queue, 200, 0, LinkCounter.CODEL);
    while (queue.size() > 0) {
      queue.poll(1000 * MS);
    }
    for (int i = 0; i < 200; i++) {
      queue.offer(frame(0), 1001 * MS);
    }
    List<Long> times = new ArrayList<>();
    for (long now = 1002 * MS; now < 1180 * MS; now += MS) {
      long before = counters.dropped();
      queue.poll(now);
      if (counters.dropped() > before) {
        times.add(now / MS);
      }
    }
    assertThat(times).hasSizeGreaterThan(2);
    assertThat(times.get(1) - times.get(0)).isLessThan(50);
  }

  @Test
  void codelLetsShortWaitsPass() {
    assertThat(drops(codel(false), 4, 0, LinkCounter.CODEL)).isEmpty();
  }

  @Test
  void codelStopsWhenWaitsAreShortAgain() {
    CoDelQueue queue = codel(false);
    List<Long> times = drops(queue, 15, 0, LinkCounter.CODEL);
    // Each drop makes the queue one frame shorter; below 5 ms of wait nothing happens any more.
    assertThat(times).hasSizeBetween(10, 12);
    assertThat(times.getLast()).isLessThan(700);
  }

  @Test
  void aMarkKeepsTheHeaderChecksumRight() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 100_000; i++) {
      byte[] frame = Frames.ipv4(random.nextInt(), 100, random.nextInt(256));
      boolean capable = (frame[Frames.ETHER + 1] & CE) != 0;
      byte[] before = frame.clone();
      assertThat(Ecn.mark(frame)).isEqualTo(capable);
      assertThat(Frames.isChecksumRight(frame)).isTrue();
      if (capable) {
        assertThat(frame[Frames.ETHER + 1] & CE).isEqualTo(CE);
      } else {
        assertThat(frame).isEqualTo(before);
      }
    }
  }

  @Test
  void onlyIpv4IsMarked() {
    byte[] arp = Frames.ipv4(1, 60, ECT0);
    arp[13] = 6;
    assertThat(Ecn.mark(arp)).isFalse();
    assertThat(Ecn.mark(new byte[20])).isFalse();
  }

  /**
   * A little more than the link can carry, for ten seconds: CoDel keeps the wait near its target.
   */
  @Test
  void codelKeepsDelayLowWhereTailDropDoesNot() {
    assertThat(meanWait(Queueing.DEFAULT)).isGreaterThan(80 * MS);
    Queueing codel = new Queueing.CoDel(100, Duration.ofMillis(5), Duration.ofMillis(100), false);
    assertThat(meanWait(codel)).isLessThan(60 * MS);
  }

  private static double meanWait(Queueing queueing) {
    VirtualTime time = new VirtualTime();
    long[] sum = new long[2];
    LinkDirection direction =
        new LinkDirection(
            time,
            LinkSettings.PERFECT.withBandwidth(12_112_000).withQueueing(queueing),
            new SplittableRandom(1),
            (frame, offset, length) -> {
              sum[0] += time.nanoTime() - Frames.number(frame) * MS;
              sum[1]++;
            });
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 10_000; i++) {
      for (int k = random.nextInt(20) == 0 ? 2 : 1; k > 0; k--) {
        byte[] frame = Frames.ipv4(i, 1514, 0);
        time.at(i * MS, () -> direction.transmit(frame, 0, frame.length));
      }
    }
    time.run();
    return (double) sum[0] / sum[1];
  }
}
