package netmp.workload;

import java.util.concurrent.atomic.AtomicInteger;
import netmp.exec.Execution;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;

/**
 * An echo service on stream sockets: a listener with several acceptors, and clients that connect,
 * write, read the echo and compare it, shut down their sending direction, and read to the end of
 * file. One client in three aborts its connection instead, and one is impatient: its reads are
 * interrupted and begin again, and it lingers when it closes. In between the listener is closed and
 * opened again.
 *
 * @param family what sockets
 * @param clients number of client threads
 * @param messages messages each writes on each of its connections
 */
public record StreamEcho(Family family, int clients, int messages) implements Workload {

  /** A kind of stream sockets, and where the clients are. */
  public enum Family {
    /** Local sockets: clients and service on host A. */
    LOCAL("local-stream", "local stream sockets") {
      @Override
      StreamSocket open(Host host) {
        return host.stack().localSocket();
      }

      @Override
      Host clients(Bench bench) {
        return bench.a();
      }

      @Override
      void bind(StreamSocket listener) throws SocketError {
        listener.bind(NAME);
      }

      @Override
      void connect(StreamSocket socket, Bench bench) throws SocketError {
        socket.connect(NAME);
      }
    },
    /** TCP: the service on host A, clients on host B. */
    TCP("tcp-echo", "TCP") {
      @Override
      StreamSocket open(Host host) {
        return host.stack().streamSocket();
      }

      @Override
      Host clients(Bench bench) {
        return bench.b();
      }

      @Override
      void bind(StreamSocket listener) throws SocketError {
        listener.setOption(SocketOption.SO_REUSEADDR, 1); // connections of the one before have it
        listener.setOption(SocketOption.SO_KEEPALIVE, 1); // the reset of a client may be lost
        listener.setOption(SocketOption.TCP_KEEPIDLE, KEEP_IDLE);
        listener.bind(0, PORT);
      }

      @Override
      void connect(StreamSocket socket, Bench bench) throws SocketError {
        socket.connect(bench.a().address(), PORT);
      }
    };

    private final String text;
    private final String sockets;

    Family(String text, String sockets) {
      this.text = text;
      this.sockets = sockets;
    }

    abstract StreamSocket open(Host host);

    abstract Host clients(Bench bench);

    abstract void bind(StreamSocket listener) throws SocketError;

    abstract void connect(StreamSocket socket, Bench bench) throws SocketError;
  }

  private static final String NAME = "/var/run/echo";
  private static final int PORT = 7;
  private static final int BACKLOG = 2;
  private static final int ACCEPTORS = 2;
  private static final int ROOM = 3000;
  private static final int CONNECTIONS = 2;
  private static final long PAUSE = 100_000;

  /** Kinds of clients. The impatient one is interrupted when it waits for data. */
  private static final int ABORTS = 0;

  private static final int IMPATIENT = 1;

  /** Seconds. */
  private static final int KEEP_IDLE = 100;

  private static final int KINDS = 3;

  /**
   * The size that the command line runs: three clients with two connections of six messages.
   *
   * @param family what sockets
   */
  public StreamEcho(Family family) {
    this(family, 3, 6);
  }

  @Override
  public String name() {
    return family.text;
  }

  @Override
  public String summary() {
    return "an echo service on " + family.sockets + ", with " + ACCEPTORS + " acceptors";
  }

  @Override
  public void start(Bench bench) {
    bench.connectAandB();
    bench.user("A.u0", () -> serve(bench));
  }

  private void serve(Bench bench) throws SocketError {
    Execution execution = bench.execution();
    AtomicInteger busy = new AtomicInteger(clients);
    Thread self = Thread.currentThread();
    StreamSocket listener = listen(bench, 0);
    for (int i = 1; i <= clients; i++) {
      int client = i;
      bench.user(
          family.clients(bench).name() + ".c" + i,
          () -> {
            try {
              new Client(bench, client).run();
            } finally {
              busy.decrementAndGet();
              execution.unpark(self);
            }
          });
    }
    execution.parkUntil(execution.nanoTime() + PAUSE);
    listener.close();
    StreamSocket next = listen(bench, ACCEPTORS);
    while (busy.get() > 0) {
      execution.park();
    }
    next.close();
    bench.settle();
  }

