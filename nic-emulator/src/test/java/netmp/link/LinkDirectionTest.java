package netmp.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import netmp.nic.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One direction of a link, in virtual time: exact where no chance is, else against theory. */
class LinkDirectionTest {

  private static final int MANY = 20_000;
  private static final int FULL = 1514;

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Arrival(long time, byte[] frame) {
    int number() {
      return Frames.number(frame);
    }
  }

  private final VirtualTime time = new VirtualTime();
  private final List<Arrival> arrivals = new ArrayList<>();

  private LinkDirection direction(LinkSettings settings, long seed) {
    return new LinkDirection(
        time,
        settings,
        new SplittableRandom(seed),
        (frame, offset, length) ->
            arrivals.add(
                new Arrival(time.nanoTime(), Arrays.copyOfRange(frame, offset, offset + length))));
  }

  private LinkDirection direction(LinkSettings settings) {
    return direction(settings, 42);
  }

  private static void send(LinkDirection direction, byte[] frame) {
    direction.transmit(frame, 0, frame.length);
  }

  /** Sends frames, one each so many nanoseconds. */
  private void sendEvery(long gap, int frames, LinkDirection direction) {
    for (int i = 0; i < frames; i++) {
      byte[] frame = Frames.ipv4(i, 100, 0);
      time.at(i * gap, () -> send(direction, frame));
    }
  }

  private long[] numbers() {
    return arrivals.stream().mapToLong(Arrival::number).toArray();
  }

  private static long[] upTo(int end) {
    return LongStream.range(0, end).toArray();
  }

  /** Four standard deviations of a binomial count. */
  private static org.assertj.core.data.Offset<Long> chance(double p) {
    return within((long) (4 * Math.sqrt(MANY * p * (1 - p))));
  }

  @Test
  void aPerfectLinkDeliversAtOnce() {
    sendEvery(1000, 10, direction(LinkSettings.PERFECT));
    time.run();
    assertThat(numbers()).isEqualTo(upTo(10));
    assertThat(arrivals)
        .extracting(Arrival::time)
        .containsExactly(0L, 1000L, 2000L, 3000L, 4000L, 5000L, 6000L, 7000L, 8000L, 9000L);
  }

  @Test
  void theSendersBufferIsItsOwnAgain() {
    LinkDirection direction = direction(LinkSettings.PERFECT.withDelay(Duration.ofMillis(1)));
    byte[] buffer = new byte[2 * 100];
    System.arraycopy(Frames.ipv4(7, 100, 0), 0, buffer, 50, 100);
    direction.transmit(buffer, 50, 100);
    Arrays.fill(buffer, (byte) -1);
    time.run();
    assertThat(arrivals.getFirst().frame).isEqualTo(Frames.ipv4(7, 100, 0));
  }

  /** The n-th of frames that came at once leaves after all bits before it, to the nanosecond. */
  @ParameterizedTest
  @ValueSource(longs = {1, 64_000, 7_777_777, 1_000_000_000, 99_999_999_999L})
  void bandwidthAndDelayAreExact(long bandwidth) {
    Duration delay = Duration.ofMillis(30);
    LinkDirection direction =
        direction(LinkSettings.PERFECT.withBandwidth(bandwidth).withDelay(delay));
    int frames = 50;
    for (int i = 0; i < frames; i++) {
      send(direction, Frames.ipv4(i, FULL - i, 0));
    }
    time.run();
    long bits = 0;
    for (int i = 0; i < frames; i++) {
      bits += 8L * (FULL - i);
      long sent = Math.multiplyExact(bits, 1_000_000_000L) / bandwidth;
      assertThat(arrivals.get(i).time).isEqualTo(sent + delay.toNanos());
    }
  }

