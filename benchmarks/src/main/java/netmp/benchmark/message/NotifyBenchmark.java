package netmp.benchmark.message;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.socket.DatagramSocket;
import netmp.socket.PollFd;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A datagram given to the protocol thread by notify: the sender copies it into a packet, appends it
 * to the send buffer and posts. It must allocate nothing. An owner that is awake is not woken: then
 * nobody parks, and nobody is unparked, either.
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

  /** What the send buffer holds, in datagrams; the receive buffer of the peer holds one. */
  private static final int ROOM = 1000;

  private static final int BUFFERS = 16 * ROOM;

  /** Whether the owner never sleeps; else it does when it has had nothing to do for a while. */
  @Param({"true", "false"})
  public boolean ownerIsAwake;

  private final byte[] data = new byte[LENGTH];
  private CountingExecution execution;
  private NetStack stack;
  private DatagramSocket sink;
  private DatagramSocket socket;
  private PollFd[] room;

  /** What threads of the stack and the sender did. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Switches {
    /** Datagrams sent. */
    public long sends;

    /** Calls of park. */
    public long parks;

    /** Calls of unpark. */
    public long unparks;

    private long parksBefore;
    private long unparksBefore;

    /** Begins to count. */
    @Setup(Level.Iteration)
    public void begin(NotifyBenchmark benchmark) {
      parksBefore = benchmark.execution.parks();
      unparksBefore = benchmark.execution.unparks();
    }

    /** After each send, for JMH collects the counters before it tears an iteration down. */
    void count(CountingExecution execution) {
      sends++;
      parks = execution.parks() - parksBefore;
      unparks = execution.unparks() - unparksBefore;
    }
  }

  /** A connected socket; its peer is a socket of the same host that nobody reads. */
  @Setup
  public void open() throws SocketError {
    execution = ownerIsAwake ? new CountingExecution(Integer.MAX_VALUE) : new CountingExecution();
    Nic nic = new Nic("A", 0x0200_0000_0001L, 1, 256);
    NetworkInterface nif = new NetworkInterface("A", nic.macAddress(), HERE, 24, IpAddress.ANY);
    StackConfig config = StackConfig.of(nif, new SplittableRandom(1)).withBuffers(BUFFERS);
    stack = new NetStack("A", config, nic, execution);
    stack.start();
    sink = stack.datagramSocket();
    sink.setOption(SocketOption.SO_RCVBUF, LENGTH);
    sink.bind(0, PORT);
    socket = stack.datagramSocket();
    socket.setOption(SocketOption.SO_SNDBUF, ROOM * LENGTH);
    socket.connect(HERE, PORT);
    room = new PollFd[] {new PollFd(socket, PollFd.POLLOUT)};
  }

  /**
   * Sends; where there is no room it gives the processor away until there is, and does not park.
   */
  @Benchmark
  @SuppressWarnings("ThreadPriorityCheck") // A sender that parked would hide who else does.
  public void send(Switches switches) throws SocketError, InterruptedException {
    while (stack.poll(room, 0) == 0) {
      Thread.yield();
    }
    socket.send(data, 0, LENGTH);
    switches.count(execution);
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
