package netmp.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import netmp.nic.Scheduler;

/** What holds of a direction of a link, whatever it is like and whatever goes through it. */
class LinkPropertiesTest {

  private static final int SHORTEST = 60;
  private static final int LONGEST = 2000;
  private static final int ETHER_HEADER = 14;

  /** Where a frame has its number: in the header, which no line corrupts. */
  private static final int NUMBER = 8;

  private record Task(long at, long order, Runnable run) {}

  /** Runs what is due, in order. */
  private static final class Clock implements Scheduler {
    private final Queue<Task> tasks =
        new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long now;
    private long count;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void at(long nanos, Runnable task) {
      tasks.add(new Task(Math.max(nanos, now), count++, task));
    }

    /** Everything that is due until then; true if something is left. */
    boolean run(long until) {
      while (!tasks.isEmpty() && tasks.peek().at <= until) {
        Task task = tasks.remove();
        now = task.at;
        task.run.run();
      }
      now = Math.max(now, until);
      return !tasks.isEmpty();
    }
  }

  /**
   * What happens: time passes, and then a frame comes or the direction goes down or up.
   *
   * @param pause nanoseconds
   * @param length of the frame; 0 if the direction goes down or up
   */
  record Happening(long pause, int length) {}

  private static final class Arrival {
    private final long at;
    private final byte[] frame;

    Arrival(long at, byte[] frame) {
      this.at = at;
      this.frame = frame;
    }

    int number() {
      return ((frame[NUMBER] & 0xff) << 8) | (frame[NUMBER + 1] & 0xff);
    }
  }

  /** A run of a direction. */
  private static final class Run {
    private final Clock clock = new Clock();
    private final List<byte[]> sent = new ArrayList<>();
    private final List<Long> sentAt = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final LinkDirection link;
    private boolean up = true;

    Run(LinkSettings settings, long seed, List<Happening> happenings) {
      link =
          new LinkDirection(
              clock,
              settings,
              new SplittableRandom(seed),
              (frame, offset, length) ->
                  arrivals.add(
                      new Arrival(clock.now, Arrays.copyOfRange(frame, offset, offset + length))));
      for (Happening happening : happenings) {
        clock.run(clock.now + happening.pause);
        happens(happening);
        booksBalance();
      }
      while (clock.run(clock.now + 1_000_000)) {
        booksBalance();
      }
      booksBalance();
    }

    private void happens(Happening happening) {
      if (happening.length == 0) {
        up = !up;
        link.setUp(up);
        return;
      }
      byte[] frame = new byte[happening.length];
      Arrays.fill(frame, ETHER_HEADER, frame.length, (byte) sent.size());
      frame[NUMBER] = (byte) (sent.size() >> 8);
      frame[NUMBER + 1] = (byte) sent.size();
      frame[12] = 8; // IPv4
      frame[ETHER_HEADER + 1] = 0; // not to be marked
      sent.add(frame.clone());
      sentAt.add(clock.now);
      link.transmit(frame, 0, frame.length);
      clock.run(clock.now);
    }

    long count(LinkCounter what) {
      return link.counters().get(what);
    }

    private void booksBalance() {
      assertThat(count(LinkCounter.SENT)).isEqualTo(sent.size());
      assertThat(count(LinkCounter.DELIVERED)).isEqualTo(arrivals.size());
      assertThat(count(LinkCounter.SENT) + count(LinkCounter.DUPLICATED))
          .as("what came in went out, was dropped, or is there")
          .isEqualTo(arrivals.size() + link.counters().dropped() + link.inFlight());
    }
  }

  private static Arbitrary<Duration> times(long most) {
    return Arbitraries.longs().between(0, most).map(Duration::ofNanos);
  }

  private static Arbitrary<Double> chances() {
    return Arbitraries.oneOf(
        Arbitraries.of(0.0, 0.0, 1.0), Arbitraries.doubles().between(0, 1).ofScale(2));
  }

  private static Arbitrary<Queueing> queueings() {
    Arbitrary<Integer> frames = Arbitraries.integers().between(1, 20);
    return Arbitraries.oneOf(
        frames.map(n -> new Queueing.TailDrop(n, Long.MAX_VALUE)),
        Arbitraries.longs().between(1, 20_000).map(n -> new Queueing.TailDrop(100, n)),
        Combinators.combine(frames, chances())
            .as((n, chance) -> new Queueing.Red(n, 1, 1 + n, chance, 0.5, true)),
        frames.map(n -> new Queueing.CoDel(n, Duration.ofMillis(1), Duration.ofMillis(10), true)));
  }

