package netmp.arbitrary;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Frames, valid by construction: addresses, ports, lengths and checksums fit each other. They
 * shrink to plain headers, few options and no data.
 */
public final class Frames {

  private static final int MAX_DATA = 64;
  private static final int MAX_IP_OPTIONS = 40;
  private static final int LONG_DATA = 1400;
  private static final int MIN_QUOTE = 8;

  /** Experiments (RFC 4727 section 3.3). */
  private static final Integer[] EXPERIMENTAL_IP_OPTIONS = {30, 94, 158, 222};

  /** RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1; without 4, "too long". */
  private static final Integer[] UNREACHABLE_CODES = {3, 0, 1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13};

  /** Flags that go together, the plainest first. */
  private static final List<Set<TcpFlag>> FLAGS =
      List.of(
          Set.of(TcpFlag.ACK),
          Set.of(TcpFlag.PSH, TcpFlag.ACK),
          Set.of(TcpFlag.SYN),
          Set.of(TcpFlag.SYN, TcpFlag.ACK),
          Set.of(TcpFlag.FIN, TcpFlag.ACK),
          Set.of(TcpFlag.RST),
          Set.of(TcpFlag.RST, TcpFlag.ACK),
          Set.of(TcpFlag.URG, TcpFlag.ACK),
          Set.of(TcpFlag.SYN, TcpFlag.ECE, TcpFlag.CWR),
          Set.of(TcpFlag.ACK, TcpFlag.ECE));

  private final Arbitrary<Flow> flows;

  /**
   * Frames between certain hosts.
   *
   * @param flows who sends to whom
   */
  public Frames(Arbitrary<Flow> flows) {
    this.flows = flows;
  }

  /**
   * Flows between two hosts of the network 10.0.0.0/24 and the ports 1 to 65535.
   *
   * @return the generator
   */
  public static Arbitrary<Flow> flows() {
    return Combinators.combine(endpoints(1, 126), endpoints(128, 254)).as(Flow::new);
  }

  private static Arbitrary<Endpoint> endpoints(int first, int last) {
    return Combinators.combine(
            Arbitraries.integers().between(first, last), Arbitraries.integers().between(1, 0xffff))
        .as(
            (host, port) ->
                new Endpoint(
                    new MacAddress(0x0200_0000_0000L | host),
                    new Ipv4Address(0x0a00_0000 | host),
                    port));
  }

  /**
   * Frames of all kinds that there are here, without tags.
   *
   * @return the generator
   */
  public Arbitrary<Ethernet> any() {
    return Arbitraries.oneOf(udp(), tcp(), icmpEcho(), icmpError(), arp());
  }

  /**
   * Frames of ARP: requests to all, and replies.
   *
   * @return the generator
   */
  public Arbitrary<Ethernet> arp() {
    return Combinators.combine(flows, Arbitraries.of(false, true))
        .as((flow, reply) -> reply ? arpReply(flow) : arpRequest(flow));
  }

  static Ethernet arpRequest(Flow flow) {
    Endpoint all = new Endpoint(MacAddress.BROADCAST, Ipv4Address.ANY, 0);
    return Ethernet.of(new Flow(flow.source(), all), Arp.request(flow));
  }

  static Ethernet arpReply(Flow flow) {
    return Ethernet.of(flow, Arp.reply(flow));
  }