  @Test
  void jitterIsUniformAndKeepsTheOrder() {
    Duration delay = Duration.ofMillis(10);
    Duration jitter = Duration.ofMillis(4);
    long gap = 5_000_000;
    sendEvery(gap, MANY, direction(LinkSettings.PERFECT.withDelay(delay).withJitter(jitter)));
    time.run();
    double sum = 0;
    for (int i = 0; i < MANY; i++) {
      long added = arrivals.get(i).time - i * gap - delay.toNanos();
      assertThat(added).isBetween(0L, jitter.toNanos());
      sum += added;
    }
    double deviation = jitter.toNanos() / Math.sqrt(12.0 * MANY);
    assertThat(sum / MANY).isCloseTo(jitter.toNanos() / 2.0, within(4 * deviation));
    arrivals.clear();
    sendEvery(1000, MANY, direction(LinkSettings.PERFECT.withJitter(jitter)));
    time.run();
    assertThat(numbers()).isEqualTo(upTo(MANY));
  }

  @Test
  void whatIsHeldBackIsOvertaken() {
    Duration most = Duration.ofMillis(3);
    LinkDirection direction = direction(LinkSettings.PERFECT.withReordering(0.1, most));
    long gap = 1000;
    sendEvery(gap, MANY, direction);
    time.run();
    long late = 0;
    for (Arrival arrival : arrivals) {
      long held = arrival.time - arrival.number() * gap;
      assertThat(held).isBetween(0L, most.toNanos());
      late += held > 0 ? 1 : 0;
    }
    assertThat(arrivals).hasSize(MANY);
    assertThat(late).isCloseTo(MANY / 10, chance(0.1));
    assertThat(direction.counters().get(LinkCounter.HELD_BACK)).isEqualTo(late);
    assertThat(numbers()).isNotEqualTo(upTo(MANY));
  }

  @Test
  void independentLossHasItsRate() {
    LinkDirection direction = direction(LinkSettings.PERFECT.withLoss(0.03));
    sendEvery(1000, MANY, direction);
    time.run();
    long lost = direction.counters().get(LinkCounter.LOST);
    assertThat(lost).isCloseTo((long) (0.03 * MANY), chance(0.03));
    assertThat(arrivals).hasSize((int) (MANY - lost));
  }

  /** Bursts of 1/r frames, and a loss of p/(p+r) when a bad line loses all. */
  @Test
  void burstsOfLossAreAsLongAsTheChainSays() {
    double p = 0.01;
    double r = 0.25;
    LinkDirection direction =
        direction(LinkSettings.PERFECT.withLoss(new Loss.GilbertElliott(p, r, 0, 1)));
    sendEvery(1000, MANY, direction);
    time.run();
    long lost = direction.counters().get(LinkCounter.LOST);
    long bursts = 0;
    long before = -1;
    for (long number : numbers()) {
      bursts += number > before + 1 ? 1 : 0;
      before = number;
    }
    // About 190 bursts: the mean of so many geometric lengths is within a quarter of 1/r.
    assertThat((double) lost / bursts).isCloseTo(1 / r, within(0.25 / r));
    assertThat((double) lost / MANY).isCloseTo(p / (p + r), within(0.25 * p / (p + r)));
  }

  @Test
  void aGoodLineMayLoseAndABadOneDeliver() {
    LinkDirection good =
        direction(LinkSettings.PERFECT.withLoss(new Loss.GilbertElliott(0, 1, 1, 0)));
    sendEvery(1000, 10, good);
    LinkDirection bad =
        direction(LinkSettings.PERFECT.withLoss(new Loss.GilbertElliott(1, 0, 1, 0)));
    sendEvery(1000, 10, bad);
    time.run();
    assertThat(good.counters().get(LinkCounter.LOST)).isEqualTo(10);
    assertThat(bad.counters().get(LinkCounter.DELIVERED)).isEqualTo(10);
  }

  @Test
  void duplicatesAreEqualAndHaveTheirRate() {
    LinkDirection direction = direction(LinkSettings.PERFECT.withDuplication(0.2));
    sendEvery(1000, MANY, direction);
    time.run();
    long doubled = direction.counters().get(LinkCounter.DUPLICATED);
    assertThat(doubled).isCloseTo(MANY / 5, chance(0.2));
    assertThat(arrivals).hasSize((int) (MANY + doubled));
    for (Arrival arrival : arrivals) {
      assertThat(arrival.frame).isEqualTo(Frames.ipv4(arrival.number(), 100, 0));
    }
  }

