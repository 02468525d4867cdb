package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import netmp.ether.NetworkInterface;
import netmp.exec.RealExecution;
import netmp.inet.IpAddress;
import netmp.link.CrossoverLink;
import netmp.nic.Nic;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Users may be virtual threads: one that waits does not hold its carrier, so that many more wait at
 * a time than there are carriers.
 */
class VirtualThreadsTest {

  private static final int READERS = 100;
  private static final int PORT = 4000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RealExecution execution = new RealExecution();
  private final SplittableRandom random = new SplittableRandom(1);
  private NetStack a;
  private NetStack b;
  private DatagramSocket server;

  @BeforeEach
  void open() throws SocketError {
    Nic nicA = new Nic("A", 0x0200_0000_0001L, 1, 256);
    Nic nicB = new Nic("B", 0x0200_0000_0002L, 1, 256);
    CrossoverLink.connect(nicA, nicB);
    a = stack("A", TwoHosts.A, nicA);
    b = stack("B", TwoHosts.B, nicB);
    server = b.datagramSocket();
    server.bind(0, PORT);
  }

  private NetStack stack(String name, int address, Nic nic) {
    NetworkInterface nif = new NetworkInterface(name, nic.macAddress(), address, 24, IpAddress.ANY);
    NetStack stack = new NetStack(name, StackConfig.of(nif, random.split()), nic, execution);
    stack.start();
    return stack;
  }

  @AfterEach
  void stop() {
    a.stop();
    b.stop();
  }

  private static List<Thread> start(Runnable body) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      threads.add(Thread.ofVirtual().start(body));
    }
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        assertThat(System.nanoTime()).as("time at which all wait").isLessThan(giveUp);
        Thread.onSpinWait();
      }
    }
    return threads;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      assertThat(thread.join(PATIENCE)).as("ended in time").isTrue();
    }
  }

  @Test
  void aHundredWaitAtATimeAndEachGetsADatagram() throws Exception {
    // While the neighbour's address is asked for, only a few datagrams are kept.
    DatagramSocket client = a.datagramSocket();
    client.sendTo(new byte[1], 0, 1, TwoHosts.B, PORT);
    server.receive(new Datagram(1));
    ConcurrentLinkedQueue<Integer> lengths = new ConcurrentLinkedQueue<>();
    List<Thread> readers =
        start(
            () -> {
              Datagram d = new Datagram(200);
              try {
                server.receive(d);
                lengths.add(d.length());
              } catch (SocketError e) {
                lengths.add(-1);
              }
            });
    for (int i = 0; i < READERS; i++) {
      client.sendTo(new byte[i], 0, i, TwoHosts.B, PORT);
    }
    join(readers);
    assertThat(lengths).hasSize(READERS).doesNotHaveDuplicates().doesNotContain(-1);
  }

  @Test
  void aHundredAreInterrupted() throws Exception {
    ConcurrentLinkedQueue<Errno> ends = new ConcurrentLinkedQueue<>();
    List<Thread> readers =
        start(
            () -> {
              try {
                server.receive(new Datagram(1));
              } catch (SocketError e) {
                ends.add(Thread.interrupted() ? e.errno() : Errno.OK);
              }
            });
    readers.forEach(Thread::interrupt);
    join(readers);
    assertThat(ends).hasSize(READERS).containsOnly(Errno.EINTR);
    server.close();
  }

  @Test
  void aHundredSeeTheClose() throws Exception {
    ConcurrentLinkedQueue<Errno> ends = new ConcurrentLinkedQueue<>();
    List<Thread> readers =
        start(
            () -> {
              try {
                server.receive(new Datagram(1));
              } catch (SocketError e) {
                ends.add(e.errno());
              }
            });
    server.close();
    join(readers);
    assertThat(ends).hasSize(READERS).containsOnly(Errno.EBADF);
  }
}
