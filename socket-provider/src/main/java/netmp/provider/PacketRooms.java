package netmp.provider;

import java.net.DatagramPacket;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * How long datagrams may be that a packet receives. The JDK keeps that apart from the length of the
 * datagram that is in it, but not for others: {@code setLength} sets both. So a packet that was
 * shortened by a receive and comes back with that length has room as before.
 */
final class PacketRooms {

  private record Room(int received, int capacity) {}

  private final Map<DatagramPacket, Room> received = new WeakHashMap<>();

  /** In bytes. */
  synchronized int of(DatagramPacket packet) {
    Room room = received.get(packet);
    return room != null && room.received == packet.getLength() ? room.capacity : packet.getLength();
  }

  /** The packet has received so many bytes. */
  synchronized void received(DatagramPacket packet, int length) {
    received.put(packet, new Room(length, of(packet)));
    packet.setLength(length);
  }
}
