package netmp.nic;

/**
 * The hash of DragonFly's netmp branch (netinet/ip_demux.c): the exclusive or of the last octets of
 * both addresses and the low bytes of both ports, 0..255. It is symmetric.
 */
final class XorHash implements FlowHash {

  private static final int LOW_BYTE = 0xff;

  @Override
  public int of(int source, int destination, int sourcePort, int destinationPort) {
    return (source ^ destination ^ sourcePort ^ destinationPort) & LOW_BYTE;
  }

  @Override
  public int of(int source, int destination) {
    return (source ^ destination) & LOW_BYTE;
  }

  @Override
  public String toString() {
    return "xor";
  }
}