  /** Of a frame and its second copy each by itself. */
  @Test
  void corruptionFlipsOneBitBehindTheEthernetHeader() {
    LinkDirection direction =
        direction(
            LinkSettings.PERFECT
                .withDelay(Duration.ofMillis(1))
                .withDuplication(1)
                .withCorruption(0.5));
    sendEvery(1000, MANY / 2, direction);
    time.run();
    assertThat(arrivals).hasSize(MANY);
    long damaged = 0;
    for (int i = 0; i < MANY; i++) {
      byte[] frame = arrivals.get(i).frame;
      byte[] sent = Frames.ipv4(i / 2, 100, 0);
      int flipped = 0;
      for (int k = 0; k < frame.length; k++) {
        flipped += Integer.bitCount((frame[k] ^ sent[k]) & 0xff);
      }
      assertThat(flipped).isLessThan(2);
      assertThat(Arrays.equals(frame, 0, Frames.ETHER, sent, 0, Frames.ETHER)).isTrue();
      damaged += flipped;
    }
    assertThat(damaged).isCloseTo(MANY / 2, chance(0.5));
    assertThat(direction.counters().get(LinkCounter.CORRUPTED)).isEqualTo(damaged);
  }

  @Test
  void corruptionSparesWhatHasNoChecksum() {
    LinkDirection direction = direction(LinkSettings.PERFECT.withCorruption(1));
    byte[] arp = new byte[60];
    arp[12] = 8;
    arp[13] = 6;
    send(direction, arp);
    time.run();
    assertThat(arrivals.getFirst().frame).isEqualTo(arp);
    assertThat(direction.counters().get(LinkCounter.CORRUPTED)).isZero();
  }

  @Test
  void whatDoesNotFitTheQueueIsDropped() {
    LinkSettings slow = LinkSettings.PERFECT.withBandwidth(1_000_000);
    LinkDirection byFrames = direction(slow.withQueueing(new Queueing.TailDrop(3, Long.MAX_VALUE)));
    LinkDirection byBytes = direction(slow.withQueueing(new Queueing.TailDrop(1000, 250)));
    for (int i = 0; i < 10; i++) {
      send(byFrames, Frames.ipv4(i, 100, 0));
      send(byBytes, Frames.ipv4(i, 100, 0));
    }
    time.run();
    // One is being sent when the others come.
    assertThat(byFrames.counters().get(LinkCounter.DELIVERED)).isEqualTo(4);
    assertThat(byFrames.counters().get(LinkCounter.QUEUE_FULL)).isEqualTo(6);
    assertThat(byBytes.counters().get(LinkCounter.DELIVERED)).isEqualTo(3);
    assertThat(byBytes.counters().get(LinkCounter.QUEUE_FULL)).isEqualTo(7);
  }

  @Test
  void aLinkThatIsDownDropsWhatComesInAndWhatIsOnTheLine() {
    LinkDirection direction = direction(LinkSettings.PERFECT.withDelay(Duration.ofMillis(10)));
    sendEvery(1_000_000, 100, direction);
    time.at(20_500_000, () -> direction.setUp(false));
    time.at(50_500_000, () -> direction.setUp(true));
    time.run();
    // Sent at 0..10 ms they have arrived, at 11..50 ms not; the line was up for the others.
    assertThat(numbers())
        .isEqualTo(LongStream.concat(LongStream.range(0, 11), LongStream.range(51, 100)).toArray());
    assertThat(direction.counters().get(LinkCounter.DOWN)).isEqualTo(40);
  }

