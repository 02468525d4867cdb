package netmp.provider;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.util.function.Function;
import netmp.inet.IpAddress;
import netmp.socket.Endpoint;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.stack.NetStack;

/**
 * A socket of a channel, with its options, on the host where it was opened until it is bound to an
 * address of another.
 *
 * @param <S> its kind
 */
final class HostedSocket<S extends Socket> {

  private final Function<NetStack, S> opened;
  private final Options options;

  /** Under the lock of the channel that keeps other binds away. */
  private NetStack stack;

  private volatile S socket;

  HostedSocket(NetStack stack, Function<NetStack, S> opened, Options options) {
    this(stack, opened, opened.apply(stack), options);
  }

  /** With a socket that is there already. */
  HostedSocket(NetStack stack, Function<NetStack, S> opened, S socket, Options options) {
    this.stack = stack;
    this.opened = opened;
    this.socket = socket;
    this.options = options;
  }

  NetStack stack() {
    return stack;
  }

  S socket() {
    return socket;
  }

  /**
   * Goes to the host that has an address, where the socket becomes another one with the same
   * options.
   *
   * @return whether that is not the host where it is
   */
  boolean moveTo(int address) throws SocketError {
    NetStack host = address == IpAddress.ANY ? stack : Stacks.at(address, stack);
    if (host == stack) {
      return false;
    }
    S before = socket;
    S moved = opened.apply(host);
    moved.setBlocking(before.isBlocking());
    options.copyTo(moved);
    stack = host;
    socket = moved;
    before.close();
    return true;
  }

  InetSocketAddress local() throws SocketError {
    Endpoint endpoint = new Endpoint();
    socket.localEndpoint(endpoint);
    return Addresses.of(endpoint);
  }

  InetSocketAddress peer() throws SocketError {
    Endpoint endpoint = new Endpoint();
    socket.peerEndpoint(endpoint);
    return Addresses.of(endpoint);
  }

  <T> void setOption(SocketOption<T> option, T value) throws IOException {
    try {
      options.set(socket, option, value);
    } catch (SocketError e) {
      throw Errors.of(e);
    }
  }

  <T> T option(SocketOption<T> option) throws IOException {
    try {
      return options.get(socket, option);
    } catch (SocketError e) {
      throw Errors.of(e);
    }
  }

  Options options() {
    return options;
  }
}
