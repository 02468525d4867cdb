package netmp.dhcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import netmp.inet.IpAddress;
import netmp.network.Host;
import netmp.network.Network;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.SocketOption;

/**
 * A server of DHCP on a host of a network, written from RFC 2131 section 4.3 without regard to the
 * client. It answers by broadcast, since a socket cannot send to a host that has no address.
 */
public final class DhcpServer {

  private static final long SECOND = 1_000_000_000L;
  private static final long RESERVED = 30 * SECOND;
  private static final int MAGIC = 0x63825363;

  private record Entry(long mac, long until) {}

  private final Network net;
  private final Host host;
  private final int seconds;
  private final List<Integer> pool = new ArrayList<>();
  private final Map<Integer, Entry> entries = new HashMap<>();
  private final Set<Integer> declined = new HashSet<>();

  /** What was received, in words. */
  public final List<String> log = new ArrayList<>();

  /** Options that every reply has besides, by code. */
  public final Map<Integer, byte[]> more = new TreeMap<>();

  /** Whether the next requests are refused. */
  public boolean refuses;

  /** When each came, in nanoseconds. */
  public final List<Long> times = new ArrayList<>();

  /** How many of the next requests are not answered. */
  public int ignores;

  /** What the numbers of transactions differ by. */
  public int difference;

  /** Whether it keeps silent. */
  public boolean silent;

  /** A server of so many addresses from one on, leased for so many seconds. */
  public DhcpServer(Network net, Host host, int first, int count, int seconds) {
    this.net = net;
    this.host = host;
    this.seconds = seconds;
    for (int i = 0; i < count; i++) {
      pool.add(first + i);
    }
    net.daemon("dhcp server " + host.name(), this::serve);
  }

  /** As if it had leased an address before. */
  public void remember(int address, long mac) {
    entries.put(address, new Entry(mac, net.nanoTime() + seconds * SECOND));
  }

  private void serve() throws Exception {
    try (DatagramSocket socket = host.stack().datagramSocket()) {
      socket.setOption(SocketOption.SO_BROADCAST, 1);
      socket.bind(0, 67);
      Datagram datagram = new Datagram(1500);
      while (socket.receive(datagram)) {
        if (!silent) {
          byte[] reply = answer(ByteBuffer.wrap(datagram.data(), 0, datagram.length()));
          if (reply != null) {
            socket.sendTo(reply, 0, reply.length, IpAddress.BROADCAST, 68);
          }
        }
      }
    }
  }

  private static Map<Integer, Integer> options(ByteBuffer in) {
    Map<Integer, Integer> options = new HashMap<>();
    in.position(240);
    for (int code = in.get() & 0xff; code != 255; code = in.get() & 0xff) {
      int length = in.get() & 0xff;
      int at = in.position();
      if (length == 4) {
        options.put(code, in.getInt(at));
      } else if (length == 1) {
        options.put(code, (int) in.get(at));
      }
      in.position(at + length);
    }
    return options;
  }

  private byte[] answer(ByteBuffer in) {
    long mac = ((long) in.getShort(28) & 0xffff) << 32 | (in.getInt(30) & 0xffff_ffffL);
    Map<Integer, Integer> options = options(in);
    int requested = options.getOrDefault(50, 0);
    int server = options.getOrDefault(54, 0);
    int ciaddr = in.getInt(12);
    int type = options.get(53);
    log.add(words(type, ciaddr, requested, server));
    times.add(net.nanoTime());
    if (type == 3 && ignores-- > 0) {
      return null;
    }
    if (refuses && type == 3) {
      return reply(in, 6, 0);
    }
    return switch (type) {
      case 1 -> offer(in, mac);
      case 3 -> request(in, mac, server, ciaddr == 0 ? requested : ciaddr, ciaddr != 0);
      case 4 -> {
        declined.add(requested);
        yield null;
      }
      default -> {
        entries.remove(ciaddr);
        yield null;
      }
    };
  }

  private static String words(int type, int ciaddr, int requested, int server) {
    String[] names = {"", "DISCOVER", "", "REQUEST", "DECLINE", "", "", "RELEASE"};
    return names[type]
        + (ciaddr == 0 ? "" : " from " + IpAddress.format(ciaddr))
        + (requested == 0 ? "" : " of " + IpAddress.format(requested))
        + (server == 0 ? "" : " at " + IpAddress.format(server));
  }

  private boolean isFreeFor(int address, long mac) {
    Entry entry = entries.get(address);
    boolean free = entry == null || entry.until < net.nanoTime() || entry.mac == mac;
    return free && !declined.contains(address);
  }

  private byte[] offer(ByteBuffer in, long mac) {
    for (int address : pool) {
      if (entries.containsKey(address)
          && entries.get(address).mac == mac
          && isFreeFor(address, mac)) {
        return offer(in, mac, address);
      }
    }
    for (int address : pool) {
      if (isFreeFor(address, mac)) {
        return offer(in, mac, address);
      }
    }
    return null;
  }

  private byte[] offer(ByteBuffer in, long mac, int address) {
    Entry before = entries.get(address);
    long until = net.nanoTime() + RESERVED;
    if (before == null || before.mac != mac || before.until < until) {
      entries.put(address, new Entry(mac, until));
    }
    return reply(in, 2, address);
  }

  private byte[] request(ByteBuffer in, long mac, int server, int address, boolean has) {
    if (server != 0 && server != host.address()) {
      return null;
    }
    Entry entry = entries.get(address);
    boolean known = entry != null && entry.mac == mac && !declined.contains(address);
    if (known && isFreeFor(address, mac)) {
      entries.put(address, new Entry(mac, net.nanoTime() + seconds * SECOND));
      return reply(in, 5, address);
    }
    return server != 0 || has || pool.contains(address) ? reply(in, 6, 0) : null;
  }

  private byte[] reply(ByteBuffer in, int type, int address) {
    ByteBuffer out = ByteBuffer.allocate(548);
    out.putInt(0, 0x02010600).putInt(4, in.getInt(4) + difference).putInt(16, address);
    out.put(28, in, 28, 16).putInt(236, MAGIC).position(240);
    out.put((byte) 53).put((byte) 1).put((byte) type);
    out.put((byte) 54).put((byte) 4).putInt(host.address());
    if (type != 6) {
      out.put((byte) 51).put((byte) 4).putInt(seconds);
      out.put((byte) 1).put((byte) 4).putInt(0xffff0000);
      more.forEach((code, value) -> out.put(code.byteValue()).put((byte) value.length).put(value));
    }
    out.put((byte) 255);
    return out.array();
  }
}
