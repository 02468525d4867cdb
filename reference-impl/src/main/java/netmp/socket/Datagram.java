package netmp.socket;

import java.nio.ByteBuffer;
import netmp.mbuf.Mbuf;

/**
 * Where a received datagram goes: the caller's array, its length and its source. Used again for the
 * next one; owned by the thread that calls receive.
 */
public final class Datagram {

  private final byte[] data;
  private final ByteBuffer room;
  private int length;
  private boolean truncated;
  private int address;
  private int port;
  private int localAddress;
  private int typeOfService;
  private int timeToLive;

  /**
   * Room for datagrams of up to so many bytes.
   *
   * @param capacity bytes; what is longer is cut off
   */
  public Datagram(int capacity) {
    data = new byte[capacity];
    room = ByteBuffer.wrap(data);
  }

  /**
   * The bytes.
   *
   * @return the array itself; bytes 0..{@link #length}-1 are the datagram's
   */
  public byte[] data() {
    return data;
  }

  /** The whole array. */
  ByteBuffer room() {
    return room.clear();
  }

  /**
   * How many bytes were received.
   *
   * @return 0..capacity, or of a receive into a buffer, what it took
   */
  public int length() {
    return length;
  }

  /**
   * Whether the datagram was longer than the room for it (POSIX MSG_TRUNC).
   *
   * @return true if bytes were cut off
   */
  public boolean isTruncated() {
    return truncated;
  }

  /**
   * Who sent it.
   *
   * @return an IPv4 address
   */
  public int address() {
    return address;
  }

  /**
   * From which port.
   *
   * @return 0..65535
   */
  public int port() {
    return port;
  }

  /**
   * To which address it was sent (IP_RECVDSTADDR).
   *
   * @return this host's address, a broadcast address, or a group
   */
  public int localAddress() {
    return localAddress;
  }

  /**
   * With which type of service it came (IP_RECVTOS); of fragments, that of the first.
   *
   * @return 0..255
   */
  public int typeOfService() {
    return typeOfService;
  }

  /**
   * How many more routers it could have passed (IP_RECVTTL).
   *
   * @return 0..255
   */
  public int timeToLive() {
    return timeToLive;
  }

  /** Copies a packet into a buffer, whose position moves, and keeps what is to be said of it. */
  void fill(Mbuf packet, ByteBuffer target) {
    length = Math.min(packet.length(), target.remaining());
    truncated = packet.length() > length;
    packet.copyOut(0, target, target.position(), length);
    target.position(target.position() + length);
    address = packet.foreignAddress();
    port = packet.foreignPort();
    localAddress = packet.localAddress();
    typeOfService = packet.typeOfService();
    timeToLive = packet.timeToLive();
  }
}
