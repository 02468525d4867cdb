package netmp.socket;

import netmp.ether.NetworkInterface;

/**
 * What {@link Socket#control} can ask, by the names of the field. The interface is the host's
 * first.
 */
public enum Control {
  /** The interface's IPv4 address. */
  SIOCGIFADDR,
  /** The interface's network mask. */
  SIOCGIFNETMASK,
  /** The interface's MTU in bytes. */
  SIOCGIFMTU;

  /**
   * The answer.
   *
   * @param nif the interface
   * @return an address, a mask, or bytes
   */
  public int of(NetworkInterface nif) {
    return switch (this) {
      case SIOCGIFADDR -> nif.address();
      case SIOCGIFNETMASK -> nif.netmask();
      case SIOCGIFMTU -> nif.mtu();
    };
  }
}
