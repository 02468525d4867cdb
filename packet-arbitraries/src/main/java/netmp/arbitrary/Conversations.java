package netmp.arbitrary;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import netmp.arbitrary.FragmentCutter.Deed;
import netmp.arbitrary.FragmentTrain.Fault;
import netmp.arbitrary.TcpScript.Delay;
import netmp.arbitrary.TcpScript.Ending;
import netmp.arbitrary.TcpScript.Turn;

/**
 * Conversations, valid but for what happens to frames on a network: they come late, twice, or not
 * at all. They shrink to few frames, nothing that happens to them, and no time between them.
 */
public final class Conversations {

  /** How many frames a frame lets pass at most. */
  public static final int MAX_DELAY = 3;

  private static final int MAX_TURNS = 6;
  private static final int MAX_FAULTS = 3;
  private static final int MAX_SEGMENT = 64;
  private static final int MAX_DATAGRAM = 256;
  private static final int MAX_GAP_MICROS = 100_000;

  private final Arbitrary<Flow> flows;

  /**
   * Conversations between certain hosts.
   *
   * @param flows who begins, with whom
   */
  public Conversations(Arbitrary<Flow> flows) {
    this.flows = flows;
  }

  /**
   * TCP connections (RFC 9293 section 3.5 to 3.8): a handshake, up to 6 segments of data either
   * way, each acknowledged, and FINs, a reset or nothing. Behind the handshake up to 3 frames are
   * retransmitted or come late, by {@link #MAX_DELAY} frames at most.
   *
   * @return the generator
   */
  public Arbitrary<Conversation> tcp() {
    Arbitrary<Integer> numbers = Arbitraries.integers();
    Arbitrary<Turn> turns =
        Combinators.combine(Arbitraries.of(false, true), segments()).as(Turn::new);
    Arbitrary<Delay> delays =
        Combinators.combine(
                Arbitraries.of(true, false),
                Arbitraries.integers().between(0, 4 * MAX_TURNS),
                Arbitraries.integers().between(1, MAX_DELAY))
            .as(Delay::new);
    return Combinators.combine(
            flows,
            numbers,
            numbers,
            Arbitraries.of(false, true),
            turns.list().ofMaxSize(MAX_TURNS),
            Arbitraries.of(Ending.class),
            delays.list().ofMaxSize(MAX_FAULTS),
            gaps())
        .as(
            (flow, client, server, timestamps, data, ending, late, gaps) -> {
              TcpScript script = new TcpScript(flow, client, server, timestamps);
              data.forEach(script::turn);
              script.end(ending);
              return Conversation.of(script.framesWith(late), gaps);
            });
  }

  private static Arbitrary<Octets> segments() {
    return Arbitraries.bytes()
        .array(byte[].class)
        .ofMinSize(1)
        .ofMaxSize(MAX_SEGMENT)
        .map(Octets::of);
  }

  /**
   * The fragments of a UDP datagram of up to 256 bytes of data (RFC 791 section 3.2), with up to 3
   * faults.
   *
   * @return the generator
   */
  public Arbitrary<FragmentTrain> fragments() {
    Arbitrary<Deed> deeds =
        Combinators.combine(Arbitraries.of(Fault.class), Arbitraries.integers().between(0, 16))
            .as(Deed::new);
    return Combinators.combine(
            flows,
            Arbitraries.integers().between(0, 0xffff),
            Frames.data(MAX_DATAGRAM),
            Arbitraries.integers().between(1, 16).shrinkTowards(16).list().ofSize(4),
            deeds.list().ofMaxSize(MAX_FAULTS),
            gaps())
        .as(
            (flow, id, data, units, faults, gaps) -> {
              Ipv4Header header = new Ipv4Header(0, 0, id, false, false, 0, 64, List.of());
              Ipv4 datagram = Ipv4.of(flow, header, Udp.of(flow, data));
              return FragmentCutter.cut(Ethernet.of(flow, datagram), datagram, units, faults, gaps);
            });
  }

  /**
   * ARP exchanges (RFC 826): up to 3 requests to all, and a reply or none.
   *
   * @return the generator
   */
  public Arbitrary<Conversation> arp() {
    return Combinators.combine(
            flows, Arbitraries.integers().between(1, 3), Arbitraries.of(true, false), gaps())
        .as(
            (flow, requests, answered, gaps) -> {
              List<Ethernet> frames =
                  new ArrayList<>(Collections.nCopies(requests, Frames.arpRequest(flow)));
              if (answered) {
                frames.add(Frames.arpReply(flow.reversed()));
              }
              return Conversation.of(frames, gaps);
            });
  }

  /**
   * Conversations in which one frame has one mutation.
   *
   * @param conversations valid ones, of one frame or more
   * @return the generator
   */
  public static Arbitrary<Conversation> mutated(Arbitrary<Conversation> conversations) {
    return Combinators.combine(
            Arbitraries.integers().between(0, 4 * MAX_TURNS), Frames.choices(), conversations)
        .as((which, choice, all) -> all.mutated(which % all.frames().size(), choice));
  }

  private static Arbitrary<List<Duration>> gaps() {
    return Arbitraries.integers()
        .between(0, MAX_GAP_MICROS)
        .map(micros -> Duration.of(micros, ChronoUnit.MICROS))
        .list()
        .ofSize(4);
  }
}
