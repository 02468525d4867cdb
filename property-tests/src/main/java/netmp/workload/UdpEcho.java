package netmp.workload;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import netmp.exec.Execution;
import netmp.socket.Control;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.SocketError;

/**
 * A UDP echo service with two threads on one socket, and clients that send, wait for the echo and
 * compare it: some by sendto, some on connected sockets, some both.
 *
 * @param clients number of client threads
 * @param datagrams datagrams each sends
 */
public record UdpEcho(int clients, int datagrams) implements Workload {

  private static final int PORT = 7;
  private static final int SERVERS = 2;
  private static final int ROOM = 2048;
  private static final int LONGEST = 1472;
  private static final int LONGEST_EVER = 65507;
  private static final int TRIES = 3;
  private static final long PATIENCE = 2_000_000_000; // longer than ARP takes to ask twice
  private static final long GLANCE = 10_000_000;

  /** The size that the command line runs: three clients of twenty datagrams. */
  public UdpEcho() {
    this(3, 20);
  }

  @Override
  public String name() {
    return "udp-echo";
  }

  @Override
  public String summary() {
    return "an echo service with two threads on one socket, and " + clients + " clients";
  }

  @Override
  public void start(Bench bench) {
    bench.connectAandB();
    bench.user("B.u0", () -> serve(bench));
  }

  private void serve(Bench bench) throws SocketError {
    Execution execution = bench.execution();
    DatagramSocket socket = bench.b().stack().datagramSocket();
    socket.bind(0, PORT);
    AtomicInteger busy = new AtomicInteger(clients);
    Thread self = Thread.currentThread();
    for (int i = 1; i <= SERVERS; i++) {
      bench.user("B.u" + i, () -> echo(socket));
    }
    for (int i = 1; i <= clients; i++) {
      int client = i;
      bench.user(
          "A.u" + i,
          () -> {
            try (DatagramSocket own = bench.a().stack().datagramSocket()) {
              new Client(bench, own, client).run();
            } finally {
              busy.decrementAndGet();
              execution.unpark(self);
            }
          });
    }
    while (busy.get() > 0) {
      execution.park();
    }
    bench.settle();
    socket.close();
  }

  /** Echoes until the socket is closed under it. */
  static void echo(DatagramSocket socket) throws SocketError {
    Datagram d = new Datagram(LONGEST_EVER);
    try {
      for (; ; ) {
        socket.receive(d);
        socket.sendTo(d.data(), 0, d.length(), d.address(), d.port());
      }
    } catch (SocketError e) {
      if (e.errno() != Errno.EBADF) {
        throw e;
      }
    }
  }

  /** One client: its datagrams carry its number, their number, and bytes that follow from both. */
  private final class Client {
    private final Bench bench;
    private final DatagramSocket socket;
    private final int number;
    private final int server;
    private final Datagram received = new Datagram(ROOM);

    Client(Bench bench, DatagramSocket socket, int number) {
      this.bench = bench;
      this.socket = socket;
      this.number = number;
      this.server = bench.b().address();
    }

    void run() throws SocketError {
      boolean connected = number % 2 == 0;
      if (connected) {
        socket.connect(server, PORT);
      }
      for (int i = 0; i < datagrams; i++) {
        if (number % 3 == 0 && i == datagrams / 2) {
          connected = turnAround(connected);
        }
        exchange(i, connected);
      }
    }

    private boolean turnAround(boolean connected) throws SocketError {
      if (socket.control(Control.SIOCGIFMTU) != LONGEST + 28) {
        bench.find("client " + number + ": wrong MTU");
      }
      if (connected) {
        socket.disconnect();
      } else {
        socket.connect(server, PORT);
      }
      return !connected;
    }

    private void exchange(int i, boolean connected) throws SocketError {
      byte[] payload = payload(i);
      boolean answered = false;
      for (int attempt = 0; attempt < TRIES && !answered; attempt++) {
        if (connected) {
          socket.send(payload, 0, payload.length);
        } else {
          socket.sendTo(payload, 0, payload.length, server, PORT);
        }
        answered = bench.isLossless() ? receive(i) : receivePatiently(i);
      }
      if (!answered && bench.isLossless()) {
        bench.find("client " + number + ": datagram " + i + " was not echoed");
      }
    }

    private boolean receive(int i) throws SocketError {
      socket.receive(received);
      return check(i);
    }

    /** Looks again and again; an echo may have been lost. */
    private boolean receivePatiently(int i) throws SocketError {
      Execution execution = bench.execution();
      long deadline = execution.nanoTime() + PATIENCE;
      while (execution.nanoTime() < deadline) {
        while (socket.receiveNow(received)) {
          if (check(i)) {
            return true;
          }
        }
        execution.parkUntil(execution.nanoTime() + GLANCE);
      }
      return false;
    }

    /** Whether this is the echo of datagram i; an echo of anything never sent is a finding. */
    private boolean check(int i) {
      ByteBuffer got = ByteBuffer.wrap(received.data(), 0, received.length()).slice();
      int index = got.remaining() < 8 ? -1 : got.getInt(4);
      boolean sent = index >= 0 && index <= i && got.equals(ByteBuffer.wrap(payload(index)));
      if (!sent || received.address() != server || received.port() != PORT) {
        bench.find("client " + number + ": received what it had not sent, while waiting for " + i);
      }
      return sent && index == i;
    }

    /** At least 8 bytes, at most what fits a frame; both ends of the range occur. */
    private byte[] payload(int i) {
      int length = i % 5 == 4 ? LONGEST : 8 + (number * 37 + i * 101) % (LONGEST - 8);
      ByteBuffer bytes = ByteBuffer.allocate(length).putInt(number).putInt(i);
      while (bytes.hasRemaining()) {
        bytes.put((byte) (bytes.position() * 31 + i));
      }
      return bytes.array();
    }
  }
}
