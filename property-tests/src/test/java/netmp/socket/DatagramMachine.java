package netmp.socket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Datagram sockets in slots, on which a script's calls are made. None waits for a datagram. */
final class DatagramMachine {

  private static final String OK = Errno.OK.name();

  private final List<Supplier<DatagramSocket>> makers;
  private final AddressBook addresses;
  private final boolean keepsOrder;
  private final DatagramSocket[] sockets;
  private final Endpoint endpoint = new Endpoint();
  private final Datagram datagram = new Datagram(1);

  /**
   * What makes the socket of each slot, and whether datagrams of several flows keep their order.
   */
  DatagramMachine(
      List<Supplier<DatagramSocket>> makers, AddressBook addresses, boolean keepsOrder) {
    this.keepsOrder = keepsOrder;
    this.makers = makers;
    this.addresses = addresses;
    sockets = new DatagramSocket[makers.size()];
    for (int slot = 0; slot < sockets.length; slot++) {
      open(slot);
    }
  }

  String open(int slot) {
    sockets[slot] = makers.get(slot).get();
    sockets[slot].setBlocking(false);
    return OK;
  }

  void closeAll() {
    for (DatagramSocket socket : sockets) {
      socket.close();
    }
  }

  String reuseAddress(int slot, boolean reuses) throws SocketError {
    sockets[slot].setOption(SocketOption.SO_REUSEADDR, reuses ? 1 : 0);
    return OK;
  }

  String bind(int slot, Address to) throws SocketError {
    sockets[slot].bind(addresses.of(to.host()), to.port());
    return OK;
  }

  String connect(int slot, Address to) throws SocketError {
    sockets[slot].connect(addresses.of(to.host()), to.port());
    return OK;
  }

  String disconnect(int slot) throws SocketError {
    sockets[slot].disconnect();
    return OK;
  }

  String sendTo(int slot, String text, Address to) throws SocketError {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    sockets[slot].sendTo(bytes, 0, bytes.length, addresses.of(to.host()), to.port());
    return OK;
  }

  String send(int slot, String text) throws SocketError {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    sockets[slot].send(bytes, 0, bytes.length);
    return OK;
  }

  /** All that there is, in the order in which it was sent, and then why there is no more. */
  String receive(int slot) {
    List<String> answers = new ArrayList<>();
    while (receive(sockets[slot], answers)) {
      // There was another one.
    }
    String last = answers.removeLast();
    if (!keepsOrder) {
      answers.sort(null);
    }
    answers.add(last);
    return String.join(", ", answers);
  }

  private boolean receive(DatagramSocket socket, List<String> into) {
    try {
      boolean received = socket.receive(datagram);
      into.add(received ? text() : StreamModel.END);
      return received;
    } catch (SocketError e) {
      into.add(e.errno().name());
      return false;
    }
  }

  private String text() {
    String text = new String(datagram.data(), 0, datagram.length(), StandardCharsets.US_ASCII);
    return text + " from " + addresses.text(datagram.address(), datagram.port());
  }

  String shutdown(int slot, Shutdown how) throws SocketError {
    sockets[slot].shutdown(how);
    return OK;
  }

  String localName(int slot) throws SocketError {
    sockets[slot].localEndpoint(endpoint);
    return addresses.text(endpoint.address(), endpoint.port());
  }

  String peerName(int slot) throws SocketError {
    sockets[slot].peerEndpoint(endpoint);
    return addresses.text(endpoint.address(), endpoint.port());
  }

  String close(int slot) {
    sockets[slot].close();
    return OK;
  }
}
