package netmp.icmp;

import netmp.mbuf.Mbuf;
import netmp.stats.DropReason;

/**
 * A transport's interest in ICMP errors about what it sent (BSD's pr_ctlinput), on one CPU. The
 * flow of the datagram in question is noted on the packet ({@link Mbuf#localPort} and so on), which
 * stays the caller's.
 */
public interface ControlInput {

  /**
   * Which CPU is to hear of an error. Called on the protocol thread that received it.
   *
   * @param flow the error, with the flow it is about noted on it
   * @return the number of the CPU that owns the flow
   */
  int ownerOf(Mbuf flow);

  /**
   * Tells of an error. Called on the protocol thread of the CPU that owns the flow. The datagram in
   * question is quoted by a stranger: its addresses and ports may be made up.
   *
   * @param error what went wrong
   * @param mtu for {@link IcmpError#FRAGMENTATION_NEEDED} what the path is said to take, which is
   *     less than the length of the datagram in question; 0 for all others
   * @param flow the error, with the flow it is about noted on it
   * @param at where in it the transport's header begins, of which there are at least eight bytes
   * @return why the error is not believed, or null
   */
  DropReason ctlinput(IcmpError error, int mtu, Mbuf flow, int at);
}
