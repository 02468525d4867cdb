package netmp.soak;

import java.util.random.RandomGenerator;
import netmp.socket.Errno;
import netmp.socket.Event;
import netmp.socket.EventQueue;
import netmp.socket.Filter;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;

/** One thread that echoes on all its connections, which do not block, with one event queue. */
final class EventServer extends User {

  private static final int BACKLOG = 8;
  private static final int EVENTS = 8;
  private static final int PIECE = 4000;
  private static final long LOOK = 200_000_000;

  private final byte[] data = new byte[PIECE];

  EventServer(Round round, Machine machine, String name, RandomGenerator random) {
    super(round, machine, name, random);
  }

  @Override
  boolean isOver() {
    return round.isClosing();
  }

  @Override
  User successor() {
    return new EventServer(round, machine, round.newName(machine, "events"), random);
  }

  @Override
  void act() throws SocketError, InterruptedException {
    try (EventQueue queue = machine.host().stack().eventQueue()) {
      StreamSocket listener = opened(Listening.open(machine, false, Ports.EVENTS));
      listener.setBlocking(false);
      listener.listen(BACKLOG);
      queue.add(listener, Filter.READ);
      serve(queue, listener);
    }
  }

  private void serve(EventQueue queue, StreamSocket listener)
      throws SocketError, InterruptedException {
    Event[] events = new Event[EVENTS];
    for (int i = 0; i < EVENTS; i++) {
      events[i] = new Event();
    }
    while (!isOver()) {
      int reported = queue.kevent(events, LOOK);
      for (int i = 0; i < reported; i++) {
        if (events[i].socket().equals(listener)) {
          accept(queue, listener);
        } else {
          echo(queue, (StreamSocket) events[i].socket());
        }
      }
      dieIfKilled();
    }
  }

  private void accept(EventQueue queue, StreamSocket listener) throws SocketError {
    try {
      StreamSocket connection = opened(listener.accept());
      connection.setBlocking(false);
      queue.add(connection, Filter.READ);
    } catch (SocketError e) {
      if (e.errno() != Errno.EAGAIN) {
        throw e;
      }
    }
  }

  private void echo(EventQueue queue, StreamSocket connection) throws SocketError {
    try {
      int n = connection.read(data, 0, PIECE);
      if (n < 0) {
        end(queue, connection);
      } else if (connection.write(data, 0, n) < n) {
        throw new SocketError("write", Errno.EAGAIN); // the client reads what it wrote
      }
    } catch (SocketError e) {
      if (e.errno() != Errno.EAGAIN || connection.readable() == 0) {
        round.tally().count(Tally.Group.ERROR, e.errno().name());
        connection.setOption(SocketOption.SO_LINGER, 0);
        end(queue, connection);
      }
    }
  }

  private void end(EventQueue queue, StreamSocket connection) throws SocketError {
    queue.remove(connection);
    closed(connection);
  }
}
