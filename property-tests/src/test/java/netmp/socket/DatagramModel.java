package netmp.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What datagram sockets of two hosts answer by BSD's rules, if all that is under way arrives after
 * each call. A call that the model does not decide is left out of the script.
 */
final class DatagramModel {

  static final String A = "a";
  static final String B = "b";
  static final List<Integer> PORTS = List.of(4000, 4001);
  private static final String OK = Errno.OK.name();

  /** A datagram that was received: whence, and what. */
  record Received(Address from, String text) {
    @Override
    public String toString() {
      return text + " from " + from;
    }
  }

  /** A socket. */
  static final class Sock {
    final int slot;
    final String host;
    boolean closed;
    boolean reusesAddress;
    Address local = Address.NONE;
    Address peer = Address.NONE;
    final List<Received> unread = new ArrayList<>();
    Errno error = Errno.OK;
    boolean receivesNoMore;
    boolean sendsNoMore;

    Sock(int slot, String host) {
      this.slot = slot;
      this.host = host;
    }

    boolean isBound() {
      return local.port() != 0;
    }

    boolean isConnected() {
      return peer.port() != 0;
    }
  }

  final Script<DatagramMachine> script = new Script<>();
  private final List<Sock> slots = new ArrayList<>();
  private char letter = 'a';

  DatagramModel() {
    for (String host : List.of(A, A, B, B)) {
      slots.add(new Sock(slots.size(), host));
    }
  }

  /** The slot of a number: one that is useful, if there is one, or, of a high number, any. */
  int choose(int number, Predicate<Sock> useful) {
    List<Sock> some = slots.stream().filter(useful).toList();
    return number >= slots.size() || some.isEmpty()
        ? number % slots.size()
        : some.get(number % some.size()).slot;
  }

  private void expect(Sock sock, String call, Script.Call<DatagramMachine> made, String answer) {
    script.add(sock.host + sock.slot + "." + call, made, sock.closed ? Errno.EBADF.name() : answer);
  }

  private Stream<Sock> open(String host) {
    return slots.stream().filter(s -> !s.closed && s.host.equals(host));
  }

  // ---- calls ----

  void open(int slot) {
    Sock before = slots.get(slot);
    if (before.closed) {
      slots.set(slot, new Sock(slot, before.host));
      expect(slots.get(slot), "open()", m -> m.open(slot), OK);
    }
  }

  void bind(int slot, Address to, boolean reuses) {
    Sock sock = slots.get(slot);
    if (!sock.closed && !sock.isBound() && sock.reusesAddress != reuses) {
      sock.reusesAddress = reuses;
      expect(sock, "reuseAddress(" + reuses + ")", m -> m.reuseAddress(slot, reuses), OK);
    }
    Errno answer = bindError(sock, to);
    if (answer == Errno.OK) {
      sock.local = to.port() == 0 ? new Address(to.host(), Address.EPHEMERAL) : to;
    }
    expect(sock, "bind(" + to + ")", m -> m.bind(slot, to), answer.name());
  }

  private Errno bindError(Sock sock, Address to) {
    if (sock.closed) {
      return Errno.EBADF;
    }
    if (sock.isBound()) {
      return Errno.EINVAL;
    }
    if (!to.host().equals(Address.ANY) && !to.host().equals(sock.host)) {
      return Errno.EADDRNOTAVAIL;
    }
    return open(sock.host).anyMatch(other -> isInTheWay(other, sock, to))
        ? Errno.EADDRINUSE
        : Errno.OK;
  }

  /** BSD's in_pcbbind: with SO_REUSEADDR only who has the very address, and no peer, is. */
  private static boolean isInTheWay(Sock other, Sock sock, Address to) {
    return sock.reusesAddress
        ? to.port() > 0 && other.local.equals(to) && !other.isConnected()
        : other.local.overlaps(to);
  }

  void connect(int slot, Address to) {
    Sock sock = slots.get(slot);
    Errno answer = connectError(sock, to);
    if (answer == Errno.OK) {
      sock.peer = to;
    }
    if (answer == Errno.OK || (answer == Errno.EADDRINUSE && !sock.isBound())) {
      sock.local = new Address(sock.host, ownPort(sock));
    }
    expect(sock, "connect(" + to + ")", m -> m.connect(slot, to), answer.name());
  }

  private static int ownPort(Sock sock) {
    return sock.isBound() ? sock.local.port() : Address.EPHEMERAL;
  }

  private Errno connectError(Sock sock, Address to) {
    if (sock.isConnected()) {
      return Errno.EISCONN;
    }
    boolean taken =
        open(sock.host)
            .filter(other -> other.local.port() == ownPort(sock) && other.local.port() > 0)
            .anyMatch(other -> other.peer.equals(to));
    return taken ? Errno.EADDRINUSE : Errno.OK;
  }

