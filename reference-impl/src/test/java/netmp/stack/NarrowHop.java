package netmp.stack;

import java.util.Arrays;
import netmp.nic.Nic;
import netmp.nic.Wire;
import netmp.wire.Packets;

/**
 * A router in a cable whose next link takes shorter datagrams. What must not be fragmented and is
 * too long it refuses, or drops in silence; what may be it cuts in two.
 */
final class NarrowHop implements Wire {

  private static final int ETHER = 14;
  private static final int IP = 20;
  private static final int DONT_FRAGMENT = 0x4000;
  private static final int MORE_FRAGMENTS = 0x2000;

  private final int mtu;
  private final Nic from;
  private final Nic to;

  /** Whether it tells senders what it refuses (RFC 1191 section 4). */
  private final boolean tells;

  int refused;
  int cut;
  int longest;

  NarrowHop(int mtu, Nic from, Nic to, boolean tells) {
    this.mtu = mtu;
    this.from = from;
    this.to = to;
    this.tells = tells;
  }

  @Override
  public void transmit(byte[] frame, int offset, int length) {
    byte[] copy = Arrays.copyOfRange(frame, offset, offset + length);
    if (Packets.number(copy, 12, 2) != 0x0800 || length - ETHER <= mtu) {
      pass(copy);
    } else if ((Packets.number(copy, ETHER + 6, 2) & DONT_FRAGMENT) != 0) {
      refuse(copy);
    } else {
      cut++;
      int middle = (mtu - IP) / 8 * 8;
      fragment(copy, 0, middle, MORE_FRAGMENTS);
      fragment(copy, middle, length - ETHER - IP, 0);
    }
  }

  private void pass(byte[] frame) {
    longest = Math.max(longest, frame.length - ETHER);
    to.receive(frame, 0, frame.length);
  }

  private void refuse(byte[] frame) {
    refused++;
    if (tells) {
      byte[] quote = Arrays.copyOfRange(frame, ETHER, ETHER + IP + 8);
      byte[] error = Packets.icmp(3, 4, mtu, quote);
      int sender = (int) Packets.number(frame, ETHER + 12, 4);
      int peer = (int) Packets.number(frame, ETHER + 16, 4);
      byte[] datagram = Packets.ip(1, peer, sender, error).build();
      byte[] back = Packets.ether(from.macAddress(), to.macAddress(), 0x0800, datagram);
      from.receive(back, 0, back.length);
    }
  }

  private void fragment(byte[] frame, int begin, int end, int more) {
    byte[] data = Arrays.copyOfRange(frame, ETHER + IP + begin, ETHER + IP + end);
    byte[] datagram =
        Packets.ip(
                frame[ETHER + 9],
                (int) Packets.number(frame, ETHER + 12, 4),
                (int) Packets.number(frame, ETHER + 16, 4),
                data)
            .fragment(more | begin / 8)
            .build();
    pass(Packets.ether(to.macAddress(), from.macAddress(), 0x0800, datagram));
  }
}