  @Test
  void whatIsLongerThanTheMtuIsDropped() {
    LinkDirection direction = direction(LinkSettings.PERFECT.withMtu(600));
    send(direction, Frames.ipv4(1, 614, 0));
    send(direction, Frames.ipv4(2, 615, 0));
    time.run();
    assertThat(numbers()).containsExactly(1);
    assertThat(direction.counters().get(LinkCounter.TOO_LONG)).isEqualTo(1);
  }

  private static LinkSettings anything(SplittableRandom random) {
    int frames = random.nextInt(1, 30);
    Queueing queueing =
        switch (random.nextInt(3)) {
          case 0 -> new Queueing.TailDrop(frames, random.nextLong(100, 5000));
          case 1 -> new Queueing.Red(frames, 2, 8, 0.2, 0.1, random.nextBoolean());
          default ->
              new Queueing.CoDel(
                  frames, Duration.ofMillis(2), Duration.ofMillis(20), random.nextBoolean());
        };
    return LinkSettings.PERFECT
        .withBandwidth(random.nextInt(4) == 0 ? LinkSettings.UNLIMITED : 1_000_000)
        .withDelay(Duration.ofMillis(random.nextInt(5)))
        .withJitter(Duration.ofMillis(random.nextInt(3)))
        .withLoss(
            random.nextBoolean()
                ? new Loss.Independent(0.1)
                : new Loss.GilbertElliott(0.1, 0.3, 0.01, 0.9))
        .withDuplication(random.nextDouble(0.3))
        .withReordering(random.nextDouble(0.3), Duration.ofMillis(4))
        .withCorruption(random.nextDouble(0.2))
        .withMtu(150)
        .withQueueing(queueing);
  }

