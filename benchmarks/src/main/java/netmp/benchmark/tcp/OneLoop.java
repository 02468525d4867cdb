package netmp.benchmark.tcp;

import java.io.IOException;
import netmp.inet.IpAddress;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stats.Counter;

/** One flow, both ends on one thread: what a segment costs in all. */
final class OneLoop {

  private static final int ROOM = 128 * 1024;
  private static final int CHUNK = 64 * 1024;

  private final OneThread hosts;
  private final long bytes;

  /**
   * What segments cost at both ends together.
   *
   * @param gigabits of text per second of processor time
   * @param nanos of processor time per segment with text
   * @param allocated bytes per segment with text
   */
  record Cost(double gigabits, double nanos, double allocated) {}

  private record Spent(long nanos, long allocated, long segments) {}

  private OneLoop(int mtu, Devices devices, long bytes) {
    this.bytes = bytes;
    hosts = new OneThread(mtu, devices);
  }

  /**
   * The cost of a flow: of a long one less that of a short one, so that neither the making of the
   * stacks counts nor the handshake.
   *
   * @param mtu of the link
   * @param devices of both ends
   * @param bytes of text that count
   */
  static Cost measure(int mtu, Devices devices, long bytes) {
    Spent little = new OneLoop(mtu, devices, bytes / 2).run();
    Spent much = new OneLoop(mtu, devices, bytes + bytes / 2).run();
    double nanos = much.nanos - little.nanos;
    double segments = much.segments - little.segments;
    return new Cost(
        8.0 * bytes / nanos, nanos / segments, (much.allocated - little.allocated) / segments);
  }

  private Spent run() {
    OneThread.Spent spent = hosts.run(this::read, this::write);
    return new Spent(
        spent.nanos(), spent.allocated(), hosts.client.statistics().get(Counter.TCP_SENT));
  }

  private void read() throws IOException {
    byte[] into = new byte[CHUNK];
    long count = 0;
    try (StreamSocket listener = hosts.server.streamSocket()) {
      listener.bind(IpAddress.ANY, OneThread.PORT);
      listener.setOption(SocketOption.SO_RCVBUF, ROOM);
      listener.listen(1);
      try (StreamSocket socket = listener.accept()) {
        for (int n = socket.read(into, 0, CHUNK); n > 0; n = socket.read(into, 0, CHUNK)) {
          count += n;
        }
      }
    }
    if (count != bytes) {
      throw new IllegalStateException("read " + count + " of " + bytes + " bytes");
    }
  }

  private void write() throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (StreamSocket socket = hosts.client.streamSocket()) {
      socket.setOption(SocketOption.SO_SNDBUF, ROOM);
      socket.connect(OneThread.SERVER, OneThread.PORT);
      for (long left = bytes; left > 0; left -= CHUNK) {
        socket.write(chunk, 0, (int) Math.min(left, CHUNK));
      }
    }
  }
}
