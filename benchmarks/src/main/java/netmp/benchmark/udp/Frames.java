package netmp.benchmark.udp;

import java.nio.ByteBuffer;
import netmp.nic.Nic;
import netmp.nic.Rss;

/** The frames of one flow, from a peer that is no stack, to a device. */
final class Frames {

  /** Bytes of a datagram. */
  static final int LENGTH = 64;

  private static final int ETHER = 14;
  private static final int IP = 20;
  private static final int UDP = 8;
  private static final int TYPE_IPV4 = 0x0800;
  private static final int DONT_FRAGMENT = 0x4000;
  private static final int PROTOCOL_UDP = 17;
  private static final int TIME_TO_LIVE = 64;

  /** Where in the data the flow, the number and the time are. */
  private static final int DATA = ETHER + IP + UDP;

  /** Where a peer's ports begin. */
  private static final int FIRST_PORT = 10_000;

  final int address;
  final int port;
  private final Nic nic;
  private final byte[] bytes = new byte[DATA + LENGTH];
  private final ByteBuffer frame = ByteBuffer.wrap(bytes);
  private int number;

  /**
   * A flow that lands on a CPU.
   *
   * @param nic the device
   * @param flow names it, from 0; no other flow has its tuple
   * @param cpu where its frames come in
   * @param to the address of the host
   * @param toPort the port of the socket
   */
  Frames(Nic nic, int flow, int cpu, int to, int toPort) {
    this.nic = nic;
    address = to + 1 + flow / 64;
    port = portFor(nic.rss(), FIRST_PORT + flow * nic.queues(), cpu, address, to, toPort);
    frame.putShort((short) (nic.macAddress() >> 32)).putInt((int) nic.macAddress());
    frame.putShort((short) 0x0200).putInt(address).putShort((short) TYPE_IPV4);
    frame.putShort((short) 0x4500).putShort((short) (IP + UDP + LENGTH)).putShort((short) 0);
    frame.putShort((short) DONT_FRAGMENT).put((byte) TIME_TO_LIVE).put((byte) PROTOCOL_UDP);
    frame.putShort((short) 0).putInt(address).putInt(to);
    frame.putShort(ETHER + 10, (short) ~sum(ETHER, IP, 0));
    frame.putShort((short) port).putShort((short) toPort).putShort((short) (UDP + LENGTH));
    frame.putInt(DATA, flow);
  }

  private static int portFor(Rss rss, int from, int cpu, int address, int to, int toPort) {
    int port = from;
    while (rss.queue(address, to, port, toPort) != cpu) {
      port++;
    }
    return port;
  }

  /** The device gets the next frame. */
  void next(long time) {
    frame.putInt(DATA + 4, number++).putLong(DATA + 8, time);
    frame.putShort(ETHER + IP + 6, (short) 0);
    int pseudo = sum(ETHER + 12, 8, PROTOCOL_UDP + UDP + LENGTH);
    frame.putShort(ETHER + IP + 6, (short) ~sum(ETHER + IP, UDP + LENGTH, pseudo));
    nic.receive(bytes, 0, bytes.length);
  }

  private int sum(int from, int length, int start) {
    int sum = start;
    for (int i = from; i < from + length; i += 2) {
      sum += frame.getShort(i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    return (sum & 0xffff) + (sum >>> 16);
  }

  /** Which flow the data of a datagram is of. */
  static int flow(byte[] data) {
    return ByteBuffer.wrap(data).getInt(0);
  }

  /** Its number in its flow, from 0. */
  static int number(byte[] data) {
    return ByteBuffer.wrap(data).getInt(4);
  }

  /** When it came. */
  static long time(byte[] data) {
    return ByteBuffer.wrap(data).getLong(8);
  }
}
