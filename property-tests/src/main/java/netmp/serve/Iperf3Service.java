package netmp.serve;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.StreamSocket;

/**
 * A server for iperf3's client: TCP and UDP, one direction, the other or both, any number of
 * parallel streams, one test at a time. A connection says by a cookie which test it belongs to;
 * that of an unknown cookie begins a test. Datagrams come to the same port.
 *
 * <p>Not known is SCTP, which is refused; {@code --omit}, {@code --window}, {@code --set-mss},
 * {@code --tos} and {@code --congestion} are the client's alone.
 */
public final class Iperf3Service implements StreamService, DatagramService {

  /** 36 characters and a zero. */
  private static final int COOKIE = 37;

  private final AtomicReference<Iperf3Test> current = new AtomicReference<>();

  private final Supplier<DatagramSocket> sockets;

  /**
   * No test is on.
   *
   * @param sockets opens datagram sockets, from which the server sends
   */
  public Iperf3Service(Supplier<DatagramSocket> sockets) {
    this.sockets = sockets;
  }

  @Override
  public void serve(StreamSocket connection) throws IOException {
    DataInputStream in = new DataInputStream(new SocketInput(connection));
    byte[] bytes = new byte[COOKIE];
    in.readFully(bytes);
    String cookie = new String(bytes, 0, COOKIE - 1, StandardCharsets.ISO_8859_1);
    Iperf3Test running = current.get();
    if (running != null && running.has(cookie)) {
      running.join(connection);
    } else {
      begin(new Iperf3Test(cookie, in, new SocketOutput(connection), sockets));
    }
  }

  private void begin(Iperf3Test test) throws IOException {
    if (!current.compareAndSet(null, test)) {
      test.refuse();
      return;
    }
    try {
      test.run();
    } finally {
      current.set(null);
    }
  }

  @Override
  public void take(DatagramSocket socket, Datagram datagram) throws IOException {
    Iperf3Test test = current.get();
    if (test != null) {
      test.take(socket, datagram);
    }
  }
}
