package netmp.tcp;

import netmp.icmp.IcmpError;
import netmp.pcb.Flow;
import netmp.stats.DropReason;

/**
 * What a CPU knows of a pair of ends: a connection, one that is about to begin, or one that is
 * over.
 */
abstract class TcpFlow extends Flow {

  /**
   * A segment of this flow comes.
   *
   * @param s the segment, whose checksum is right; its text may be taken
   * @return why it was not used, or null
   */
  abstract DropReason arrives(Segment s);

  /**
   * Whether a connection of this host's user may begin that has the same ends.
   *
   * @return false, as long as there is something that it would end
   */
  boolean givesWay() {
    return false;
  }

  /**
   * An ICMP error comes about a segment that this flow may have sent.
   *
   * @param error what went wrong
   * @param mtu as of {@link netmp.icmp.ControlInput#ctlinput}
   * @param seq the sequence number of the segment, as somebody says
   * @return why it is not believed, or null
   */
  abstract DropReason unreachable(IcmpError error, int mtu, int seq);

  /**
   * The local address is about to go: the flow ends.
   *
   * @param tcp of the CPU
   */
  abstract void addressGoes(Tcp tcp);
}
