package netmp.benchmark.tcp;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution;
import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;

/**
 * Two stacks with a cable between them, and their users, on one thread in virtual time. What they
 * do is measured in processor time, so what else the machine does matters little, but for what it
 * does to the caches.
 */
final class OneThread {

  static final int SERVER = IpAddress.parse("10.0.0.2");
  static final int PORT = 9;

  private static final int RING = 128;
  private static final int BUFFERS = 2048;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final DeterministicExecution execution =
      new DeterministicExecution(ready -> 0, Long.MAX_VALUE);
  final NetStack client;
  final NetStack server;

  /**
   * What a run took.
   *
   * @param nanos of processor time
   * @param allocated bytes
   */
  record Spent(long nanos, long allocated) {}

  /** What a user does. */
  @FunctionalInterface
  interface Body {

    /** Runs on a user thread. */
    void run() throws IOException;
  }

  OneThread(int mtu, Devices devices) {
    Nic a = new Nic("A", 0x0200_0000_0001L, 1, RING);
    Nic b = new Nic("B", 0x0200_0000_0002L, 1, RING);
    devices.connect(a, b);
    client = stack(a, IpAddress.parse("10.0.0.1"), mtu, devices);
    server = stack(b, SERVER, mtu, devices);
  }

  private NetStack stack(Nic nic, int address, int mtu, Devices devices) {
    NetworkInterface nif =
        new NetworkInterface(nic.name(), nic.macAddress(), address, 24, IpAddress.ANY, mtu);
    StackConfig config =
        StackConfig.of(nif, new SplittableRandom(address))
            .withBuffers(BUFFERS)
            .withOffloads(devices.offloads());
    NetStack stack = new NetStack(nic.name(), config, nic, execution);
    stack.start();
    return stack;
  }

  /** Runs until both users have ended. */
  Spent run(Body onServer, Body onClient) {
    execution.start("server", Execution.Kind.USER, () -> unchecked(onServer));
    execution.start("client", Execution.Kind.USER, () -> unchecked(onClient));
    long thread = Thread.currentThread().threadId();
    long allocated = THREADS.getThreadAllocatedBytes(thread);
    long nanos = THREADS.getCurrentThreadCpuTime();
    Result result = execution.run();
    nanos = THREADS.getCurrentThreadCpuTime() - nanos;
    allocated = THREADS.getThreadAllocatedBytes(thread) - allocated;
    if (!result.completed()) {
      throw new IllegalStateException(result.outcome() + ": " + result.detail());
    }
    return new Spent(nanos, allocated);
  }

  private static void unchecked(Body body) {
    try {
      body.run();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