  /**
   * Echo requests and replies, with up to 64 bytes of data.
   *
   * @return the generator
   */
  public Arbitrary<Ethernet> icmpEcho() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 0xffff);
    Arbitrary<Icmp> messages =
        Combinators.combine(Arbitraries.of(false, true), numbers, numbers, data(MAX_DATA))
            .as(
                (reply, identifier, sequence, data) ->
                    reply
                        ? Icmp.echoReply(identifier, sequence, data)
                        : Icmp.echo(identifier, sequence, data));
    return Combinators.combine(flows, headers(), messages)
        .as((flow, header, message) -> Ethernet.of(flow, Ipv4.of(flow, header, message)));
  }

  /**
   * Errors about UDP datagrams and TCP segments of the flow the other way: unreachable, too long
   * for the path, time exceeded. They quote 8 bytes of the payload or more.
   *
   * @return the generator
   */
  public Arbitrary<Ethernet> icmpError() {
    Arbitrary<Integer> quoted = Arbitraries.integers().between(MIN_QUOTE, MAX_DATA);
    return Combinators.combine(flows, headers(), errors(), Arbitraries.of(true, false), quoted)
        .as(
            (flow, header, error, udp, length) ->
                Ethernet.of(
                    flow, Ipv4.of(flow, header, error.about(flow.reversed(), udp, length))));
  }

  private static Arbitrary<IcmpErrorKind> errors() {
    return Arbitraries.oneOf(
        Arbitraries.of(UNREACHABLE_CODES).map(IcmpErrorKind::unreachable),
        Arbitraries.of(0, 1).map(IcmpErrorKind::timeExceeded),
        Arbitraries.integers().between(68, LONG_DATA).map(IcmpErrorKind::tooLong));
  }

  /** What an error says, before it is known about what. */
  private record IcmpErrorKind(int type, int code, int nextHopMtu) {

    static IcmpErrorKind unreachable(int code) {
      return new IcmpErrorKind(Icmp.UNREACHABLE, code, 0);
    }

    static IcmpErrorKind timeExceeded(int code) {
      return new IcmpErrorKind(Icmp.TIME_EXCEEDED, code, 0);
    }

    static IcmpErrorKind tooLong(int nextHopMtu) {
      return new IcmpErrorKind(Icmp.UNREACHABLE, 4, nextHopMtu);
    }

    Icmp about(Flow flow, boolean udp, int quoted) {
      Octets data = Octets.of(new byte[nextHopMtu == 0 ? 0 : LONG_DATA]);
      Ipv4Payload payload =
          udp ? Udp.of(flow, data) : segment(flow, 0, 0, FLAGS.getFirst(), 0, List.of(), data);
      Ipv4Header header = new Ipv4Header(0, 0, 0, true, false, 0, 64, List.of());
      return new Icmp(type, code, nextHopMtu, new Quote(Ipv4.of(flow, header, payload), quoted));
    }
  }

  /**
   * UDP datagrams with up to 64 bytes of data, most of them with a checksum.
   *
   * @return the generator
   */
  public Arbitrary<Ethernet> udp() {
    Arbitrary<Boolean> checksummed = Arbitraries.of(true, true, true, false);
    return Combinators.combine(flows, headers(), checksummed, data(MAX_DATA))
        .as(
            (flow, header, sum, data) ->
                Ethernet.of(
                    flow,
                    Ipv4.of(
                        flow,
                        header,
                        new Udp(flow.source().port(), flow.destination().port(), sum, data))));
  }

  /**
   * TCP segments of any flags that go together, with options that have a place there, and up to 64
   * bytes of data where there may be some.
   *
   * @return the generator
   */
  public Arbitrary<Ethernet> tcp() {
    Arbitrary<Integer> numbers = Arbitraries.integers();
    Arbitrary<Integer> windows = Arbitraries.integers().between(0, 0xffff);
    return Combinators.combine(
            flows,
            headers(),
            numbers,
            numbers,
            Arbitraries.of(FLAGS),
            windows,
            TcpOptions.lists(),
            data(MAX_DATA))
        .as(
            (flow, header, sequence, acknowledgment, flags, window, options, data) ->
                Ethernet.of(
                    flow,
                    Ipv4.of(
                        flow,
                        header,
                        segment(flow, sequence, acknowledgment, flags, window, options, data))));
  }

  /** Leaves out what has no place beside the flags. */
  private static Tcp segment(
      Flow flow,
      int sequence,
      int acknowledgment,
      Set<TcpFlag> flags,
      int window,
      List<TcpOption> options,
      Octets data) {
    boolean syn = flags.contains(TcpFlag.SYN);
    boolean bare = syn || flags.contains(TcpFlag.RST);
    return new Tcp(
        flow.source().port(),
        flow.destination().port(),
        sequence,
        flags.contains(TcpFlag.ACK) ? acknowledgment : 0,
        flags,
        window,
        flags.contains(TcpFlag.URG) ? data.length() : 0,
        TcpOptions.fitting(options, syn),
        bare ? Octets.NONE : data);
  }

  /**
   * Frames in a VLAN.
   *
   * @param frames without tags
   * @return the generator of the same with tags of the VLANs 1 to 4094
   */
  public static Arbitrary<Ethernet> tagged(Arbitrary<Ethernet> frames) {
    Arbitrary<Vlan> tags =
        Combinators.combine(
                Arbitraries.integers().between(0, 7),
                Arbitraries.of(false, true),
                Arbitraries.integers().between(1, 4094))
            .as(Vlan::new);
    return Combinators.combine(frames, tags).as(Ethernet::in);
  }

  /**
   * Frames with no mutation, one or two. They shrink to no mutation first, and the frame shrinks
   * around the place where it is mutated.
   *
   * @param frames valid ones
   * @return the generator
   */
  public static Arbitrary<Mutated> mutated(Arbitrary<Ethernet> frames) {
    return Combinators.combine(choices().list().ofMaxSize(2), frames)
        .as((choices, frame) -> Mutations.choose(frame, choices));
  }

  /** A number has no smaller one: each stands for a mutation of its own. */
  static Arbitrary<Integer> choices() {
    return Arbitraries.integers().withoutEdgeCases().dontShrink();
  }

  // ---- parts ----

  /** Of datagrams that are no fragments. */
  private static Arbitrary<Ipv4Header> headers() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 63),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 0xffff),
            Arbitraries.of(false, true),
            Arbitraries.integers().between(1, 255).shrinkTowards(Ipv4Header.PLAIN.timeToLive()),
            ipv4Options().list().ofMaxSize(3))
        .as(
            (dscp, ecn, id, whole, ttl, options) ->
                new Ipv4Header(dscp, ecn, id, whole, false, 0, ttl, fitting(options)));
  }

  private static Arbitrary<Ipv4Option> ipv4Options() {
    return Arbitraries.oneOf(
        Arbitraries.just(Ipv4Option.NO_OPERATION),
        Arbitraries.just(Ipv4Option.ROUTER_ALERT),
        Arbitraries.integers().between(1, 9).map(Ipv4Option::recordRoute),
        Arbitraries.integers().between(1, 9).map(Ipv4Option::timestamp),
        Combinators.combine(Arbitraries.of(EXPERIMENTAL_IP_OPTIONS), data(8)).as(Ipv4Option::new));
  }

  private static List<Ipv4Option> fitting(List<Ipv4Option> options) {
    List<Ipv4Option> chosen = new ArrayList<>();
    int length = 0;
    for (Ipv4Option option : options) {
      if (length + option.length() <= MAX_IP_OPTIONS) {
        chosen.add(option);
        length += option.length();
      }
    }
    return chosen;
  }

  static Arbitrary<Octets> data(int most) {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(most).map(Octets::of);
  }

  static Arbitrary<Octets> dataOf(int length) {
    return Arbitraries.bytes().array(byte[].class).ofSize(length).map(Octets::of);
  }
}
