package netmp.soak;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import netmp.exec.Execution;
import netmp.socket.Errno;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;

/**
 * A user thread on a machine, which does something again and again. It may be interrupted, killed,
 * or have its sockets closed by others at any moment. What it does with sockets it does by the
 * methods here, which know how long it waits.
 */
abstract class User {

  private static final long MILLISECOND = 1_000_000;
  private static final int MAX_PAUSE = 20;

  /** How often somebody asks again who finds no buffer. */
  private static final int TRIES = 100;

  /** Ends the thread where it stands. Its sockets stay open until the reaper closes them. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  final Round round;
  final Machine machine;
  final RandomGenerator random;
  private final String name;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile Thread thread;
  private volatile boolean killed;

  /** The conversation that it takes part in; 0 if it knows none. */
  private volatile long key;

  /** What it waits for, and since when by the machine's clock; null if it may wait for ever. */
  private volatile String waitsFor;

  private volatile long since;

  User(Round round, Machine machine, String name, RandomGenerator random) {
    this.round = round;
    this.machine = machine;
    this.name = name;
    this.random = random;
  }

  /** Does it once. */
  abstract void act() throws SocketError, InterruptedException;

  /** Whether the round is over for such users. */
  abstract boolean isOver();

  /** Another one of the kind, for the place of one that was killed. */
  abstract User successor();

  final String name() {
    return name;
  }

  final Thread thread() {
    return thread;
  }

  final void start() {
    thread = machine.execution().start(name, Execution.Kind.DAEMON, this::run);
  }

  private void run() {
    try {
      while (!isOver()) {
        actOnce();
        awaitJudge();
        rest(random.nextInt(MAX_PAUSE));
      }
    } catch (Killed death) {
      return; // who killed it closes its sockets
    }
  }

  /** Rests as long as the judge of the trace cannot keep up. */
  private void awaitJudge() {
    while (!round.isTraceKeptUpWith() && !round.isEnding()) {
      round.tally().count(Tally.Group.CHECK, "pauses of users for the judge of the trace");
      rest(MAX_PAUSE);
    }
  }

  private void actOnce() {
    try {
      act();
    } catch (SocketError e) {
      failed(e.errno());
    } catch (InterruptedException e) {
      failed(Errno.EINTR);
    }
    waitsFor = null;
    closeAll(key);
    key = 0;
  }

  private void failed(Errno errno) {
    machine.execution().interrupted();
    dieIfKilled();
    round.tally().count(Tally.Group.ERROR, errno.name());
    cutShort();
  }

  final void rest(int millis) {
    machine.rest(millis * MILLISECOND);
    machine.execution().interrupted();
    dieIfKilled();
  }

  // ---- others do this to it ----

  /** Ends the thread, by an interrupt. Whoever calls has to {@link #bury} it. */
  final void kill() {
    killed = true;
    machine.execution().interrupt(thread);
  }

  final void interrupt() {
    machine.execution().interrupt(thread);
  }

  /** Closes what it has open, under its hands or after its death. */
  final void bury() {
    long about = key; // the user may learn of it any moment
    round.cutShort(about);
    closeAll(about);
  }

  /** How long it has waited, in nanoseconds of its machine's clock. */
  final long waited() {
    String what = waitsFor;
    long begin = since;
    return what == null || !thread.isAlive() ? 0 : machine.execution().nanoTime() - begin;
  }

  final String describe() {
    return name + " in " + waitsFor + Stacks.text(thread);
  }

  // ---- for those who act ----

  final void dieIfKilled() {
    if (killed) {
      throw new Killed();
    }
  }

  /** From now on the peer may see the end of the conversation early. */
  final void cutShort() {
    round.cutShort(key);
  }

  final void converses(long about) {
    key = about;
  }

  final <S extends Socket> S opened(S socket) {
    open.add(socket);
    return socket;
  }

  /** Closes one socket, and keeps the others. */
  final void closed(Socket socket) {
    open.remove(socket);
    socket.close();
  }

  /** A peer that does not know the conversation must not take this for its regular end. */
  private void closeAll(long about) {
    List<Socket> sockets = List.copyOf(open);
    // If somebody else closes them, the user may be at its next conversation.
    boolean known = about != 0 && about == key;
    for (Socket socket : sockets) {
      try {
        if (!known && socket instanceof StreamSocket) {
          socket.setOption(SocketOption.SO_LINGER, 0);
        }
      } catch (SocketError e) {
        round.tally().count(Tally.Group.ERROR, e.errno().name());
      }
      closed(socket); // and no other: the user may open one meanwhile
    }
  }

  final void waitsFor(String what) {
    since = machine.execution().nanoTime();
    waitsFor = what;
  }

  /** A call of a socket. */
  @FunctionalInterface
  interface Call {
    int run() throws SocketError;
  }

  /** Makes a call again that was interrupted, or found no buffers. */
  final int persistently(String what, Call call) throws SocketError {
    waitsFor(what);
    for (int tries = 0; ; tries++) {
      try {
        int result = call.run();
        waitsFor = null;
        return result;
      } catch (SocketError e) {
        boolean mayGoOn = e.errno() == Errno.EINTR || e.errno() == Errno.ENOBUFS;
        if (!mayGoOn || tries == TRIES) {
          throw e;
        }
        round.tally().count(Tally.Group.ERROR, e.errno().name());
        machine.execution().interrupted();
        rest(1);
      }
    }
  }

  /** Waits as long as it takes, such as for a client. */
  final int patiently(Call call) throws SocketError {
    waitsFor = null;
    return call.run();
  }

  final void connect(StreamSocket socket, int address, int port) throws SocketError {
    waitsFor("connect");
    socket.connect(address, port);
    waitsFor = null;
  }

  final int read(StreamSocket socket, byte[] into, int length) throws SocketError {
    return persistently("read", () -> socket.read(into, 0, length));
  }

  /** Reads so many bytes; false if the stream ends before. */
  final boolean readFully(StreamSocket socket, byte[] into, int length) throws SocketError {
    int have = 0;
    while (have < length) {
      int at = have;
      int n = persistently("read", () -> socket.read(into, at, length - at));
      if (n < 0) {
        return false;
      }
      have += n;
    }
    return true;
  }

  final void write(StreamSocket socket, byte[] from, int length) throws SocketError {
    for (int done = 0; done < length; ) {
      int at = done;
      done += persistently("write", () -> socket.write(from, at, length - at));
    }
  }

  /** Looks at bytes of a conversation; what is wrong is a finding. */
  final void check(long about, long place, byte[] bytes, int length) {
    int wrong = Content.firstWrong(about, place, bytes, 0, length);
    if (wrong >= 0) {
      round
          .tally()
          .find(
              "%s: byte %d of conversation %x is not what was written"
                  .formatted(name, place + wrong, about));
    }
    round.tally().add(Tally.Group.DONE, "bytes checked", length);
  }

  /** A stream has ended: is that where it should? */
  final void checkEnd(long about, long have, long want) {
    if (have != want && !round.isCutShort(about)) {
      round
          .tally()
          .find(
              "%s: conversation %x ended after %d bytes of %d, without an error"
                  .formatted(name, about, have, want));
    }
  }
}
