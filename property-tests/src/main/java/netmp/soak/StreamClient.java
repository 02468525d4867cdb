package netmp.soak;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import netmp.soak.Conversation.Ending;
import netmp.soak.Conversation.Kind;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;

/** Makes one connection after the other, to any machine, and checks what comes back. */
final class StreamClient extends User {

  /** Where connections go. */
  enum Service {
    /** A {@link StreamServer} of any machine. */
    STREAM,
    /** An {@link EventServer} of any machine, which needs no header. */
    EVENTS,
    /** A {@link StreamServer} of the same machine, by local sockets. */
    LOCAL
  }

  private static final int PIECE = 3000;
  private static final int URGENT = 20;
  private static final int SLOW = 20;

  private final Service service;
  private final byte[] data = new byte[PIECE];

  StreamClient(Round round, Machine machine, Service service, String name, RandomGenerator random) {
    super(round, machine, name, random);
    this.service = service;
  }

  @Override
  boolean isOver() {
    return round.isEnding();
  }

  @Override
  User successor() {
    return new StreamClient(round, machine, service, round.newName(machine, "client"), random);
  }

  @Override
  void act() throws SocketError {
    Conversation any = Conversation.any(random);
    Conversation c =
        service == Service.EVENTS
            ? new Conversation(Kind.ECHO, Ending.REGULAR, any.key(), any.length())
            : any;
    round.tally().count(Tally.Group.DONE, "connections begun");
    StreamSocket socket = connect();
    converses(c.key());
    if (service != Service.EVENTS) {
      write(socket, c.header(), Conversation.HEADER);
    }
    converse(socket, c);
    round.tally().count(Tally.Group.DONE, "connections ended as planned");
  }

  private StreamSocket connect() throws SocketError {
    if (service == Service.LOCAL) {
      StreamSocket socket = opened(machine.host().stack().localSocket());
      waitsFor("connect");
      socket.connect(Ports.LOCAL);
      return socket;
    }
    StreamSocket socket = opened(machine.host().stack().streamSocket());
    StreamServer.prepare(socket);
    Machine server = round.anyMachine(random);
    int port = service == Service.EVENTS ? Ports.EVENTS : Ports.STREAM;
    connect(socket, server.host().address(), port);
    return socket;
  }

  private void converse(StreamSocket socket, Conversation c) throws SocketError {
    int cut = c.cutAt(Ending.CLIENT_ABORTS, Ending.CLIENT_CLOSES);
    switch (c.kind()) {
      case ECHO -> echo(socket, c, cut);
      case UPLOAD -> upload(socket, c, cut);
      case DOWNLOAD -> download(socket, c, cut);
    }
  }

  private void echo(StreamSocket socket, Conversation c, int cut) throws SocketError {
    for (int done = 0; done < c.length(); ) {
      if (done >= cut) {
        leave(socket, c);
        return;
      }
      int piece = Math.min(PIECE, c.length() - done);
      send(socket, c.key(), done, piece);
      if (!readFully(socket, data, piece)) {
        checkEnd(c.key(), done, c.length());
        return;
      }
      check(c.key(), done, data, piece);
      done += piece;
    }
    socket.shutdown(Shutdown.SHUT_WR);
    int more = read(socket, data, 1);
    checkEnd(c.key(), c.length() + Math.max(0, more), c.length());
  }

  private void upload(StreamSocket socket, Conversation c, int cut) throws SocketError {
    for (int done = 0; done < c.length(); ) {
      if (done >= cut) {
        leave(socket, c);
        return;
      }
      int piece = Math.min(PIECE, c.length() - done);
      send(socket, c.key(), done, piece);
      done += piece;
    }
    socket.shutdown(Shutdown.SHUT_WR);
    byte[] count = new byte[Long.BYTES];
    boolean answered = readFully(socket, count, Long.BYTES);
    checkEnd(c.key(), answered ? ByteBuffer.wrap(count).getLong() : 0, c.length());
  }

  private void download(StreamSocket socket, Conversation c, int cut) throws SocketError {
    int have = 0;
    for (int n = read(socket, data, PIECE); n > 0; n = read(socket, data, PIECE)) {
      check(c.key(), have, data, n);
      have += n;
      if (have >= cut) {
        leave(socket, c);
        return;
      }
      if (random.nextInt(SLOW) == 0) {
        rest(SLOW);
      }
    }
    checkEnd(c.key(), have, c.length());
  }

  private void send(StreamSocket socket, long key, int place, int length) throws SocketError {
    Content.fill(key, place, data, 0, length);
    if (random.nextInt(URGENT) == 0) {
      int written = persistently("write", () -> socket.writeUrgent(data, 0, length));
      Content.fill(key, place + written, data, 0, length - written);
      write(socket, data, length - written);
    } else {
      write(socket, data, length);
    }
  }

  private void leave(StreamSocket socket, Conversation c) throws SocketError {
    cutShort();
    if (c.ending() == Ending.CLIENT_ABORTS) {
      socket.setOption(SocketOption.SO_LINGER, 0);
    }
  }
}