  /** Traffic of mixed lengths, also too long ones, at about the bandwidth, and two breaks. */
  private LinkDirection traffic(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LinkDirection direction = direction(anything(random), seed);
    long now = 0;
    for (int i = 0; i < 500; i++) {
      byte[] frame = Frames.ipv4(i, random.nextInt(40, 170), random.nextInt(4));
      now += random.nextLong(1_600_000);
      time.at(now, () -> send(direction, frame));
    }
    time.at(now / 4, () -> direction.setUp(false));
    time.at(now / 3, () -> direction.setUp(true));
    time.at(now / 2, () -> direction.change(anything(random)));
    time.at(now / 2 + 1_000_000, () -> direction.change(anything(random)));
    return direction;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyFrameIsSomewhere(long seed) {
    LinkDirection direction = traffic(seed);
    LinkCounters counters = direction.counters();
    time.run(
        () ->
            assertThat(counters.get(LinkCounter.SENT) + counters.get(LinkCounter.DUPLICATED))
                .isEqualTo(
                    counters.get(LinkCounter.DELIVERED)
                        + counters.dropped()
                        + direction.inFlight()));
    assertThat(direction.inFlight()).isZero();
    assertThat(counters.get(LinkCounter.SENT)).isEqualTo(500);
    assertThat(counters.get(LinkCounter.DELIVERED)).isEqualTo(arrivals.size()).isPositive();
    assertThat(counters.get(LinkCounter.DOWN)).isPositive();
    assertThat(counters.get(LinkCounter.TOO_LONG)).isPositive();
    assertThat(counters.toString()).startsWith("sent 500, delivered ");
  }

  @Test
  void whatIsOnALineThatBecomesShorterIsNotOvertaken() {
    LinkDirection direction = direction(LinkSettings.PERFECT.withDelay(Duration.ofNanos(10_000)));
    sendEvery(1000, 20, direction);
    time.at(4500, () -> direction.change(LinkSettings.PERFECT.withDelay(Duration.ofNanos(2000))));
    time.run();
    assertThat(numbers()).isEqualTo(upTo(20));
    assertThat(arrivals.get(4).time).isEqualTo(14_000);
    assertThat(arrivals.get(5).time).isEqualTo(14_000);
    assertThat(arrivals.get(19).time).isEqualTo(21_000);
  }

  @Test
  void framesAreLostOnlyAsLongAsTheLinkLosesThem() {
    LinkDirection direction = direction(LinkSettings.PERFECT);
    sendEvery(1000, 9, direction);
    time.at(2500, () -> direction.change(LinkSettings.PERFECT.withLoss(1)));
    time.at(5500, () -> direction.change(LinkSettings.PERFECT));
    time.run();
    assertThat(numbers()).containsExactly(0, 1, 2, 6, 7, 8);
  }

  /** 100 bytes take 800 nanoseconds, and then 80. */
  @Test
  void whatWaitsIsSentWithTheNewBandwidth() {
    LinkDirection direction = direction(LinkSettings.PERFECT.withBandwidth(1_000_000_000));
    sendEvery(0, 4, direction);
    time.at(1000, () -> direction.change(LinkSettings.PERFECT.withBandwidth(10_000_000_000L)));
    time.run();
    assertThat(numbers()).isEqualTo(upTo(4));
    assertThat(arrivals).extracting(Arrival::time).containsExactly(800L, 1600L, 1680L, 1760L);
  }

  @Test
  void withABandwidthWithoutLimitNobodyOvertakesWhatWaits() {
    LinkDirection direction = direction(LinkSettings.PERFECT.withBandwidth(1_000_000_000));
    sendEvery(0, 4, direction);
    time.at(1000, () -> direction.change(LinkSettings.PERFECT));
    for (int number = 4; number < 6; number++) {
      byte[] frame = Frames.ipv4(number, 100, 0);
      time.at(1100, () -> send(direction, frame));
    }
    time.run();
    assertThat(numbers()).isEqualTo(upTo(6));
    assertThat(arrivals)
        .extracting(Arrival::time)
        .containsExactly(800L, 1600L, 1600L, 1600L, 1600L, 1600L);
  }

  @Test
  void aShorterQueueDropsWhatHasNoRoomInIt() {
    LinkSettings slow = LinkSettings.PERFECT.withBandwidth(1_000_000_000);
    LinkDirection direction = direction(slow);
    sendEvery(0, 6, direction);
    time.at(
        100, () -> direction.change(slow.withQueueing(new Queueing.TailDrop(2, Long.MAX_VALUE))));
    time.run();
    assertThat(numbers()).containsExactly(0, 1, 2);
    assertThat(direction.counters().get(LinkCounter.QUEUE_FULL)).isEqualTo(3);
  }

  @Test
  void oneSeedOneRun() {
    traffic(3);
    time.run();
    List<String> first = arrivals.stream().map(a -> a.time + Arrays.toString(a.frame)).toList();
    LinkDirectionTest again = new LinkDirectionTest();
    again.traffic(3);
    again.time.run();
    assertThat(again.arrivals.stream().map(a -> a.time + Arrays.toString(a.frame)).toList())
        .isEqualTo(first);
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    LinkSettings s = LinkSettings.PERFECT;
    Duration ms = Duration.ofMillis(1);
    List<Runnable> wrong =
        List.of(
            () -> s.withBandwidth(0),
            () -> s.withDelay(ms.negated()),
            () -> s.withJitter(ms.negated()),
            () -> s.withLoss(1.1),
            () -> s.withLoss(Double.NaN),
            () -> s.withDuplication(-0.1),
            () -> s.withReordering(2, ms),
            () -> s.withReordering(0.5, Duration.ZERO),
            () -> s.withCorruption(7),
            () -> s.withMtu(0),
            () -> new Loss.GilbertElliott(0.1, 0.1, 0.1, 1.5),
            () -> new Queueing.TailDrop(0, 1),
            () -> new Queueing.TailDrop(1, 0),
            () -> new Queueing.Red(10, 5, 5, 0.1, 0.1, false),
            () -> new Queueing.Red(10, 5, 6, 0.1, 0, false),
            () -> new Queueing.CoDel(10, Duration.ZERO, ms, false));
    for (Runnable each : wrong) {
      assertThatIllegalArgumentException().isThrownBy(each::run);
    }
  }
}
