package netmp.nic;

/**
 * A hash of what tells flows of IPv4 apart, by which packets are spread over queues. Ends are named
 * as in a packet: its source and its destination. Any thread; allocates nothing.
 */
public interface FlowHash {

  /** The hash of DragonFly's netmp branch. */
  FlowHash XOR = new XorHash();

  /** Toeplitz with a key by which both directions of a flow hash equally. */
  FlowHash TOEPLITZ = new Toeplitz(Toeplitz.symmetricKey());

  /**
   * The hash of a packet of a transport with ports.
   *
   * @param source IPv4 address
   * @param destination IPv4 address
   * @param sourcePort 0..65535
   * @param destinationPort 0..65535
   * @return any 32 bits
   */
  int of(int source, int destination, int sourcePort, int destinationPort);

  /**
   * The hash of any other packet.
   *
   * @param source IPv4 address
   * @param destination IPv4 address
   * @return any 32 bits
   */
  int of(int source, int destination);
}
