package netmp.flood;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import netmp.arbitrary.Arp;
import netmp.arbitrary.Endpoint;
import netmp.arbitrary.EthernetPayload;
import netmp.arbitrary.Flow;
import netmp.arbitrary.Icmp;
import netmp.arbitrary.Ipv4;
import netmp.arbitrary.Ipv4Address;
import netmp.arbitrary.Ipv4Header;
import netmp.arbitrary.Ipv4Payload;
import netmp.arbitrary.MacAddress;
import netmp.arbitrary.Octets;
import netmp.arbitrary.Quote;
import netmp.arbitrary.Tcp;
import netmp.arbitrary.TcpFlag;
import netmp.arbitrary.Udp;

/** Kinds of floods. Each makes one packet after the other, no two of them alike. */
public enum Flood {
  /** SYNs from everywhere, which nobody will confirm. */
  SYN("SYNs from hosts that are not there") {
    @Override
    EthernetPayload packet(Target target) {
      Flow flow = target.from(target.stranger(), target.victim.port());
      return Ipv4.of(flow, target.segment(flow, target.random.nextInt(), TcpFlag.SYN, Octets.NONE));
    }
  },
  /** First fragments of datagrams of which the rest never comes. */
  FRAGMENTS("fragments of datagrams that never become whole") {
    @Override
    EthernetPayload packet(Target target) {
      Flow flow = target.from(target.stranger(), target.port());
      Udp whole = Udp.of(flow, Octets.of(new byte[2 * FRAGMENT]));
      return Ipv4.of(flow, target.header(), whole).fragment(0, FRAGMENT);
    }
  },
  /** Requests from neighbours that nobody has, each of which would be remembered. */
  ARP("ARP requests of invented neighbours") {
    @Override
    EthernetPayload packet(Target target) {
      return Arp.request(target.from(target.stranger(), 0));
    }
  },
  /** Resets for connections that are alive, with sequence numbers that are guessed. */
  BLIND_RESETS("TCP resets, guessed") {
    @Override
    EthernetPayload packet(Target target) {
      return target.reset(target.random.nextInt());
    }
  },
  /** Resets for connections that are alive, in the window, but not at its edge (RFC 5961). */
  WINDOW_RESETS("TCP resets in the window") {
    @Override
    EthernetPayload packet(Target target) {
      return target.reset(target.live.next() + INSIDE + target.random.nextInt(INSIDE));
    }
  },
  /** Echo requests. */
  ECHO("ICMP echo requests") {
    @Override
    EthernetPayload packet(Target target) {
      int identifier = target.port();
      return Ipv4.of(
          target.from(target.stranger(), 0),
          Icmp.echo(identifier, target.port(), Octets.of(new byte[FRAGMENT])));
    }
  },
  /** Errors that say that a peer cannot be reached, about connections that are alive. */
  UNREACHABLE("ICMP port unreachable, about connections that are alive") {
    @Override
    EthernetPayload packet(Target target) {
      return target.error(PORT_UNREACHABLE, 0);
    }
  },
  /** Errors that say that only the shortest datagrams pass, about connections that are alive. */
  FRAGMENTATION_NEEDED("ICMP fragmentation needed, about connections that are alive") {
    @Override
    EthernetPayload packet(Target target) {
      return target.error(TOO_LONG, LEAST_MTU);
    }
  },
  /** Datagrams for ports that nobody has. */
  CLOSED_PORTS("UDP datagrams to closed ports") {
    @Override
    EthernetPayload packet(Target target) {
      Flow flow = target.from(target.stranger(), CLOSED + target.random.nextInt(CLOSED));
      return Ipv4.of(flow, Udp.of(flow, Octets.of((byte) 1)));
    }
  };

  private static final int FRAGMENT = 512;
  private static final int INSIDE = 10_000;
  private static final int PORT_UNREACHABLE = 3;
  private static final int TOO_LONG = 4;
  private static final int LEAST_MTU = 68;

  /** Below the ephemeral ports. */
  private static final int CLOSED = 20_000;

  private final String text;

  Flood(String text) {
    this.text = text;
  }

  /**
   * What comes.
   *
   * @return a few words, in the plural
   */
  public String text() {
    return text;
  }

  /** One packet for the victim; a connection is known if the flood {@link #needsConnection}. */
  abstract EthernetPayload packet(Target target);

  /** Whether it is about connections that are alive. */
  boolean needsConnection() {
    return switch (this) {
      case BLIND_RESETS, WINDOW_RESETS, UNREACHABLE, FRAGMENTATION_NEEDED -> true;
      default -> false;
    };
  }

  /**
   * What a packet is made for.
   *
   * @param victim the host
   * @param mac from which the attacker sends
   * @param live a connection that is alive, or null
   * @param random chance
   */
  record Target(Victim victim, MacAddress mac, Overheard live, RandomGenerator random) {

    /** Hosts of the link have addresses below, and the attacker's inventions above. */
    private static final int STRANGERS = 0x8000;

    private static final int STRANGER_BITS = 0x7ffe;
    private static final int PREFIX = 0xffff_0000;
    private static final int WINDOW = 1000;
    private static final int QUOTED = 28;
    private static final Ipv4Header UNCUT = new Ipv4Header(0, 0, 0, true, false, 0, 64, List.of());
    private static final Octets TEXT = Octets.of(new byte[1000]);

    /** A host of the link that does not exist. */
    Ipv4Address stranger() {
      int host = STRANGERS + 1 + random.nextInt(STRANGER_BITS - 1);
      return new Ipv4Address((victim.address() & PREFIX) | host);
    }

    int port() {
      return random.nextInt(1, 0x10000);
    }

    Ipv4Header header() {
      return new Ipv4Header(0, 0, port(), false, false, 0, 64, List.of());
    }

    Flow from(Ipv4Address source, int toPort) {
      return new Flow(new Endpoint(mac, source, port()), victim.endpoint(toPort));
    }

    Tcp segment(Flow flow, int sequence, TcpFlag flag, Octets text) {
      int from = flow.source().port();
      int to = flow.destination().port();
      return new Tcp(from, to, sequence, 0, Set.of(flag), WINDOW, 0, List.of(), text);
    }

    private Flow ofPeer() {
      Ipv4Address peer = new Ipv4Address(live.address());
      return new Flow(new Endpoint(mac, peer, live.port()), victim.endpoint(live.localPort()));
    }

    EthernetPayload reset(int sequence) {
      Flow flow = ofPeer();
      return Ipv4.of(flow, segment(flow, sequence, TcpFlag.RST, Octets.NONE));
    }

    /** About what the victim has sent to its peer; every second one guesses what. */
    EthernetPayload error(int code, int mtu) {
      Flow back = ofPeer().reversed();
      int sequence = random.nextBoolean() ? live.acknowledged() : random.nextInt();
      Ipv4Payload lost = segment(back, sequence, TcpFlag.ACK, TEXT);
      Icmp error = Icmp.unreachable(code, mtu, new Quote(Ipv4.of(back, UNCUT, lost), QUOTED));
      return Ipv4.of(from(stranger(), 0), error);
    }
  }
}
