package netmp.soak;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import netmp.ether.Offload;
import netmp.link.LinkSettings;
import netmp.link.Loss;
import netmp.pcb.UdpDesign;
import netmp.sockbuf.Design;
import netmp.tcp.SynCookies;

/**
 * What a round is like: its machines and their links. It follows from the seed and the number of
 * the round.
 *
 * @param random chance for the rest of the round
 * @param machines how each is made
 * @param traced the number of the machine whose steps are recorded and judged, and captured
 */
record RoundPlan(SplittableRandom random, List<Made> machines, int traced) {

  static final int MACHINES = 3;

  /**
   * How a machine is made.
   *
   * @param cpus protocol threads
   * @param sockbufs design of the socket buffers
   * @param udp design of UDP
   * @param buffers of each pool
   * @param offloads what its device does
   * @param cookies when SYNs are answered with cookies
   * @param link between its device and the switch
   */
  record Made(
      int cpus,
      Design sockbufs,
      UdpDesign udp,
      int buffers,
      Set<Offload> offloads,
      SynCookies cookies,
      LinkSettings link) {}

  private static final List<Integer> CPUS = List.of(1, 2, 2, 4);

  /** Few, and enough. */
  private static final List<Integer> BUFFERS = List.of(160, 512, 1024);

  private static final Set<Offload> CHECKSUMS =
      EnumSet.of(Offload.TRANSMIT_CHECKSUM, Offload.RECEIVE_CHECKSUM);

  static RoundPlan of(long seed, int round) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + round);
    List<Made> machines = IntStream.range(0, MACHINES).mapToObj(i -> machine(random)).toList();
    return new RoundPlan(random, machines, Math.floorMod(round, MACHINES));
  }

  private static Made machine(RandomGenerator random) {
    return new Made(
        any(random, CPUS),
        any(random, List.of(Design.values())),
        any(random, List.of(UdpDesign.values())),
        any(random, BUFFERS),
        random.nextBoolean() ? CHECKSUMS : EnumSet.allOf(Offload.class),
        any(random, List.of(SynCookies.WHEN_FULL, SynCookies.WHEN_FULL, SynCookies.ALWAYS)),
        link(random));
  }

  /** One in four is good; what the others do wrong stays so little that TCP gets on. */
  private static LinkSettings link(RandomGenerator random) {
    LinkSettings good = LinkSettings.PERFECT.withDelay(micros(random, 500));
    if (random.nextInt(4) == 0) {
      return good;
    }
    Loss loss =
        random.nextBoolean()
            ? new Loss.Independent(0.02 * random.nextDouble())
            : new Loss.GilbertElliott(0.005, 0.3, 0, 0.5);
    return good.withJitter(micros(random, 300))
        .withLoss(loss)
        .withDuplication(0.02 * random.nextDouble())
        .withReordering(0.02 * random.nextDouble(), micros(random, 5000))
        .withCorruption(0.01 * random.nextDouble());
  }

  private static Duration micros(RandomGenerator random, int most) {
    return Duration.ofNanos(1000L * random.nextInt(1, most));
  }

  static <T> T any(RandomGenerator random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
