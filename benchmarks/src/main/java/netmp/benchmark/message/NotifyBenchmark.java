package netmp.benchmark.message;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution;
import netmp.exec.RealExecution;
import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.socket.DatagramSocket;
import netmp.socket.SocketError;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A datagram given to the protocol thread by notify: the sender copies it into a packet, appends it
 * to the send buffer and posts. The owner is awake nearly always, for there is always something to
 * send. It must allocate nothing.
 *
 * <p>{@code mvn -q -pl benchmarks -am verify -DskipTests -Dbenchmark=NotifyBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NotifyBenchmark {

  private static final int HERE = IpAddress.parse("10.0.0.1");
  private static final int PORT = 9;
  private static final int LENGTH = 64;

  /** More than a send buffer holds: a sender that is too fast waits in a synchronous send. */
  private static final int BUFFERS = 4096;

  private final byte[] data = new byte[LENGTH];
  private final Execution execution = new RealExecution();
  private NetStack stack;
  private DatagramSocket sink;
  private DatagramSocket socket;

  /** A connected socket; its peer is a socket of the same host that nobody reads. */
  @Setup
  public void open() throws SocketError {
    Nic nic = new Nic("A", 0x0200_0000_0001L, 1, 256);
    NetworkInterface nif = new NetworkInterface("A", nic.macAddress(), HERE, 24, IpAddress.ANY);
    StackConfig config = StackConfig.of(nif, new SplittableRandom(1)).withBuffers(BUFFERS);
    stack = new NetStack("A", config, nic, execution);
    stack.start();
    sink = stack.datagramSocket();
    sink.bind(0, PORT);
    socket = stack.datagramSocket();
    socket.connect(HERE, PORT);
  }

  /** Sends. */
  @Benchmark
  public void send() throws SocketError {
    socket.send(data, 0, LENGTH);
  }

  /** Ends the stack. */
  @TearDown
  public void close() throws InterruptedException {
    socket.close();
    sink.close();
    stack.stop();
    for (Thread thread : stack.threads()) {
      thread.join();
    }
  }
}
