package netmp.flood;

import java.nio.ByteBuffer;

/**
 * A segment that a peer sent to the victim: a connection that is alive, and where it stands.
 *
 * @param address the peer's
 * @param port the peer's
 * @param localPort the victim's
 * @param next sequence number behind the segment
 * @param acknowledged what the peer has acknowledged
 */
record Overheard(int address, int port, int localPort, int next, int acknowledged) {

  private static final int ETHER = 14;
  private static final int IPV4 = 0x0800;
  private static final int TCP = 6;
  private static final int ACK = 0x10;
  private static final int ENDS = 0x07; // FIN, SYN, RST

  /** Reads a frame; null if it is no such segment. */
  static Overheard read(Victim victim, byte[] frame, int offset, int length) {
    ByteBuffer bytes = ByteBuffer.wrap(frame, offset, length).slice();
    boolean tcp =
        length >= ETHER + 40
            && bytes.getShort(12) == IPV4
            && bytes.get(ETHER) == 0x45
            && bytes.get(ETHER + 9) == TCP
            && bytes.getInt(ETHER + 16) == victim.address();
    return tcp ? segment(bytes, ETHER + 20) : null;
  }

  private static Overheard segment(ByteBuffer bytes, int at) {
    int flags = bytes.get(at + 13);
    if ((flags & ACK) == 0 || (flags & ENDS) != 0) {
      return null;
    }
    int headers = at - ETHER + 4 * (bytes.get(at + 12) >> 4 & 0xf);
    int text = Short.toUnsignedInt(bytes.getShort(ETHER + 2)) - headers;
    return new Overheard(
        bytes.getInt(at - 8),
        Short.toUnsignedInt(bytes.getShort(at)),
        Short.toUnsignedInt(bytes.getShort(at + 2)),
        bytes.getInt(at + 4) + text,
        bytes.getInt(at + 8));
  }
}
