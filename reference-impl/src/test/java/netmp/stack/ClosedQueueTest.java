package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.SplittableRandom;
import netmp.action.StackProbe;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution.Kind;
import netmp.exec.RealExecution;
import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.probe.Probe;
import netmp.probe.ProbeSink;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sim.ScheduleChooser;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.EventQueue;
import netmp.socket.Filter;
import netmp.socket.Poll;
import netmp.socket.PollFd;
import netmp.socket.SocketError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A queue that is closed is garbage, though the sockets that it watched are open. */
class ClosedQueueTest {

  private static final int PATIENCE = 50;

  private NetStack stack;
  private DatagramSocket socket;

  @BeforeEach
  void open() throws Exception {
    Nic nic = new Nic("A", 0x0200_0000_0001L, 1, 64);
    NetworkInterface nif =
        new NetworkInterface("A", nic.macAddress(), TwoHosts.A, 24, IpAddress.ANY);
    StackConfig config = StackConfig.of(nif, new SplittableRandom(1));
    stack = new NetStack("A", config, nic, new RealExecution());
    stack.start();
    socket = stack.datagramSocket();
    socket.bind(0, 4000);
  }

  @AfterEach
  void stop() {
    stack.stop();
  }

  private WeakReference<EventQueue> watchAndClose(boolean closesQueue) throws Exception {
    EventQueue queue = stack.eventQueue();
    queue.add(socket, Filter.values());
    if (closesQueue) {
      queue.close();
    }
    return new WeakReference<>(queue);
  }

  private static boolean isGarbage(WeakReference<EventQueue> queue) {
    for (int i = 0; i < PATIENCE && queue.get() != null; i++) {
      System.gc();
    }
    return queue.get() == null;
  }

  @Test
  void itsSocketsDoNotKeepIt() throws Exception {
    assertThat(isGarbage(watchAndClose(true))).isTrue();
    WeakReference<EventQueue> open = watchAndClose(false);
    System.gc();
    assertThat(open.get()).as("one that is not closed").isNotNull();
    socket.close();
    assertThat(isGarbage(open)).as("when the socket is closed").isTrue();
  }

  /** Counts the knotes that are linked, and lets the schedule decide who goes on. */
  private static final class Linked implements ProbeSink {
    private final DeterministicExecution execution;
    private int knotes;
    private int objects;

    Linked(DeterministicExecution execution) {
      this.execution = execution;
    }

    @Override
    public void hit(Probe probe, int object, long a, long b) {
      knotes += probe == StackProbe.ATTACH ? 1 : probe == StackProbe.DETACH ? -1 : 0;
      execution.switchPoint();
    }

    @Override
    public int newObject(String kind) {
      return ++objects;
    }
  }

  @Test
  void whoAddsWhileItIsClosedLeavesNothingBehind() {
    for (long seed = 0; seed < 100; seed++) {
      DeterministicExecution execution =
          new DeterministicExecution(
              ScheduleChooser.uniform(new SplittableRandom(seed)), Long.MAX_VALUE);
      Linked linked = new Linked(execution);
      NetStack host = ManyIdleSocketsTest.stack(execution, new Probes(linked));
      execution.start("main", Kind.USER, () -> addAndClose(execution, host));
      assertThat(execution.run().completed()).isTrue();
      assertThat(linked.knotes).as("knotes but the queue's own, seed %d", seed).isEqualTo(1);
    }
  }

  private static void addAndClose(DeterministicExecution execution, NetStack host) {
    DatagramSocket watched = host.datagramSocket();
    EventQueue queue = host.eventQueue();
    execution.start(
        "adder",
        Kind.USER,
        () -> {
          try {
            queue.add(watched, Filter.READ);
          } catch (SocketError e) {
            assertThat(e.errno()).isEqualTo(Errno.EBADF);
          }
        });
    queue.close();
  }

  @Test
  void pollLeavesNothingBehind() throws Exception {
    assertThat(stack.poll(new PollFd[] {new PollFd(socket, PollFd.POLLIN)}, 1)).isZero();
    WeakReference<EventQueue> last = watchAndClose(true);
    assertThat(isGarbage(last)).isTrue();
    assertThat(stack.poll(new PollFd[] {new PollFd(socket, PollFd.POLLOUT)}, Poll.INFTIM))
        .isEqualTo(1);
    socket.close();
  }
}
