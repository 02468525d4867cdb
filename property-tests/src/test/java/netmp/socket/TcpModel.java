package netmp.socket;

import java.util.List;
import java.util.Optional;

/** Stream sockets of two hosts, of the family of IPv4. */
final class TcpModel extends StreamModel {

  static final String A = "a";
  static final String B = "b";
  static final List<Integer> PORTS = List.of(4000, 4001);

  TcpModel() {
    super(Address.NONE, A, A, A, B, B, B);
  }

  @Override
  void bindTo(int slot, int number) {
    bind(slot, new Address(Address.ANY, PORTS.get(number)), false);
  }

  @Override
  void connectTo(int slot, int number) {
    connect(slot, new Address(B, PORTS.get(number)));
  }

  /** To any address, that of the socket's host or that of the other. */
  void bind(int slot, Address to, boolean reuses) {
    Sock sock = slots.get(slot);
    if (sock.state == State.FRESH && sock.reusesAddress != reuses) {
      sock.reusesAddress = reuses;
      expect(slot, "reuseAddress(" + reuses + ")", m -> m.reuseAddress(slot, reuses), OK);
    }
    Errno answer = bindError(sock, to);
    if (answer == Errno.OK) {
      sock.bound = to.port() == 0 ? new Address(to.host(), Address.EPHEMERAL) : to;
    }
    expect(slot, "bind(" + to + ")", m -> m.bind(slot, to), answer);
  }

  private Errno bindError(Sock sock, Address to) {
    if (sock.state == State.CLOSED) {
      return Errno.EBADF;
    }
    if (!to.host().equals(Address.ANY) && !to.host().equals(sock.host)) {
      return Errno.EADDRNOTAVAIL;
    }
    if (sock.state != State.FRESH || !sock.bound.equals(unbound)) {
      return Errno.EINVAL;
    }
    return isTaken(sock, to) ? Errno.EADDRINUSE : Errno.OK;
  }

  /**
   * BSD's in_pcbbind: with SO_REUSEADDR only who has the very address, and no peer, is in the way.
   */
  private boolean isTaken(Sock sock, Address to) {
    if (sock.reusesAddress) {
      return to.port() > 0 && open(sock.host).anyMatch(s -> s.end == null && s.bound.equals(to));
    }
    return isLeftOver(sock, to) || open(sock.host).anyMatch(s -> s.bound.overlaps(to));
  }

  /** Connections of a listener that is closed have its port. */
  private boolean isLeftOver(Sock sock, Address to) {
    return ends.stream()
        .filter(end -> end.from != null && end.from.host.equals(sock.host))
        .filter(end -> end.from.state == State.CLOSED && (!end.over || end.inTimeWait))
        .anyMatch(end -> end.from.bound.overlaps(to));
  }

  @Override
  void listen(int slot, int backlog) {
    Sock sock = slots.get(slot);
    Errno other = sock.state == State.CLOSED ? Errno.EBADF : Errno.EINVAL;
    Errno answer = sock.state == State.FRESH ? Errno.OK : other;
    if (answer == Errno.OK) {
      sock.state = State.LISTENS;
      sock.backlog = backlog;
      if (sock.bound.equals(unbound)) {
        sock.bound = new Address(Address.ANY, Address.EPHEMERAL);
      }
    }
    expect(slot, "listen(" + backlog + ")", m -> m.listen(slot, backlog), answer);
  }

  void connect(int slot, Address to) {
    Sock sock = slots.get(slot);
    int port = sock.bound.port() == 0 ? Address.EPHEMERAL : sock.bound.port();
    Address from = new Address(sock.host, port);
    Optional<Sock> listener = listenerAt(to);
    boolean undecided =
        from.equals(to)
            || (listener.isEmpty() && waits(to, from))
            || (listener.isPresent() && listener.get().queue.size() >= listener.get().backlog);
    if (undecided && sock.state == State.FRESH) {
      return;
    }
    Errno answer = connectError(sock, from, to, listener);
    if (answer == Errno.OK) {
      ends.removeIf(end -> isFrom(end, from, to) || isFrom(end, to, from)); // they have given way
      connected(sock, listener.orElseThrow(), from, to);
    } else if (answer == Errno.ECONNREFUSED) {
      sock.state = State.FAILED;
      sock.end = new End(from, to);
    }
    expect(slot, "connect(" + to + ")", m -> m.connect(slot, to), answer);
  }

  private Errno connectError(Sock sock, Address from, Address to, Optional<Sock> listener) {
    return switch (sock.state) {
      case CLOSED -> Errno.EBADF;
      case LISTENS -> Errno.EINVAL;
      case FAILED, CONNECTED -> Errno.EISCONN;
      case FRESH ->
          isConnected(from, to)
              ? Errno.EADDRINUSE
              : listener.isEmpty() ? Errno.ECONNREFUSED : Errno.OK;
    };
  }

  /** Who is bound to the very address is asked before who is bound to any. */
  private Optional<Sock> listenerAt(Address to) {
    Optional<Sock> specific = listenerBoundTo(to.host(), to);
    return specific.isPresent() ? specific : listenerBoundTo(to.host(), to.atAny());
  }

  private Optional<Sock> listenerBoundTo(String host, Address bound) {
    return open(host).filter(s -> s.state == State.LISTENS && s.bound.equals(bound)).findFirst();
  }

  private boolean isConnected(Address from, Address to) {
    return ends.stream().anyMatch(end -> !end.over && isFrom(end, from, to));
  }

  private boolean waits(Address from, Address to) {
    return ends.stream().anyMatch(end -> end.inTimeWait && isFrom(end, from, to));
  }

  /** Of ports that are not known nobody knows whether they are the same. */
  private static boolean isFrom(End end, Address from, Address to) {
    boolean known = from.port() > 0 && to.port() > 0;
    return known && end.local.equals(from) && end.remote.equals(to);
  }

  @Override
  void leave(End end) {
    // The peer sees an end of file.
  }

  /** RFC 1122 section 4.2.2.13. */
  @Override
  void comesToNobody(End end) {
    kill(end);
  }

  @Override
  boolean killsOverUnread() {
    return true;
  }
}
