package netmp.arbitrary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Writes what both sides of a connection send. */
final class TcpScript {

  private static final int HANDSHAKE = 3;
  private static final int WINDOW = 0xffff;

  private final Side client;
  private final Side server;
  private final boolean timestamps;
  private final List<Ethernet> frames = new ArrayList<>();

  /** One end: who it is, and the number that it sends next. */
  private static final class Side {
    private final Flow flow;
    private int next;

    Side(Flow flow, int first) {
      this.flow = flow;
      this.next = first;
    }
  }

  /**
   * Some data one way, and an acknowledgment of them.
   *
   * @param fromServer which way
   * @param data one byte at least
   */
  record Turn(boolean fromServer, Octets data) {}

  /** How a connection ends. */
  enum Ending {
    /** It does not. */
    OPEN,
    /** The client closes first. */
    CLIENT_FIN,
    /** The server closes first. */
    SERVER_FIN,
    /** The client resets it. */
    RESET
  }

  /**
   * A frame behind the handshake that comes late.
   *
   * @param again whether it came in time too
   * @param which frame, counted from the handshake; around where there are fewer
   * @param places how many frames it lets pass
   */
  record Delay(boolean again, int which, int places) {}

  private record Arrival(int position, Ethernet frame) {}

  /**
   * Begins with the handshake.
   *
   * @param flow from the client to the server
   * @param clientFirst its initial sequence number
   * @param serverFirst its initial sequence number
   * @param timestamps whether all segments have timestamps (RFC 7323 section 3.2)
   */
  TcpScript(Flow flow, int clientFirst, int serverFirst, boolean timestamps) {
    this.client = new Side(flow, clientFirst);
    this.server = new Side(flow.reversed(), serverFirst);
    this.timestamps = timestamps;
    send(client, Set.of(TcpFlag.SYN), Octets.NONE);
    send(server, Set.of(TcpFlag.SYN, TcpFlag.ACK), Octets.NONE);
    acknowledge(client);
  }

  void turn(Turn turn) {
    Side from = turn.fromServer() ? server : client;
    send(from, Set.of(TcpFlag.PSH, TcpFlag.ACK), turn.data());
    acknowledge(other(from));
  }

  void end(Ending ending) {
    switch (ending) {
      case OPEN -> {} // nothing to send
      case CLIENT_FIN -> close(client);
      case SERVER_FIN -> close(server);
      case RESET -> send(client, Set.of(TcpFlag.RST, TcpFlag.ACK), Octets.NONE);
    }
  }

  private void close(Side first) {
    for (Side side : List.of(first, other(first))) {
      send(side, Set.of(TcpFlag.FIN, TcpFlag.ACK), Octets.NONE);
      acknowledge(other(side));
    }
  }

  private void acknowledge(Side side) {
    send(side, Set.of(TcpFlag.ACK), Octets.NONE);
  }

  private Side other(Side side) {
    return side == client ? server : client;
  }

  private void send(Side from, Set<TcpFlag> flags, Octets data) {
    Flow flow = from.flow;
    Tcp segment =
        new Tcp(
            flow.source().port(),
            flow.destination().port(),
            from.next,
            flags.contains(TcpFlag.ACK) ? other(from).next : 0,
            flags,
            WINDOW,
            0,
            options(flags),
            data);
    from.next += segment.sequenceLength();
    frames.add(Ethernet.of(flow, Ipv4.of(flow, segment)));
  }

  /** The clock of both sides goes by one for each segment. */
  private List<TcpOption> options(Set<TcpFlag> flags) {
    List<TcpOption> options = new ArrayList<>();
    boolean syn = flags.contains(TcpFlag.SYN);
    if (syn) {
      options.add(new TcpOption.Mss(1460));
    }
    if (timestamps) {
      int now = frames.size() + 1;
      options.add(new TcpOption.Timestamps(now, now - 1));
    }
    return options;
  }

  /** The frames, of which some come late. */
  List<Ethernet> framesWith(List<Delay> delays) {
    int behind = frames.size() - HANDSHAKE;
    if (behind == 0) {
      return frames;
    }
    List<Arrival> arrivals = new ArrayList<>();
    frames.forEach(frame -> arrivals.add(new Arrival(2 * arrivals.size(), frame)));
    for (Delay delay : delays) {
      int index = HANDSHAKE + delay.which() % behind;
      Arrival late = new Arrival(2 * (index + delay.places()) + 1, frames.get(index));
      if (delay.again()) {
        arrivals.add(late);
      } else {
        arrivals.set(index, late);
      }
    }
    arrivals.sort(Comparator.comparingInt(Arrival::position));
    return arrivals.stream().map(Arrival::frame).toList();
  }
}