  @Provide
  Arbitrary<LinkSettings> links() {
    Arbitrary<Long> bandwidths =
        Arbitraries.oneOf(
            Arbitraries.just(LinkSettings.UNLIMITED),
            Arbitraries.longs().between(1_000_000, 1_000_000_000));
    Arbitrary<Loss> losses =
        Arbitraries.oneOf(
            chances().map(Loss.Independent::new),
            Combinators.combine(chances(), chances(), chances(), chances())
                .as(Loss.GilbertElliott::new));
    Arbitrary<LinkSettings> lines =
        Combinators.combine(times(5_000_000), times(1_000_000), losses, chances(), chances())
            .as(
                (delay, jitter, loss, doubled, corrupted) ->
                    LinkSettings.PERFECT
                        .withDelay(delay)
                        .withJitter(jitter)
                        .withLoss(loss)
                        .withDuplication(doubled)
                        .withCorruption(corrupted));
    Arbitrary<Integer> mtus = Arbitraries.integers().between(100, LONGEST);
    return Combinators.combine(lines, bandwidths, queueings(), mtus, chances())
        .as(
            (line, bandwidth, queueing, mtu, reordering) ->
                line.withBandwidth(bandwidth)
                    .withQueueing(queueing)
                    .withMtu(mtu)
                    .withReordering(reordering, Duration.ofMillis(3)));
  }

  @Provide
  Arbitrary<List<Happening>> happenings() {
    Arbitrary<Long> waits =
        Arbitraries.oneOf(Arbitraries.just(0L), Arbitraries.longs().between(1, 2_000_000));
    Arbitrary<Integer> lengths = Arbitraries.integers().between(SHORTEST, LONGEST);
    Arbitrary<Integer> all =
        Arbitraries.frequencyOf(Tuple.of(20, lengths), Tuple.of(1, Arbitraries.just(0)));
    return Combinators.combine(waits, all).as(Happening::new).list().ofMaxSize(60);
  }

  @Property(tries = 500)
  void nothingComesFromNowhere(
      @ForAll("links") LinkSettings link,
      @ForAll long seed,
      @ForAll("happenings") List<Happening> happenings) {
    Run run = new Run(link, seed, happenings);
    assertThat(run.link.inFlight()).isZero();
    int[] copies = new int[run.sent.size()];
    long changed = 0;
    for (Arrival arrival : run.arrivals) {
      byte[] sent = run.sent.get(arrival.number());
      copies[arrival.number()]++;
      int bits = differentBits(sent, arrival.frame);
      assertThat(bits).as("bits that were flipped").isLessThanOrEqualTo(1);
      changed += bits;
      assertThat(arrival.at)
          .as("the delay is the least that it takes")
          .isGreaterThanOrEqualTo(run.sentAt.get(arrival.number()) + link.delay().toNanos());
      assertThat(sent.length).as("what is too long").isLessThanOrEqualTo(link.mtu() + ETHER_HEADER);
    }
    assertThat(changed).isLessThanOrEqualTo(run.count(LinkCounter.CORRUPTED));
    assertThat(Arrays.stream(copies).filter(n -> n > 1).count())
        .isLessThanOrEqualTo(run.count(LinkCounter.DUPLICATED));
    assertThat(Arrays.stream(copies)).allMatch(n -> n <= 2);
  }

  private static int differentBits(byte[] sent, byte[] received) {
    assertThat(received).hasSameSizeAs(sent);
    int bits = 0;
    for (int i = 0; i < sent.length; i++) {
      bits += Integer.bitCount((sent[i] ^ received[i]) & 0xff);
    }
    return bits;
  }

  @Property(tries = 300)
  void nothingOvertakesWhereNothingIsHeldBack(
      @ForAll("links") LinkSettings link,
      @ForAll long seed,
      @ForAll("happenings") List<Happening> happenings) {
    Run run = new Run(link.withReordering(0, Duration.ofMillis(1)), seed, happenings);
    assertThat(run.arrivals.stream().map(Arrival::number)).isSorted();
    assertThat(run.arrivals.stream().map(arrival -> arrival.at)).isSorted();
  }

  /** Between two arrivals comes no more than the bandwidth has room for. */
  @Property(tries = 300)
  void theBandwidthIsNotExceeded(
      @ForAll("links") LinkSettings any,
      @ForAll long seed,
      @ForAll("happenings") List<Happening> happenings) {
    LinkSettings link =
        any.withBandwidth(Math.min(any.bandwidth(), 1_000_000_000))
            .withJitter(Duration.ZERO)
            .withDuplication(0)
            .withReordering(0, Duration.ofMillis(1));
    Run run = new Run(link, seed, happenings);
    for (int first = 0; first < run.arrivals.size(); first++) {
      long bits = 0;
      for (int last = first + 1; last < run.arrivals.size(); last++) {
        bits += 8L * run.arrivals.get(last).frame.length;
        long took = run.arrivals.get(last).at - run.arrivals.get(first).at;
        // each frame's time is rounded down to a nanosecond, and the rest goes to the next
        assertThat(took + 1).isGreaterThanOrEqualTo(bits * 1_000_000_000L / link.bandwidth() - 1);
      }
    }
  }

  @Property(tries = 100)
  void equalSeedsHaveEqualEnds(
      @ForAll("links") LinkSettings link,
      @ForAll long seed,
      @ForAll("happenings") List<Happening> happenings) {
    Run one = new Run(link, seed, happenings);
    Run other = new Run(link, seed, happenings);
    assertThat(one.arrivals).usingRecursiveComparison().isEqualTo(other.arrivals);
    assertThat(one.link.counters()).hasToString(other.link.counters().toString());
  }
}
