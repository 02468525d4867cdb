package netmp.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What one stream of an iperf3 test has brought, or sent. Changed by the thread of the stream, read
 * by that of the test.
 */
final class Iperf3Stream {

  /** Where datagrams come from, if they do. */
  final int address;

  final int port;

  /** Whether the server sends. */
  final boolean sends;

  private long bytes;
  private long packets;
  private long lost;
  private double jitter;
  private double lastTransit = Double.NaN;

  Iperf3Stream(int address, int port, boolean sends) {
    this.address = address;
    this.port = port;
    this.sends = sends;
  }

  /** Some bytes were sent, or came on a connection. */
  synchronized void count(int more) {
    bytes += more;
  }

  /** A datagram was sent. */
  synchronized long nextPacket() {
    return ++packets;
  }

  /**
   * A datagram came.
   *
   * @param length of its data
   * @param number that it bears, from 1 on
   * @param transit seconds from its sending to now, by clocks that need not agree
   */
  synchronized void arrived(int length, long number, double transit) {
    bytes += length;
    if (number > packets) {
      lost += number - packets - 1;
      packets = number;
    } else {
      lost = Math.max(0, lost - 1); // it was late, and counted as lost
    }
    if (!Double.isNaN(lastTransit)) {
      jitter += (Math.abs(transit - lastTransit) - jitter) / 16; // RFC 1889 section A.8
    }
    lastTransit = transit;
  }

  synchronized long bytes() {
    return bytes;
  }

  /** Writes the figures as a client expects them. */
  synchronized void describe(ObjectNode into, int id, long retransmits, double seconds) {
    into.put("id", id)
        .put("bytes", bytes)
        .put("retransmits", retransmits)
        .put("jitter", jitter)
        .put("errors", lost)
        .put("packets", packets)
        .put("start_time", 0)
        .put("end_time", seconds);
  }
}
