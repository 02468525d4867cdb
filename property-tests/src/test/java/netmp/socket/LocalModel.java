package netmp.socket;

import java.util.List;
import java.util.Optional;

/** Local stream sockets of one host. */
final class LocalModel extends StreamModel {

  static final String HOST = "a";
  static final List<String> NAMES = List.of("x", "y");

  LocalModel() {
    super(new Address("", 0), HOST, HOST, HOST, HOST, HOST, HOST);
  }

  @Override
  void bindTo(int slot, int number) {
    bind(slot, NAMES.get(number));
  }

  @Override
  void connectTo(int slot, int number) {
    connect(slot, NAMES.get(number));
  }

  void bind(int slot, String name) {
    Sock sock = slots.get(slot);
    Errno answer = bindError(sock, name);
    if (answer == Errno.OK) {
      sock.bound = new Address(name, 0);
      if (sock.end != null) {
        sock.end.local = sock.bound;
      }
    }
    expect(slot, "bind(" + name + ")", m -> m.bind(slot, name), answer);
  }

  /** To an address and a port, which local sockets have not. */
  void bindToPort(int slot, int port) {
    Errno answer = slots.get(slot).state == State.CLOSED ? Errno.EBADF : Errno.EOPNOTSUPP;
    expect(slot, "bind(" + port + ")", m -> m.bind(slot, new Address(Address.ANY, port)), answer);
  }

  private Errno bindError(Sock sock, String name) {
    if (sock.state == State.CLOSED) {
      return Errno.EBADF;
    }
    if (!sock.bound.equals(unbound)) {
      return Errno.EINVAL;
    }
    return named(name).isPresent() ? Errno.EADDRINUSE : Errno.OK;
  }

  private Optional<Sock> named(String name) {
    return open(HOST).filter(sock -> sock.bound.host().equals(name)).findFirst();
  }

  @Override
  void listen(int slot, int backlog) {
    Sock sock = slots.get(slot);
    boolean listens = sock.state == State.FRESH && !sock.bound.equals(unbound);
    Errno other = sock.state == State.CLOSED ? Errno.EBADF : Errno.EINVAL;
    if (listens) {
      sock.state = State.LISTENS;
      sock.backlog = backlog;
    }
    expect(
        slot, "listen(" + backlog + ")", m -> m.listen(slot, backlog), listens ? Errno.OK : other);
  }

  void connect(int slot, String name) {
    Sock sock = slots.get(slot);
    Errno answer = connectError(sock, name);
    if (answer == Errno.OK) {
      connected(sock, named(name).orElseThrow(), sock.bound, new Address(name, 0));
    }
    expect(slot, "connect(" + name + ")", m -> m.connect(slot, name), answer);
  }

  private Errno connectError(Sock sock, String name) {
    return switch (sock.state) {
      case CLOSED -> Errno.EBADF;
      case LISTENS -> Errno.EINVAL;
      case FAILED, CONNECTED -> Errno.EISCONN;
      case FRESH ->
          named(name).filter(LocalModel::takesAnother).isPresent() ? Errno.OK : Errno.ECONNREFUSED;
    };
  }

  private static boolean takesAnother(Sock sock) {
    return sock.state == State.LISTENS && sock.queue.size() < sock.backlog;
  }

  /** Nobody reads any more, and the peer learns that at once. */
  @Override
  void leave(End end) {
    end.peer.sendsNoMore = true;
  }

  @Override
  void comesToNobody(End end) {
    throw new IllegalStateException("the peer was told");
  }

  @Override
  boolean killsOverUnread() {
    return false;
  }
}
