package netmp.arbitrary;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A TCP segment (RFC 9293 section 3.1). Data offset and checksum follow from the rest.
 *
 * @param sourcePort 0..65535
 * @param destinationPort 0..65535
 * @param sequence number of the first byte of the data, or of the SYN
 * @param acknowledgment number of the next byte expected, if there is an ACK
 * @param flags the control bits
 * @param window as it stands in the header, 0..65535
 * @param urgentPointer 0..65535
 * @param options at most 40 bytes of them; zeros fill the last of their 4 bytes
 * @param data what it carries
 */
public record Tcp(
    int sourcePort,
    int destinationPort,
    int sequence,
    int acknowledgment,
    Set<TcpFlag> flags,
    int window,
    int urgentPointer,
    List<TcpOption> options,
    Octets data)
    implements Ipv4Payload {

  /** The most that options take of a header, in bytes. */
  public static final int MAX_OPTIONS = 40;

  /** Refuses what the header cannot hold. */
  public Tcp {
    Range.bits("the source port of a segment", sourcePort, 16);
    Range.bits("the destination port of a segment", destinationPort, 16);
    Range.bits("the window of a segment", window, 16);
    Range.bits("the urgent pointer of a segment", urgentPointer, 16);
    flags = inOrder(flags);
    options = List.copyOf(options);
    Range.check("the length of a segment's options", length(options), 0, MAX_OPTIONS);
    Range.check("the length of a segment's data", data.length(), 0, Ipv4.MAX_PAYLOAD - 20);
  }

  /** In the order of the bits, so that equal segments print alike. */
  private static Set<TcpFlag> inOrder(Set<TcpFlag> flags) {
    Set<TcpFlag> copy = EnumSet.noneOf(TcpFlag.class);
    copy.addAll(flags);
    return Collections.unmodifiableSet(copy);
  }

  private static int length(List<TcpOption> options) {
    return options.stream().mapToInt(TcpOption::length).sum();
  }

  @Override
  public int protocol() {
    return 6;
  }

  /**
   * How many sequence numbers it takes (RFC 9293 section 3.4).
   *
   * @return bytes of data, and one each for SYN and FIN
   */
  public int sequenceLength() {
    return data.length()
        + (flags.contains(TcpFlag.SYN) ? 1 : 0)
        + (flags.contains(TcpFlag.FIN) ? 1 : 0);
  }

  /**
   * The segment as a payload of IPv4; the checksum covers the addresses.
   *
   * @param source who sends it
   * @param destination who is to receive it
   * @return a new array each time
   */
  public byte[] encode(Ipv4Address source, Ipv4Address destination) {
    return new Ipv4(Ipv4Header.PLAIN, source, destination, this).payloadOctets().toByteArray();
  }
}