  /** The local address is any afterwards, as in BSD. */
  void disconnect(int slot) {
    Sock sock = slots.get(slot);
    String answer = sock.isConnected() ? OK : Errno.ENOTCONN.name();
    if (!sock.closed && sock.isConnected()) {
      sock.peer = Address.NONE;
      sock.local = new Address(Address.ANY, sock.local.port());
    }
    expect(sock, "disconnect()", m -> m.disconnect(slot), answer);
  }

  void sendTo(int slot, Address to) {
    Sock sock = slots.get(slot);
    if (takers(new Address(sock.host, ownPort(sock)), to).size() > 1) {
      return;
    }
    String text = String.valueOf(letter++);
    String answer = OK;
    if (sock.sendsNoMore) {
      answer = Errno.EPIPE.name();
    } else if (sock.error != Errno.OK) {
      answer = takeError(sock);
    } else if (!sock.closed) {
      bindIfUnbound(sock);
      send(sock, to, text);
    }
    expect(sock, "sendTo(" + text + ", " + to + ")", m -> m.sendTo(slot, text, to), answer);
  }

  void send(int slot) {
    Sock sock = slots.get(slot);
    if (sock.isConnected() && takers(sock.local, sock.peer).size() > 1) {
      return;
    }
    String text = String.valueOf(letter++);
    String answer = OK;
    if (!sock.isConnected()) {
      answer = Errno.ENOTCONN.name();
    } else if (sock.sendsNoMore) {
      answer = Errno.EPIPE.name();
    } else if (sock.error != Errno.OK) {
      answer = takeError(sock);
    } else if (!sock.closed) {
      send(sock, sock.peer, text);
    }
    expect(sock, "send(" + text + ")", m -> m.send(slot, text), answer);
  }

  private static void bindIfUnbound(Sock sock) {
    if (!sock.isBound()) {
      sock.local = new Address(Address.ANY, Address.EPHEMERAL);
    }
  }

  /**
   * A datagram leaves; if nobody takes it, the peer's host says so, which who is connected hears.
   */
  private void send(Sock sock, Address to, String text) {
    Address from = new Address(sock.host, sock.local.port());
    List<Sock> takers = takers(from, to);
    if (!takers.isEmpty() && !takers.getFirst().receivesNoMore) {
      takers.getFirst().unread.add(new Received(from, text));
    }
    if (takers.isEmpty()) {
      // To whom the quoted datagram's tuple belongs, whoever has sent it.
      open(sock.host)
          .filter(s -> s.peer.equals(to))
          .filter(s -> s.equals(sock) || (from.port() > 0 && s.local.equals(from)))
          .forEach(s -> s.error = Errno.ECONNREFUSED);
    }
  }

  /** Who has the peer, else who is bound to the very address, else who is bound to any. */
  private List<Sock> takers(Address from, Address to) {
    List<Sock> connected =
        open(to.host()).filter(s -> s.local.equals(to) && s.peer.equals(from)).toList();
    if (!connected.isEmpty() && from.port() > 0) {
      return connected;
    }
    List<Sock> bound = unconnected(to.host(), to);
    return bound.isEmpty() ? unconnected(to.host(), to.atAny()) : bound;
  }

  private List<Sock> unconnected(String host, Address local) {
    return open(host).filter(s -> !s.isConnected() && s.local.equals(local)).toList();
  }

  private static String takeError(Sock sock) {
    Errno error = sock.error;
    sock.error = Errno.OK;
    return error.name();
  }

  /** All that there is, in the order in which it was sent, and then why there is no more. */
  void receive(int slot) {
    Sock sock = slots.get(slot);
    List<String> answers = new ArrayList<>();
    sock.unread.forEach(received -> answers.add(received.toString()));
    sock.unread.clear();
    if (sock.error != Errno.OK) {
      answers.add(takeError(sock));
    } else {
      answers.add(sock.receivesNoMore ? StreamModel.END : Errno.EAGAIN.name());
    }
    if (!sock.closed) {
      bindIfUnbound(sock);
    }
    expect(sock, "receive()", m -> m.receive(slot), String.join(", ", answers));
  }

  void shutdown(int slot, Shutdown how) {
    Sock sock = slots.get(slot);
    if (!sock.closed && sock.isConnected() && how.isReceiving()) {
      sock.receivesNoMore = true;
      sock.unread.clear();
    }
    sock.sendsNoMore |= sock.isConnected() && how.isSending();
    String answer = sock.isConnected() ? OK : Errno.ENOTCONN.name();
    expect(sock, how + "()", m -> m.shutdown(slot, how), answer);
  }

  void localName(int slot) {
    Sock sock = slots.get(slot);
    expect(sock, "getsockname()", m -> m.localName(slot), sock.local.toString());
  }

  void peerName(int slot) {
    Sock sock = slots.get(slot);
    String answer = sock.isConnected() ? sock.peer.toString() : Errno.ENOTCONN.name();
    expect(sock, "getpeername()", m -> m.peerName(slot), answer);
  }

  void close(int slot) {
    Sock sock = slots.get(slot);
    sock.closed = false;
    expect(sock, "close()", m -> m.close(slot), OK);
    sock.closed = true;
    sock.error = Errno.OK;
  }
}
