package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution.Kind;
import netmp.inet.IpAddress;
import netmp.link.CrossoverLink;
import netmp.netisr.Netisr;
import netmp.netisr.UncaughtHandler;
import netmp.nic.DeviceFault;
import netmp.nic.Nic;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.sim.SimTrace;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Shutdown;
import netmp.socket.StreamSocket;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stack on devices that do wrong: what is sent arrives, and no buffer is lost. */
class DeviceFaultsTest {

  private static final int A = IpAddress.parse("10.0.0.1");
  private static final int B = IpAddress.parse("10.0.0.2");
  private static final int RING = 16;
  private static final int SEEDS = 5;
  private static final int LENGTH = 40_000;
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1000 * MILLISECOND;

  /** What a thread does. */
  @FunctionalInterface
  private interface Task {
    void run() throws Exception;
  }

  /** Two hosts, and a thread that has their devices do wrong. */
  private static final class Bench {
    final DeterministicExecution execution;
    final SplittableRandom random;
    final Nic nicA;
    final Nic nicB;
    final NetStack a;
    final NetStack b;
    private final int buffers;

    Bench(long seed, Netisr.Mode mode) {
      random = new SplittableRandom(seed);
      execution =
          new DeterministicExecution(
              ScheduleChooser.uniform(random.split()), 5_000_000, 600 * SECOND);
      int cpus = 1 + (int) (seed & 1);
      nicA = new Nic("A", 0x0200_0000_0001L, cpus, RING);
      nicB = new Nic("B", 0x0200_0000_0002L, cpus, RING);
      CrossoverLink.connect(nicA, nicB);
      a = stack("A", A, nicA, mode);
      b = stack("B", B, nicB, mode);
      buffers = a.availableBuffers() + b.availableBuffers() - 2 * cpus * RING;
      a.start();
      b.start();
    }

    private NetStack stack(String name, int address, Nic nic, Netisr.Mode mode) {
      NetworkInterface nif =
          new NetworkInterface(
              name, nic.macAddress(), address, 24, IpAddress.ANY, NetworkInterface.ETHERNET_MTU);
      StackConfig config =
          StackConfig.of(nif, random.split())
              .withProbes(new SimTrace(execution, null).probes(name))
              .withMode(mode)
              .withBuffers(256)
              .withUncaught(UncaughtHandler.RETHROW);
      return new NetStack(name, config, nic, execution);
    }

    void user(String name, Task task) {
      execution.start(
          name,
          Kind.USER,
          () -> {
            try {
              task.run();
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
    }

    void rest(long nanos) {
      long deadline = execution.nanoTime() + nanos;
      while (execution.nanoTime() < deadline) {
        execution.parkUntil(deadline);
      }
    }

    /** The devices do wrong for a while, work for a while, and so on, and work in the end. */
    void disturb(Set<DeviceFault> faults, boolean spurious) {
      for (int i = 0; i < 40; i++) {
        rest(random.nextLong(2 * MILLISECOND));
        Nic nic = random.nextBoolean() ? nicA : nicB;
        nic.inject(faults);
        if (spurious) {
          nic.interrupt(random.nextInt(nic.queues()));
        }
        rest(random.nextLong(20 * MILLISECOND));
        nic.inject(Set.of());
      }
    }

    void run(String what) {
      Result result = execution.run();
      assertThat(result.detail()).as(what).isEmpty();
    }

    void checkBuffers() {
      assertThat(a.availableBuffers() + b.availableBuffers()).as("buffers").isEqualTo(buffers);
    }

    long count(Counter counter) {
      return a.statistics().get(counter) + b.statistics().get(counter);
    }

    long count(DropReason reason) {
      return a.statistics().get(reason) + b.statistics().get(reason);
    }
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[LENGTH];
    new Random(LENGTH).nextBytes(bytes);
    return bytes;
  }

  private static byte[] readAll(StreamSocket socket) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    for (int n = socket.read(buffer, 0, buffer.length);
        n > 0;
        n = socket.read(buffer, 0, buffer.length)) {
      all.write(buffer, 0, n);
    }
    return all.toByteArray();
  }

  /** Some text goes there and back, a few bytes at a time, so that it takes a while. */
  private static void echo(Bench bench) throws Exception {
    byte[] data = bytes();
    StreamSocket listener = bench.b.streamSocket();
    listener.bind(0, 80);
    listener.listen(5);
    bench.user(
        "client",
        () -> {
          try (StreamSocket client = bench.a.streamSocket()) {
            client.connect(B, 80);
            for (int i = 0; i < LENGTH; i += 1000) {
              assertThat(client.write(data, i, 1000)).isEqualTo(1000);
              bench.rest(10 * MILLISECOND);
            }
            client.shutdown(Shutdown.SHUT_WR);
            assertThat(readAll(client)).isEqualTo(data);
          }
        });
    try (StreamSocket server = listener.accept()) {
      byte[] text = readAll(server);
      assertThat(server.write(text, 0, text.length)).isEqualTo(LENGTH);
    }
    listener.close();
  }

  /** Runs a transfer under each of some schedules; the benches, at rest. */
  private static void transfer(Set<DeviceFault> faults, boolean spurious, Evidence evidence) {
    long seen = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Bench bench = new Bench(seed, Netisr.Mode.WATCHED);
      bench.user("device", () -> bench.disturb(faults, spurious));
      bench.user(
          "server",
          () -> {
            echo(bench);
            bench.rest(300 * SECOND);
            bench.checkBuffers();
          });
      bench.run(faults + ", seed " + seed);
      seen += evidence.of(bench);
    }
    assertThat(seen).as("faults that were met").isPositive();
  }

