package netmp.socket;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * Stream sockets in slots, on which a script's calls are made. They do not block, but for connect.
 */
final class StreamMachine {

  private final List<Supplier<StreamSocket>> makers;
  private final StreamSocket[] sockets;
  private final AddressBook addresses;
  private final Endpoint endpoint = new Endpoint();

  /** What makes the socket of each slot; null for addresses if the sockets are local. */
  StreamMachine(List<Supplier<StreamSocket>> makers, AddressBook addresses) {
    this.makers = makers;
    this.addresses = addresses;
    sockets = new StreamSocket[makers.size()];
    for (int slot = 0; slot < sockets.length; slot++) {
      open(slot);
    }
  }

  String open(int slot) {
    put(slot, makers.get(slot).get());
    return StreamModel.OK;
  }

  private void put(int slot, StreamSocket socket) {
    sockets[slot] = socket;
    socket.setBlocking(false);
  }

  void closeAll() {
    for (StreamSocket socket : sockets) {
      socket.close();
    }
  }

  // ---- calls ----

  String bind(int slot, Address to) throws SocketError {
    sockets[slot].bind(addresses == null ? 0 : addresses.of(to.host()), to.port());
    return StreamModel.OK;
  }

  String bind(int slot, String name) throws SocketError {
    sockets[slot].bind(name);
    return StreamModel.OK;
  }

  String listen(int slot, int backlog) throws SocketError {
    sockets[slot].listen(backlog);
    return StreamModel.OK;
  }

  String connect(int slot, Address to) throws SocketError {
    sockets[slot].setBlocking(true);
    try {
      sockets[slot].connect(addresses.of(to.host()), to.port());
    } finally {
      sockets[slot].setBlocking(false);
    }
    return StreamModel.OK;
  }

  String connect(int slot, String name) throws SocketError {
    sockets[slot].setBlocking(true);
    try {
      sockets[slot].connect(name);
    } finally {
      sockets[slot].setBlocking(false);
    }
    return StreamModel.OK;
  }

  String accept(int slot, int target) throws SocketError {
    put(target, sockets[slot].accept());
    return StreamModel.OK;
  }

  /** All of the text is written, or nothing. */
  String write(int slot, String text) throws SocketError {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    int written = sockets[slot].write(bytes, 0, bytes.length);
    return written == bytes.length ? StreamModel.OK : "only " + written;
  }

  String read(int slot, int length) throws SocketError {
    byte[] bytes = new byte[length];
    int count = sockets[slot].read(bytes, 0, length);
    return count < 0 ? StreamModel.END : new String(bytes, 0, count, StandardCharsets.US_ASCII);
  }

  String error(int slot) throws SocketError {
    int number = sockets[slot].option(SocketOption.SO_ERROR);
    for (Errno errno : Errno.values()) {
      if (errno.number() == number) {
        return errno.name();
      }
    }
    return "error " + number;
  }

  String linger(int slot, int seconds) throws SocketError {
    return set(slot, SocketOption.SO_LINGER, seconds);
  }

  String reuseAddress(int slot, boolean reuses) throws SocketError {
    return set(slot, SocketOption.SO_REUSEADDR, reuses ? 1 : 0);
  }

  private String set(int slot, SocketOption option, int value) throws SocketError {
    sockets[slot].setOption(option, value);
    return StreamModel.OK;
  }

  String shutdown(int slot, Shutdown how) throws SocketError {
    sockets[slot].shutdown(how);
    return StreamModel.OK;
  }

  String close(int slot) {
    sockets[slot].close();
    return StreamModel.OK;
  }

  String localName(int slot) throws SocketError {
    sockets[slot].localEndpoint(endpoint);
    return text();
  }

  String peerName(int slot) throws SocketError {
    sockets[slot].peerEndpoint(endpoint);
    return text();
  }

  private String text() {
    return addresses == null
        ? endpoint.name()
        : addresses.text(endpoint.address(), endpoint.port());
  }
}
