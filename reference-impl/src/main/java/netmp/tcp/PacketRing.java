package netmp.tcp;

import netmp.mbuf.Mbuf;

/** The arrays of a {@link SendStream}: a ring that grows by doubling. Indexes run free. */
final class PacketRing {

  private static final int FIRST_SIZE = 4;

  Mbuf[] packets = new Mbuf[FIRST_SIZE];

  /** The sequence number of the first byte of each packet, when it was appended. */
  int[] starts = new int[FIRST_SIZE];

  int slot(int index) {
    return index & (packets.length - 1);
  }

  /** Makes room for twice as many packets as there are, from one index to another. */
  void grow(int head, int tail) {
    Mbuf[] oldPackets = packets;
    int[] oldStarts = starts;
    packets = new Mbuf[2 * oldPackets.length];
    starts = new int[packets.length];
    for (int i = head; i != tail; i++) {
      int from = i & (oldPackets.length - 1);
      packets[slot(i)] = oldPackets[from];
      starts[slot(i)] = oldStarts[from];
    }
  }
}