  /** Says how often a fault was met. */
  @FunctionalInterface
  private interface Evidence {
    long of(Bench bench);
  }

  private static long evidence(DeviceFault fault, Bench bench) {
    return switch (fault) {
      case RX_STALL -> bench.nicA.counters().rxNoBuffer() + bench.nicB.counters().rxNoBuffer();
      case DMA_ERROR -> bench.count(DropReason.RX_DMA_ERROR);
      case LOST_INTERRUPT ->
          bench.nicA.counters().lostInterrupts() + bench.nicB.counters().lostInterrupts();
      case RX_CHECKSUM, TX_CHECKSUM ->
          bench.nicA.counters().rxChecksumBad() + bench.nicB.counters().rxChecksumBad();
      case TX_STALL -> bench.nicA.counters().txStalls() + bench.nicB.counters().txStalls();
    };
  }

  @ParameterizedTest
  @EnumSource(DeviceFault.class)
  void aTransferEnds(DeviceFault fault) {
    transfer(Set.of(fault), false, bench -> evidence(fault, bench));
  }

  @Test
  void aTransferEndsUnderAllOfThemAndSpuriousInterrupts() {
    transfer(
        EnumSet.allOf(DeviceFault.class), true, bench -> evidence(DeviceFault.RX_STALL, bench));
  }

  /** Each queue that sends stalls once, until it is reset. */
  @Test
  void aTransmitQueueThatStallsForGoodIsReset() {
    Bench bench = new Bench(1, Netisr.Mode.INTERRUPT);
    bench.nicA.inject(Set.of(DeviceFault.TX_STALL));
    bench.user("server", () -> echo(bench));
    bench.run("stalled");
    assertThat(bench.count(Counter.TX_TIMEOUT)).isPositive();
  }

  /** One datagram to a host whose device loses all interrupts. */
  private static Result datagram(Netisr.Mode mode) {
    Bench bench = new Bench(0, mode);
    bench.nicB.inject(Set.of(DeviceFault.LOST_INTERRUPT));
    bench.user(
        "reader",
        () -> {
          try (DatagramSocket socket = bench.b.datagramSocket()) {
            socket.bind(0, 7);
            bench.user(
                "writer",
                () -> {
                  try (DatagramSocket peer = bench.a.datagramSocket()) {
                    peer.sendTo(new byte[] {1, 2}, 0, 2, B, 7);
                  }
                });
            Datagram datagram = new Datagram(9);
            socket.receive(datagram);
            assertThat(datagram.length()).isEqualTo(2);
          }
        });
    return bench.execution.run();
  }

  @Test
  void aLostInterruptIsMadeUpForByTheWatchdogAndByNothingElse() {
    Result watched = datagram(Netisr.Mode.WATCHED);
    assertThat(watched.detail()).isEmpty();
    assertThat(watched.nanos()).isLessThan(4 * Netisr.WATCHDOG_INTERVAL);
    assertThat(datagram(Netisr.Mode.INTERRUPT).completed()).isFalse();
  }
}
