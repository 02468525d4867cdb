package netmp.fuzz.frames;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * Makes frames answers to what a stack has sent of late. Numbers that a stranger could only guess
 * are in the frame relative to the right ones:
 *
 * <ul>
 *   <li>of TCP the sequence number to what the stack has acknowledged, the acknowledgment to what
 *       it has sent, selective ones to where that begins, an echoed timestamp to its latest; ports
 *       and addresses that fit no segment sent of late become those of the latest;
 *   <li>an ICMP error quotes the latest datagram, an echo reply has the numbers of the latest
 *       request;
 *   <li>a reply of DHCP has the transaction of the latest request, one of ARP the address that was
 *       asked for.
 * </ul>
 */
public final class Answers {

  private static final int KEPT = 16;
  private static final int QUOTED = 28;
  private static final int FROM_DHCP_SERVER = 67;
  private static final int TO_DHCP_CLIENT = 68;
  private static final int TIMESTAMPS = 8;
  private static final int SACK = 5;

  /** The latest first. */
  private final Deque<byte[]> sent = new ArrayDeque<>(KEPT);

  /** Nothing was sent. */
  public Answers() {}

  /**
   * The stack has sent a frame.
   *
   * @param frame all of it, which is kept
   */
  public void sent(byte[] frame) {
    if (sent.size() == KEPT) {
      sent.removeLast();
    }
    sent.addFirst(frame);
  }

  private byte[] latest(Predicate<byte[]> which) {
    for (byte[] frame : sent) {
      if (which.test(frame)) {
        return frame;
      }
    }
    return null;
  }

  /**
   * Makes an answer.
   *
   * @param frame any bytes, perhaps changed
   * @return the frame, or a longer one
   */
  public byte[] answer(byte[] frame) {
    if (Packet.isArp(frame)) {
      arp(frame);
      return frame;
    }
    int at = Packet.transport(frame, 8);
    return at < 0
        ? frame
        : switch (Packet.u8(frame, Packet.PROTOCOL)) {
          case Packet.TCP -> tcp(frame);
          case Packet.ICMP -> icmp(frame, at);
          case Packet.UDP -> dhcp(frame, at);
          default -> frame;
        };
  }

  private void arp(byte[] frame) {
    byte[] request = latest(f -> Packet.isArp(f) && Packet.u16(f, Packet.ARP_OPERATION) == 1);
    if (request != null && Packet.u16(frame, Packet.ARP_OPERATION) == 2) {
      Packet.setU32(frame, Packet.ARP_SENDER_IP, Packet.u32(request, Packet.ARP_TARGET_IP));
    }
  }

  // ---- ICMP, DHCP ----

  private byte[] icmp(byte[] frame, int at) {
    int type = Packet.u8(frame, at);
    if (type == 0) {
      byte[] request = latest(f -> isEcho(f));
      if (request != null) {
        System.arraycopy(request, Packet.transport(request, 8) + 4, frame, at + 4, 4);
      }
      return frame;
    }
    boolean error = type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
    byte[] quoted = error ? latest(f -> Packet.transport(f, 8) >= 0) : null;
    return quoted == null ? frame : quote(frame, at + 8, quoted);
  }

  private static boolean isEcho(byte[] frame) {
    int at = Packet.transport(frame, Packet.ICMP, 8);
    return at >= 0 && Packet.u8(frame, at) == 8;
  }

  private static byte[] quote(byte[] frame, int at, byte[] quoted) {
    int length = Math.min(quoted.length - Packet.IP, Math.max(QUOTED, frame.length - at));
    byte[] longer = Arrays.copyOf(frame, at + length);
    System.arraycopy(quoted, Packet.IP, longer, at, length);
    Packet.setLengths(longer);
    return longer;
  }

  private byte[] dhcp(byte[] frame, int at) {
    boolean reply = Packet.u16(frame, at + 2) == TO_DHCP_CLIENT && frame.length >= at + 16;
    byte[] request = reply ? latest(f -> isDhcpRequest(f)) : null;
    if (request != null) {
      System.arraycopy(request, Packet.transport(request, 16) + 12, frame, at + 12, 4);
    }
    return frame;
  }

  private static boolean isDhcpRequest(byte[] frame) {
    int at = Packet.transport(frame, Packet.UDP, 16);
    return at >= 0 && Packet.u16(frame, at + 2) == FROM_DHCP_SERVER;
  }

  // ---- TCP ----

  private byte[] tcp(byte[] frame) {
    int at = Packet.transport(frame, Packet.TCP, Packet.TCP_HEADER);
    if (at < 0) {
      return frame;
    }
    int ports = Integer.rotateRight(Packet.u32(frame, at), Short.SIZE);
    byte[] last = latest(f -> isSegment(f) && Packet.u32(f, segment(f)) == ports);
    if (last == null) {
      last = latest(Answers::isSegment);
      if (last == null) {
        return frame;
      }
      turnRound(last, frame, at);
    }
    add(frame, at, last, segment(last));
    return frame;
  }

  private static int segment(byte[] frame) {
    return Packet.transport(frame, Packet.TCP, Packet.TCP_HEADER);
  }

  private static boolean isSegment(byte[] frame) {
    return segment(frame) >= 0;
  }

  private static void turnRound(byte[] last, byte[] frame, int at) {
    Packet.setU32(frame, at, Integer.rotateRight(Packet.u32(last, segment(last)), Short.SIZE));
    Packet.setU32(frame, Packet.SOURCE, Packet.u32(last, Packet.DESTINATION));
    Packet.setU32(frame, Packet.DESTINATION, Packet.u32(last, Packet.SOURCE));
  }

  private static void add(byte[] frame, int at, byte[] last, int sent) {
    int flags = Packet.u8(last, sent + Packet.FLAGS);
    int text = Math.max(0, Packet.end(last) - Packet.text(last, sent));
    int begin = Packet.u32(last, sent + Packet.SEQ);
    addU32(frame, at + Packet.SEQ, Packet.u32(last, sent + Packet.ACK));
    addU32(frame, at + Packet.ACK, begin + text + (flags & 1) + (flags >> 1 & 1));
    int echo = option(frame, at, TIMESTAMPS, 10);
    int stamp = option(last, sent, TIMESTAMPS, 10);
    if (echo >= 0 && stamp >= 0) {
      addU32(frame, echo + 6, Packet.u32(last, stamp + 2));
    }
    int blocks = option(frame, at, SACK, 10);
    if (blocks >= 0) {
      int end = blocks + Packet.u8(frame, blocks + 1);
      for (int edge = blocks + 2; edge + 4 <= Math.min(end, frame.length); edge += 4) {
        addU32(frame, edge, begin);
      }
    }
  }

  private static void addU32(byte[] frame, int at, int value) {
    Packet.setU32(frame, at, Packet.u32(frame, at) + value);
  }

  /** Where an option is, of that many bytes at least; -1 for none. */
  private static int option(byte[] frame, int tcp, int kind, int least) {
    int end = Math.min(Packet.text(frame, tcp), frame.length);
    int at = tcp + Packet.TCP_HEADER;
    while (at + 1 < end) {
      if (Packet.u8(frame, at) == kind && at + least <= end) {
        return at;
      }
      at += Packet.u8(frame, at) <= 1 ? 1 : Math.max(2, Packet.u8(frame, at + 1));
    }
    return -1;
  }
}
