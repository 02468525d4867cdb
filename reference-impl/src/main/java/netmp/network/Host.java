package netmp.network;

import java.util.List;
import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.nic.Port;
import netmp.stack.NetStack;

/** A host of a network: a stack, its devices, their addresses. */
public final class Host {

  private final NetStack stack;
  private final List<Nic> nics;
  private final List<Port> ports;

  /** The ports are the devices', with the capture between. */
  Host(NetStack stack, List<Nic> nics, List<Port> ports) {
    this.stack = stack;
    this.nics = List.copyOf(nics);
    this.ports = List.copyOf(ports);
  }

  /**
   * The host's name.
   *
   * @return as given to the network
   */
  public String name() {
    return stack.name();
  }

  /**
   * The host's address, on its first interface.
   *
   * @return an IPv4 address, or {@link IpAddress#ANY} as long as the host has none
   */
  public int address() {
    return address(0);
  }

  /**
   * The host's address on an interface.
   *
   * @param number of the interface, from 0
   * @return an IPv4 address, or {@link IpAddress#ANY} as long as the interface has none
   */
  public int address(int number) {
    return stack.interfaceState(number).nif().address();
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
   * The first device.
   *
   * @return the only one of most hosts
   */
  public Nic nic() {
    return nic(0);
  }

  /**
   * A device.
   *
   * @param number of the interface, from 0
   * @return the device
   */
  public Nic nic(int number) {
    return nics.get(number);
  }

  /** Where a link is plugged in. */
  Port port(int number) {
    return ports.get(number);
  }

  @Override
  public String toString() {
    return name() + " (" + IpAddress.format(address()) + ")";
  }
}
