package netmp.socket;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What stream sockets answer by BSD's rules, if all that is under way arrives after each call.
 * Plain data and no protocol: what one end writes is the other's to read.
 *
 * <p>Each call goes into a script with its answer; one that the model does not decide is left out.
 */
abstract class StreamModel {

  static final String OK = Errno.OK.name();

  /** No more bytes, or datagrams, will come. */
  static final String END = "end";

  /** An end of a connection; it can outlive its user. */
  static final class End {
    Address local;
    final Address remote;
    End peer;

    /** The listener that it came from, or null. */
    Sock from;

    final StringBuilder unread = new StringBuilder();
    Errno error = Errno.OK;
    boolean receivesNoMore;
    boolean sendsNoMore;

    /** The user has ended the direction to the peer. */
    boolean finSent;

    /** Both directions have ended, or the connection was killed. */
    boolean over;

    /** It was the first to close: its address is in use for a while after it is over. */
    boolean inTimeWait;

    boolean userGone;

    End(Address local, Address remote) {
      this.local = local;
      this.remote = remote;
    }
  }

  enum State {
    FRESH,
    LISTENS,
    /** A connect was refused. */
    FAILED,
    CONNECTED,
    CLOSED
  }

  /** A socket. */
  static final class Sock {
    final int slot;
    final String host;
    State state = State.FRESH;
    Address bound;
    boolean reusesAddress;
    boolean kills;
    int backlog;
    final Queue<End> queue = new ArrayDeque<>();
    End end;

    Sock(int slot, String host, Address bound) {
      this.slot = slot;
      this.host = host;
      this.bound = bound;
    }
  }

  final Address unbound;
  final Script<StreamMachine> script = new Script<>();

  /** The socket of each slot, and all that were there before. */
  final List<Sock> slots = new ArrayList<>();

  final List<Sock> all = new ArrayList<>();
  final List<End> ends = new ArrayList<>();
  private int letter;

  /** What a new socket is bound to, and the hosts of the slots. */
  StreamModel(Address unbound, String... hosts) {
    this.unbound = unbound;
    for (int i = 0; i < hosts.length; i++) {
      slots.add(new Sock(i, hosts[i], unbound));
    }
    all.addAll(slots);
  }

  private String name(int slot) {
    return slots.get(slot).host + slot;
  }

  final void expect(int slot, String call, Script.Call<StreamMachine> made, String answer) {
    script.add(name(slot) + "." + call, made, answer);
  }

  final void expect(int slot, String call, Script.Call<StreamMachine> made, Errno answer) {
    expect(slot, call, made, answer.name());
  }

  // ---- what the kinds do differently ----

  /** Binds a socket to the first or the second of the names that others connect to. */
  abstract void bindTo(int slot, int number);

  abstract void connectTo(int slot, int number);

  abstract void listen(int slot, int backlog);

  /** What an end's close does to the peer, when it is not a kill. */
  abstract void leave(End end);

  /** Bytes have come to an end whose user has gone. */
  abstract void comesToNobody(End end);

  /** Whether a close with bytes unread kills the connection. */
  abstract boolean killsOverUnread();

  /** Begins with a listener of slot 3, and a connection between slots 0 and 4. */
  final void begin() {
    bindTo(3, 0);
    listen(3, 2);
    bindTo(0, 1);
    connectTo(0, 0);
    close(4);
    accept(3);
  }

  /** The slot of a number: one that is useful, if there is one, or, of a high number, any. */
  final int choose(int number, Predicate<Sock> useful) {
    List<Sock> some = slots.stream().filter(useful).toList();
    return number >= slots.size() || some.isEmpty()
        ? number % slots.size()
        : some.get(number % some.size()).slot;
  }

  // ---- calls ----

  /** Puts a new socket where a closed one was. */
  final void open(int slot) {
    Sock before = slots.get(slot);
    if (before.state == State.CLOSED) {
      replace(before, State.FRESH);
      expect(slot, "open()", m -> m.open(slot), OK);
    }
  }

  private Sock replace(Sock before, State state) {
    Sock after = new Sock(before.slot, before.host, unbound);
    after.state = state;
    slots.set(before.slot, after);
    all.add(after);
    return after;
  }

  /** The next connection of a listener goes to a slot of its host that is closed. */
  final void accept(int slot) {
    Sock listener = slots.get(slot);
    slots.stream()
        .filter(sock -> sock.state == State.CLOSED && sock.host.equals(listener.host))
        .findFirst()
        .ifPresent(closed -> accept(listener, closed));
  }

  private void accept(Sock listener, Sock closed) {
    int target = closed.slot;
    String answer = answerOfAccept(listener);
    if (answer.equals(OK)) {
      Sock made = replace(closed, State.CONNECTED);
      made.end = listener.queue.remove();
      made.kills = listener.kills;
    }
    String call = "accept() as " + name(target);
    expect(listener.slot, call, m -> m.accept(listener.slot, target), answer);
  }

  private static String answerOfAccept(Sock listener) {
    return switch (listener.state) {
      case CLOSED -> Errno.EBADF.name();
      case LISTENS -> listener.queue.isEmpty() ? Errno.EAGAIN.name() : OK;
      default -> Errno.EINVAL.name();
    };
  }

  final void write(int slot, int length) {
    Sock sock = slots.get(slot);
    String text = text(length);
    String answer = unconnected(sock);
    if (answer == null) {
      answer = write(sock.end, text);
    }
    expect(slot, "write(" + text + ")", m -> m.write(slot, text), answer);
  }

