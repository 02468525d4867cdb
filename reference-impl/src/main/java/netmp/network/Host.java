package netmp.network;

import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.nic.Port;
import netmp.stack.NetStack;

/** A host of a network: a stack, its device, its address. */
public final class Host {

  private final NetStack stack;
  private final Nic nic;
  private final Port port;

  /** The port is the device's, with the capture between. */
  Host(NetStack stack, Nic nic, Port port) {
    this.stack = stack;
    this.nic = nic;
    this.port = port;
  }

  /**
   * The host's name.
   *
   * @return as given to the network
   */
  public String name() {
    return nic.name();
  }

  /**
   * The host's address.
   *
   * @return an IPv4 address, or {@link IpAddress#ANY} as long as the host has none
   */
  public int address() {
    return stack.interfaceState().nif().address();
  }

  /**
   * The stack, which opens sockets.
   *
   * @return a stack that runs
   */
  public NetStack stack() {
    return stack;
  }

  /**
   * The device.
   *
   * @return the only one of the host
   */
  public Nic nic() {
    return nic;
  }

  /** Where a link is plugged in. */
  Port port() {
    return port;
  }

  @Override
  public String toString() {
    return name() + " (" + IpAddress.format(address()) + ")";
  }
}
