package netmp.stack;

import netmp.dhcp.Lease;
import netmp.ether.NetworkInterface;

/**
 * How it stands with the interface of a stack, at one moment.
 *
 * @param status whether it can be used
 * @param nif what all CPUs know of it
 * @param contestedBy the Ethernet address of the last station that used, or wanted, its address; 0
 *     if there was none
 * @param lease what a server of DHCP has leased, or null
 */
public record InterfaceState(Status status, NetworkInterface nif, long contestedBy, Lease lease) {

  /** Whether the interface can be used. */
  public enum Status {
    /** It is about to get an address. */
    TENTATIVE,
    /** It has its address. */
    UP,
    /** Another station has its address, so it has none. */
    CONFLICT,
    /** It was taken down. */
    DOWN
  }
}
