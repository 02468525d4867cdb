package netmp.ether;

/**
 * The multicast groups that an interface belongs to, as one CPU knows them. What is sent to groups
 * comes in on CPU 0, so that CPU knows them all; the others know 224.0.0.1. For the protocol thread
 * of the CPU.
 */
public interface Groups {

  /**
   * Whether datagrams to a group are for this host.
   *
   * @param group an IPv4 address
   * @return true if the host is a member, as it always is of 224.0.0.1
   */
  boolean has(int group);

  /**
   * Whether frames to an Ethernet group may carry such datagrams: 32 groups share one.
   *
   * @param mac an Ethernet address
   * @return true if a group that the host belongs to is sent to this address
   */
  boolean isCarriedBy(long mac);
}
