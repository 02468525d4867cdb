package netmp.benchmark.tcp;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution;
import netmp.inet.IpAddress;
import netmp.link.CrossoverLink;
import netmp.nic.Nic;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;
import netmp.stats.Counter;

/**
 * One flow whose both ends, users included, share one thread, in virtual time: what a segment costs
 * in all. It is measured in processor time, so what else the machine does matters little, but for
 * what it does to the caches.
 */
final class OneLoop {

  private static final int PORT = 9;
  private static final int RING = 128;
  private static final int BUFFERS = 2048;
  private static final int ROOM = 128 * 1024;
  private static final int CHUNK = 64 * 1024;
  private static final int SERVER = IpAddress.parse("10.0.0.2");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final DeterministicExecution execution =
      new DeterministicExecution(ready -> 0, Long.MAX_VALUE);
  private final NetStack client;
  private final NetStack server;
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

  private OneLoop(int mtu, long bytes) {
    this.bytes = bytes;
    Nic a = new Nic("A", 0x0200_0000_0001L, 1, RING);
    Nic b = new Nic("B", 0x0200_0000_0002L, 1, RING);
    CrossoverLink.connect(a, b);
    client = stack(a, IpAddress.parse("10.0.0.1"), mtu);
    server = stack(b, SERVER, mtu);
  }

  private NetStack stack(Nic nic, int address, int mtu) {
    NetworkInterface nif =
        new NetworkInterface(nic.name(), nic.macAddress(), address, 24, IpAddress.ANY, mtu);
    StackConfig config = StackConfig.of(nif, new SplittableRandom(address)).withBuffers(BUFFERS);
    NetStack stack = new NetStack(nic.name(), config, nic, execution);
    stack.start();
    return stack;
  }

  /**
   * The cost of a flow: of a long one less that of a short one, so that neither the making of the
   * stacks counts nor the handshake.
   *
   * @param mtu of the link
   * @param bytes of text that count
   */
  static Cost measure(int mtu, long bytes) {
    Spent little = new OneLoop(mtu, bytes / 2).run();
    Spent much = new OneLoop(mtu, bytes + bytes / 2).run();
    double nanos = much.nanos - little.nanos;
    double segments = much.segments - little.segments;
    return new Cost(
        8.0 * bytes / nanos, nanos / segments, (much.allocated - little.allocated) / segments);
  }

  private Spent run() {
    execution.start("reader", Execution.Kind.USER, () -> unchecked(this::read));
    execution.start("writer", Execution.Kind.USER, () -> unchecked(this::write));
    long thread = Thread.currentThread().threadId();
    long allocated = THREADS.getThreadAllocatedBytes(thread);
    long nanos = THREADS.getCurrentThreadCpuTime();
    Result result = execution.run();
    nanos = THREADS.getCurrentThreadCpuTime() - nanos;
    allocated = THREADS.getThreadAllocatedBytes(thread) - allocated;
    if (!result.completed()) {
      throw new IllegalStateException(result.outcome() + ": " + result.detail());
    }
    return new Spent(nanos, allocated, client.statistics().get(Counter.TCP_SENT));
  }

  private interface Body {
    void run() throws IOException;
  }

  private static void unchecked(Body body) {
    try {
      body.run();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void read() throws IOException {
    byte[] into = new byte[CHUNK];
    long count = 0;
    try (StreamSocket listener = server.streamSocket()) {
      listener.bind(0, PORT);
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
    try (StreamSocket socket = client.streamSocket()) {
      socket.setOption(SocketOption.SO_SNDBUF, ROOM);
      socket.connect(SERVER, PORT);
      for (long left = bytes; left > 0; left -= CHUNK) {
        socket.write(chunk, 0, (int) Math.min(left, CHUNK));
      }
    }
  }
}
