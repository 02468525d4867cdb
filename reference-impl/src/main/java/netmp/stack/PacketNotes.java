package netmp.stack;

import java.util.List;
import netmp.capture.CapturedFrame.Direction;
import netmp.capture.PacketNote;
import netmp.inet.IpAddress;
import netmp.ip.IpProtocol;
import netmp.nic.Rss;
import netmp.pcb.PcbDirectory;

/**
 * Says of a captured frame which CPU it comes in at, or is sent by, and which control blocks it is
 * for, or from: {@code cpu 1, A/tcpcb/7 10.0.0.2:80 10.0.0.1:49152}. Any thread.
 */
final class PacketNotes implements PacketNote {

  private static final int ETHER_HEADER = 14;
  private static final int IP_HEADER = 20;
  private static final int PORTS = 4;
  private static final int TYPE_IPV4 = 0x0800;
  private static final int TYPE_VLAN = 0x8100;
  private static final int TAG = 4;
  private static final int FRAGMENT = 0x3fff;

  final PcbDirectory udp;
  final PcbDirectory tcp;
  private final Rss rss;
  private final List<Thread> threads;

  /**
   * Notes for one stack.
   *
   * @param rss how the device steers
   * @param threads the protocol threads, by CPU, once they are started
   * @param directories whether control blocks shall be known
   */
  PacketNotes(Rss rss, List<Thread> threads, boolean directories) {
    this.rss = rss;
    this.threads = threads;
    udp = directories ? PcbDirectory.kept() : PcbDirectory.NONE;
    tcp = directories ? PcbDirectory.kept() : PcbDirectory.NONE;
  }

  @Override
  public String of(Direction direction, byte[] frame, int offset, int length) {
    boolean in = direction == Direction.INBOUND;
    int tag = length > ETHER_HEADER && u16(frame, offset + 12) == TYPE_VLAN ? TAG : 0;
    int ip = offset + tag + ETHER_HEADER;
    if (length < tag + ETHER_HEADER + IP_HEADER || u16(frame, ip - 2) != TYPE_IPV4) {
      return cpu(in ? 0 : sender());
    }
    return ofDatagram(in, frame, ip, offset + length);
  }

  private String ofDatagram(boolean in, byte[] frame, int ip, int end) {
    int source = i32(frame, ip + 12);
    int destination = i32(frame, ip + 16);
    int ports = ip + ((frame[ip] & 0xf) << 2);
    PcbDirectory directory = directory(frame[ip + 9]);
    boolean whole = (u16(frame, ip + 6) & FRAGMENT) == 0 && ports + PORTS <= end;
    if (directory == null || !whole) {
      return cpu(in ? rss.queue(source, destination) : sender());
    }
    int from = u16(frame, ports);
    int to = u16(frame, ports + 2);
    return in
        ? cpu(rss.queue(source, destination, from, to))
            + pcbs(directory, destination, to, source, from)
        : cpu(sender()) + pcbs(directory, source, from, destination, to);
  }

  private PcbDirectory directory(int protocol) {
    return switch (protocol) {
      case IpProtocol.UDP -> udp;
      case IpProtocol.TCP -> tcp;
      default -> null;
    };
  }

  private static String pcbs(PcbDirectory directory, int laddr, int lport, int faddr, int fport) {
    List<String> names = directory.find(laddr, lport, faddr, fport);
    return ", %s %s %s"
        .formatted(
            names.isEmpty() ? "no control block" : String.join(" and ", names),
            end(laddr, lport),
            end(faddr, fport));
  }

  private static String end(int address, int port) {
    return IpAddress.format(address) + ":" + port;
  }

  private static String cpu(int number) {
    return number < 0 ? "no protocol thread" : "cpu " + number;
  }

  /** A device sends on the thread that rings the doorbell. */
  private int sender() {
    return threads.indexOf(Thread.currentThread());
  }

  private static int u16(byte[] frame, int at) {
    return (frame[at] & 0xff) << 8 | (frame[at + 1] & 0xff);
  }

  private static int i32(byte[] frame, int at) {
    return u16(frame, at) << 16 | u16(frame, at + 2);
  }
}
