package netmp.soak;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import netmp.soak.Conversation.Ending;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;

/** Accepts connections of a listener that it shares with others, and does what the client says. */
final class StreamServer extends User {

  /** Seconds. */
  private static final int KEEP_IDLE = 2;

  private static final int PIECE = 5000;

  private final Listening listening;
  private final byte[] data = new byte[PIECE];

  StreamServer(Round round, Listening listening, String name, RandomGenerator random) {
    super(round, listening.machine(), name, random);
    this.listening = listening;
  }

  /** The silent end of a client whose reset was lost must be noticed; urgent bytes are bytes. */
  static void prepare(StreamSocket socket) throws SocketError {
    socket.setOption(SocketOption.SO_OOBINLINE, 1);
    socket.setOption(SocketOption.SO_KEEPALIVE, 1);
    socket.setOption(SocketOption.TCP_KEEPIDLE, KEEP_IDLE);
    socket.setOption(SocketOption.TCP_KEEPINTVL, 1);
  }

  @Override
  boolean isOver() {
    return round.isClosing();
  }

  @Override
  User successor() {
    return new StreamServer(round, listening, round.newName(machine, "server"), random);
  }

  @Override
  void act() throws SocketError {
    StreamSocket connection = accept();
    if (connection != null) {
      byte[] header = new byte[Conversation.HEADER];
      if (readFully(connection, header, header.length)) {
        Conversation conversation = Conversation.read(header);
        converses(conversation.key());
        serve(connection, conversation);
      }
    }
  }

  private StreamSocket accept() throws SocketError {
    try {
      StreamSocket[] accepted = new StreamSocket[1];
      patiently(
          () -> {
            accepted[0] = opened(listening.socket().accept());
            return 0;
          });
      return accepted[0];
    } catch (SocketError e) {
      if (e.errno() == Errno.EBADF) {
        return null; // there is a new listener, or there will be none
      }
      throw e;
    }
  }

  private void serve(StreamSocket connection, Conversation c) throws SocketError {
    int cut = c.cutAt(Ending.SERVER_ABORTS, Ending.SERVER_CLOSES);
    switch (c.kind()) {
      case DOWNLOAD -> send(connection, c, cut);
      case UPLOAD -> receive(connection, c, cut, false);
      case ECHO -> receive(connection, c, cut, true);
    }
  }

  private void send(StreamSocket connection, Conversation c, int cut) throws SocketError {
    for (int sent = 0; sent < c.length(); ) {
      if (sent >= cut) {
        leave(connection, c);
        return;
      }
      int piece = Math.min(PIECE, c.length() - sent);
      Content.fill(c.key(), sent, data, 0, piece);
      write(connection, data, piece);
      sent += piece;
    }
  }

  private void receive(StreamSocket connection, Conversation c, int cut, boolean echo)
      throws SocketError {
    int have = 0;
    for (int n = read(connection, data, PIECE); n > 0; n = read(connection, data, PIECE)) {
      check(c.key(), have, data, n);
      have += n;
      if (echo) {
        write(connection, data, n);
      }
      if (have >= cut) {
        leave(connection, c);
        return;
      }
    }
    checkEnd(c.key(), have, c.length());
    if (!echo) {
      write(connection, ByteBuffer.allocate(Long.BYTES).putLong(have).array(), Long.BYTES);
    }
  }

  private void leave(StreamSocket connection, Conversation c) throws SocketError {
    cutShort();
    if (c.ending() == Ending.SERVER_ABORTS) {
      connection.setOption(SocketOption.SO_LINGER, 0);
    }
  }
}
