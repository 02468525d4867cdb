package netmp.icmp;

import java.util.ArrayList;
import java.util.List;
import netmp.exec.Execution;
import netmp.icmp.EchoRequest.Outcome;
import netmp.inet.IpAddress;
import netmp.ip.IpHeader;
import netmp.ip.IpOutput;
import netmp.ip.IpOutput.Result;
import netmp.ip.IpProtocol;
import netmp.ip.RouteTable;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.msg.MessagePort;
import netmp.netisr.Timers;
import netmp.nic.Rss;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * The echo requests that users of this host wait for, on one CPU, for its protocol thread. A
 * request belongs to the CPU on which the device puts what comes from the host it asks for.
 */
public final class Pings implements ControlInput {

  private static final int IDENTIFIER = IcmpHeader.REST;
  private static final int SEQUENCE = IcmpHeader.REST + 2;

  private final MessagePort port;
  private final Rss steering;
  private final Timers timers;
  private final MbufPool pool;
  private final RouteTable routes;
  private final IpOutput ip;
  private final Counters counters;
  private final int identifier;

  /** Few at a time. */
  private final List<EchoRequest> pending = new ArrayList<>();

  private int sequence;

  /**
   * Nobody waits yet.
   *
   * @param port the CPU's
   * @param steering how the device spreads packets
   * @param timers the CPU's
   * @param pool the CPU's buffers
   * @param routes the CPU's
   * @param ip the CPU's output
   * @param identifier of this CPU's requests, 16 bits
   * @param counters the CPU's
   */
  public Pings(
      MessagePort port,
      Rss steering,
      Timers timers,
      MbufPool pool,
      RouteTable routes,
      IpOutput ip,
      int identifier,
      Counters counters) {
    this.port = port;
    this.steering = steering;
    this.timers = timers;
    this.pool = pool;
    this.routes = routes;
    this.ip = ip;
    this.identifier = identifier;
    this.counters = counters;
  }

  /**
   * Makes a request. Any thread; the request is for one user thread.
   *
   * @param address IPv4 address of the host to ask for, whose packets come in on this CPU
   * @param execution parks and unparks the user
   * @return a request at rest
   */
  public EchoRequest request(int address, Execution execution) {
    EchoRequest request = new EchoRequest(execution, this);
    request.address = address;
    return request;
  }

  /**
   * How many requests wait for an answer. The protocol thread.
   *
   * @return the number
   */
  public int size() {
    return pending.size();
  }

  MessagePort port() {
    return port;
  }

  /** Sends a request; it is replied to later, or at once if it cannot be sent. */
  void begin(EchoRequest request) {
    request.sequence = sequence;
    sequence = (sequence + 1) & 0xffff;
    request.sent = timers.now();
    Mbuf packet = packet(request);
    int source = routes.sourceFor(IpAddress.ANY, request.address);
    Result result =
        packet == null
            ? Result.NO_BUFFERS
            : ip.output(packet, null, source, request.address, IpProtocol.ICMP);
    if (result != Result.SENT) {
      request.end(Outcome.NOT_SENT, null, 0, 0, 0);
      return;
    }
    counters.count(Counter.ICMP_ECHO_SENT);
    pending.add(request);
    timers.schedule(request.timer, request.sent + request.timeout);
  }

  private Mbuf packet(EchoRequest request) {
    int length = IcmpHeader.LENGTH + request.length;
    Mbuf packet = pool.alloc();
    if (packet == null) {
      return null;
    }
    if (length > packet.tailroom()) {
      packet.free();
      return null;
    }
    packet.extend(length);
    packet.setU8(IcmpHeader.TYPE, IcmpHeader.ECHO);
    packet.setU8(IcmpHeader.CODE, 0);
    packet.setU16(IDENTIFIER, identifier);
    packet.setU16(SEQUENCE, request.sequence);
    for (int i = 0; i < request.length; i++) {
      packet.setU8(IcmpHeader.LENGTH + i, i);
    }
    IcmpHeader.writeChecksum(packet, 0);
    return packet;
  }

  /** A reply has come; false if nobody waits for it. It stays the caller's. */
  boolean answered(Mbuf packet, int headerLength) {
    int source = packet.u32(IpHeader.SOURCE);
    EchoRequest request = find(packet, headerLength, source);
    if (request == null || !hasData(packet, headerLength + IcmpHeader.LENGTH, request.length)) {
      return false;
    }
    end(request, Outcome.ANSWERED, null, packet);
    return true;
  }

  /** RFC 792: the data come back as they went. */
  private static boolean hasData(Mbuf packet, int at, int length) {
    if (packet.length() - at != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (packet.u8(at + i) != (i & 0xff)) {
        return false;
      }
    }
    return true;
  }

  private EchoRequest find(Mbuf packet, int at, int address) {
    if (packet.u16(at + IDENTIFIER) != identifier) {
      return null;
    }
    int number = packet.u16(at + SEQUENCE);
    for (EchoRequest request : pending) {
      if (request.sequence == number && request.address == address) {
        return request;
      }
    }
    return null;
  }

  @Override
  public int ownerOf(Mbuf flow) {
    return steering.queue(flow.foreignAddress(), flow.localAddress());
  }

  @Override
  public DropReason ctlinput(IcmpError error, int mtu, Mbuf flow, int at) {
    boolean isRequest = flow.u8(at + IcmpHeader.TYPE) == IcmpHeader.ECHO;
    EchoRequest request = isRequest ? find(flow, at, flow.foreignAddress()) : null;
    if (request == null) {
      return DropReason.ICMP_BAD_QUOTE;
    }
    if (error != IcmpError.REDIRECT) {
      end(request, Outcome.REFUSED, error, flow);
    }
    return null;
  }

  private void end(EchoRequest request, Outcome outcome, IcmpError error, Mbuf packet) {
    timers.cancel(request.timer);
    pending.remove(request);
    long nanos = timers.now() - request.sent;
    request.end(outcome, error, packet.u32(IpHeader.SOURCE), packet.u8(IpHeader.TTL), nanos);
  }

  /** Called by the request's timer. */
  void timedOut(EchoRequest request) {
    pending.remove(request);
    request.end(Outcome.TIMED_OUT, null, 0, 0, timers.now() - request.sent);
  }
}