  private StreamSocket listen(Bench bench, int firstAcceptor) throws SocketError {
    StreamSocket listener = family.open(bench.a());
    family.bind(listener);
    listener.listen(BACKLOG);
    for (int i = 1; i <= ACCEPTORS; i++) {
      bench.user("A.a" + (firstAcceptor + i), () -> accept(bench, listener));
    }
    return listener;
  }

  /** Serves until the listener is closed. */
  private static void accept(Bench bench, StreamSocket listener) throws SocketError {
    for (; ; ) {
      try (StreamSocket connection = listener.accept()) {
        if (!connection.isConnected()) {
          bench.find("accepted a socket that is not connected");
        }
        echo(connection);
      } catch (SocketError e) {
        if (e.errno() == Errno.EBADF) {
          return;
        }
        allow(e, Errno.ECONNRESET, Errno.EPIPE);
      }
    }
  }

  private static void echo(StreamSocket connection) throws SocketError {
    byte[] data = new byte[ROOM];
    for (int n = connection.read(data, 0, ROOM); n > 0; n = connection.read(data, 0, ROOM)) {
      connection.write(data, 0, n);
    }
  }

  private static void allow(SocketError e, Errno... allowed) throws SocketError {
    for (Errno errno : allowed) {
      if (e.errno() == errno) {
        return;
      }
    }
    throw e;
  }

  /** One client: its bytes follow from its number and their place in the stream. */
  private final class Client {
    private final Bench bench;
    private final int number;
    private final byte[] received = new byte[ROOM];

    /** Bytes written to and read from the current connection. */
    private int written;

    private int read;
    private boolean impatient;

    Client(Bench bench, int number) {
      this.bench = bench;
      this.number = number;
    }

    void run() throws SocketError {
      for (int i = 0; i < CONNECTIONS; i++) {
        int kind = (number + i) % KINDS;
        while (!converse(kind)) {
          bench.execution().parkUntil(bench.execution().nanoTime() + PAUSE);
        }
      }
    }

    /** False if nobody listened, or the listener was closed before the connection was accepted. */
    private boolean converse(int kind) throws SocketError {
      try (StreamSocket socket = family.open(family.clients(bench))) {
        family.connect(socket, bench);
        impatient = kind == IMPATIENT;
        written = 0;
        read = 0;
        exchange(socket);
        if (kind != ABORTS) {
          finish(socket);
        }
        if (kind == ABORTS || kind == IMPATIENT) {
          socket.setOption(SocketOption.SO_LINGER, kind); // seconds
        }
        return true;
      } catch (SocketError e) {
        allow(e, Errno.ECONNREFUSED, Errno.ECONNRESET, Errno.EPIPE);
        return false;
      }
    }

    private void exchange(StreamSocket socket) throws SocketError {
      for (int i = 0; i < messages; i++) {
        byte[] message = new byte[1 + (number * 577 + i * 1013) % ROOM];
        for (int k = 0; k < message.length; k++) {
          message[k] = at(written + k);
        }
        written += socket.write(message, 0, message.length);
        check(read(socket));
      }
    }

    private int read(StreamSocket socket) throws SocketError {
      if (impatient) {
        bench.execution().interrupt(Thread.currentThread());
      }
      try {
        return socket.read(received, 0, ROOM);
      } catch (SocketError e) {
        allow(e, Errno.EINTR);
        bench.execution().interrupted();
        return socket.read(received, 0, ROOM);
      } finally {
        bench.execution().interrupted();
      }
    }

    private void finish(StreamSocket socket) throws SocketError {
      socket.shutdown(Shutdown.SHUT_WR);
      int count = read(socket);
      while (count >= 0) {
        check(count);
        count = read(socket);
      }
      if (read != written) {
        bench.find("client " + number + ": wrote " + written + " bytes, and read " + read);
      }
    }

    private byte at(int place) {
      return (byte) (place * 31 + (place >> 8) + number);
    }

    private void check(int count) {
      for (int i = 0; i < count; i++) {
        if (received[i] != at(read + i)) {
          bench.find("client " + number + ": byte " + (read + i) + " is not what was written");
          break;
        }
      }
      read += Math.max(0, count);
    }
  }
}
