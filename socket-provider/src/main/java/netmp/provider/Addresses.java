package netmp.provider;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import netmp.inet.IpAddress;
import netmp.socket.Endpoint;

/** The JDK's addresses and the stack's. */
final class Addresses {

  private Addresses() {}

  /**
   * What can be bound or connected to.
   *
   * @throws UnsupportedAddressTypeException if it is not of the Internet
   * @throws UnresolvedAddressException if its name is not known
   */
  static InetSocketAddress check(SocketAddress address) {
    if (address == null) {
      throw new NullPointerException("the address is null");
    }
    if (!(address instanceof InetSocketAddress internet)) {
      throw new UnsupportedAddressTypeException();
    }
    if (internet.isUnresolved()) {
      throw new UnresolvedAddressException();
    }
    toInt(internet.getAddress());
    return internet;
  }

  /** An IPv4 address, or what stands for it in IPv6. */
  static int toInt(InetAddress address) {
    if (address.isAnyLocalAddress()) {
      return IpAddress.ANY;
    }
    if (address.isLoopbackAddress() && !(address instanceof Inet4Address)) {
      return IpAddress.LOOPBACK;
    }
    if (!(address instanceof Inet4Address)) {
      throw new UnsupportedAddressTypeException();
    }
    byte[] bytes = address.getAddress();
    return (bytes[0] & 0xff) << 24
        | (bytes[1] & 0xff) << 16
        | (bytes[2] & 0xff) << 8
        | (bytes[3] & 0xff);
  }

  static InetSocketAddress of(Endpoint endpoint) {
    return of(endpoint.address(), endpoint.port());
  }

  static InetSocketAddress of(int address, int port) {
    return new InetSocketAddress(of(address), port);
  }

  static InetAddress of(int address) {
    return of(null, address);
  }

  /** With the name by which it was asked for, if any. */
  static InetAddress of(String name, int address) {
    byte[] bytes = {
      (byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address
    };
    try {
      return InetAddress.getByAddress(name, bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }
}