  private String text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + letter++ % 26));
    }
    return text.toString();
  }

  private String write(End end, String text) {
    if (end.error != Errno.OK) {
      return takeError(end);
    }
    if (end.sendsNoMore) {
      return Errno.EPIPE.name();
    }
    if (end.peer.userGone) {
      comesToNobody(end.peer);
    } else if (!end.peer.receivesNoMore) {
      end.peer.unread.append(text);
    }
    return OK;
  }

  final void read(int slot, int length) {
    Sock sock = slots.get(slot);
    String answer = unconnected(sock);
    if (answer == null) {
      answer = read(sock.end, length);
    }
    expect(slot, "read(" + length + ")", m -> m.read(slot, length), answer);
  }

  private static String read(End end, int length) {
    if (!end.unread.isEmpty()) {
      String text = end.unread.substring(0, Math.min(length, end.unread.length()));
      end.unread.delete(0, text.length());
      return text;
    }
    if (end.error != Errno.OK) {
      return takeError(end);
    }
    return end.receivesNoMore ? END : Errno.EAGAIN.name();
  }

  private static String takeError(End end) {
    Errno error = end.error;
    end.error = Errno.OK;
    return error.name();
  }

  private static String unconnected(Sock sock) {
    return switch (sock.state) {
      case CLOSED -> Errno.EBADF.name();
      case CONNECTED -> null;
      default -> Errno.ENOTCONN.name();
    };
  }

  /** SO_ERROR. */
  final void error(int slot) {
    Sock sock = slots.get(slot);
    String answer =
        sock.state == State.CONNECTED
            ? takeError(sock.end)
            : sock.state == State.CLOSED ? Errno.EBADF.name() : OK;
    expect(slot, "error()", m -> m.error(slot), answer);
  }

  /** SO_LINGER of no time: close kills. */
  final void kill(int slot, boolean kills) {
    Sock sock = slots.get(slot);
    if (sock.state != State.CLOSED) {
      sock.kills = kills;
      expect(slot, "linger(" + (kills ? 0 : 5) + ")", m -> m.linger(slot, kills ? 0 : 5), OK);
    }
  }

  final void shutdown(int slot, Shutdown how) {
    Sock sock = slots.get(slot);
    boolean connected = sock.state == State.CONNECTED && !sock.end.over;
    if (connected && how.isReceiving()) {
      sock.end.receivesNoMore = true;
      sock.end.unread.setLength(0);
    }
    if (connected && how.isSending()) {
      sendFin(sock.end);
    }
    Errno other = sock.state == State.CLOSED ? Errno.EBADF : Errno.ENOTCONN;
    expect(slot, how + "()", m -> m.shutdown(slot, how), connected ? Errno.OK : other);
  }

  final void sendFin(End end) {
    if (!end.finSent) {
      end.finSent = true;
      end.sendsNoMore = true;
      end.peer.receivesNoMore = true;
      if (end.peer.finSent) {
        end.over = true;
        end.peer.over = true;
        end.peer.inTimeWait = true;
      }
    }
  }

  final void peerName(int slot) {
    Sock sock = slots.get(slot);
    boolean connected = sock.state == State.CONNECTED && !sock.end.over;
    Errno other = sock.state == State.CLOSED ? Errno.EBADF : Errno.ENOTCONN;
    String answer = connected ? sock.end.remote.toString() : other.name();
    expect(slot, "getpeername()", m -> m.peerName(slot), answer);
  }

  final void localName(int slot) {
    Sock sock = slots.get(slot);
    Address name = sock.end == null ? sock.bound : sock.end.local;
    String answer = sock.state == State.CLOSED ? Errno.EBADF.name() : name.toString();
    expect(slot, "getsockname()", m -> m.localName(slot), answer);
  }

  final void close(int slot) {
    Sock sock = slots.get(slot);
    if (sock.state == State.LISTENS) {
      sock.queue.forEach(this::kill);
    } else if (sock.state == State.CONNECTED) {
      close(sock);
    }
    sock.state = State.CLOSED;
    expect(slot, "close()", m -> m.close(slot), OK);
  }

  private void close(Sock sock) {
    End end = sock.end;
    boolean kills = sock.kills || (killsOverUnread() && !end.unread.isEmpty());
    if (kills && !end.over) {
      kill(end);
    } else if (!end.over) {
      leave(end);
      sendFin(end);
    }
    end.userGone = true;
  }

  /** The connection is no more, and the peer is told. */
  final void kill(End end) {
    if (!end.over) {
      end.over = true;
      end.sendsNoMore = true;
      end.receivesNoMore = true;
      end.peer.error = Errno.ECONNRESET;
      end.peer.over = true;
      end.peer.sendsNoMore = true;
      end.peer.receivesNoMore = true;
    }
  }

  // ---- connections ----

  final void connected(Sock client, Sock listener, Address from, Address to) {
    client.end = new End(from, to);
    client.state = State.CONNECTED;
    End server = new End(to, from);
    server.from = listener;
    server.peer = client.end;
    client.end.peer = server;
    listener.queue.add(server);
    ends.add(client.end);
    ends.add(server);
  }

  final Stream<Sock> open(String host) {
    return all.stream().filter(s -> s.state != State.CLOSED && s.host.equals(host));
  }
}
