package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Lock;
import netmp.action.StackProbe;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution;
import netmp.inet.IpAddress;
import netmp.netisr.UncaughtHandler;
import netmp.nic.Nic;
import netmp.probe.Probe;
import netmp.probe.ProbeSink;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.socket.DatagramSocket;
import netmp.socket.SocketError;
import org.junit.jupiter.api.Test;

/** A notify to an owner that is awake parks nobody and wakes nobody. */
class NotifyTest {

  private static final int HERE = IpAddress.parse("10.0.0.1");
  private static final int PEER = IpAddress.parse("10.0.0.2");

  /** Threads take turns only where they park or spin. */
  private final Counting execution =
      new Counting(new DeterministicExecution(ScheduleChooser.COOPERATIVE, 10_000));

  /** The posts of the writer, by what they found, and the wakes of senders. */
  private final List<String> steps = new ArrayList<>();

  private boolean stopInTheTurn;

  @Test
  void aNotifyToAnOwnerThatIsAwakeParksAndWakesNobody() {
    List<Throwable> failures = new ArrayList<>();
    NetStack stack = stack();
    execution.start(
        "user",
        Execution.Kind.USER,
        () -> {
          try {
            run(stack);
          } catch (SocketError | AssertionError e) {
            failures.add(e);
          }
        });
    Result result = execution.inner.run();
    assertThat(failures).isEmpty();
    assertThat(result.detail()).isEmpty();
  }

  private void run(NetStack stack) throws SocketError {
    DatagramSocket socket = stack.datagramSocket();
    socket.connect(PEER, 9);
    byte[] data = new byte[64];
    execution.spinWait(); // The owner has nothing to do and parks.

    steps.clear();
    stopInTheTurn = true;
    int unparks = execution.unparks;
    socket.send(data, 0, data.length);
    assertThat(steps).as("an owner that sleeps is woken").containsExactly("Post(0)", "Wake(1)");
    assertThat(execution.unparks).isEqualTo(unparks + 1);

    int parks = execution.parks;
    socket.send(data, 0, data.length);
    assertThat(steps).as("the message is on its way").endsWith("Post(1)").hasSize(3);

    execution.spinWait(); // The owner has the message, and stops in the middle of its turn.
    steps.clear();
    socket.send(data, 0, data.length);
    assertThat(steps).as("a message to an owner in its turn").containsExactly("Post(0)", "Wake(0)");
    assertThat(execution.unparks).as("woken since the first").isEqualTo(unparks + 1);
    assertThat(execution.parks).as("nobody has parked").isEqualTo(parks);
    socket.close();
  }

  private NetStack stack() {
    Nic nic = new Nic("A", 0x0200_0000_0001L, 1, 8);
    NetworkInterface nif = new NetworkInterface("A", nic.macAddress(), HERE, 24, IpAddress.ANY);
    StackConfig config =
        StackConfig.of(nif, new SplittableRandom(1))
            .withProbes(new Probes(new Sink()))
            .withUncaught(UncaughtHandler.RETHROW);
    NetStack stack = new NetStack("A", config, nic, execution);
    stack.start();
    return stack;
  }

  private final class Sink implements ProbeSink {
    private int objects;

    @Override
    public void hit(Probe probe, int object, long a, long b) {
      if (probe == StackProbe.POST || probe == StackProbe.WAKE) {
        steps.add(probe.action() + "(" + a + ")");
      }
      if (probe == StackProbe.CLEAR && stopInTheTurn) {
        stopInTheTurn = false;
        execution.spinWait();
      }
    }

    @Override
    public int newObject(String kind) {
      return ++objects;
    }
  }

  /** Counts who parks and who is woken. */
  private static final class Counting implements Execution {
    private final DeterministicExecution inner;
    private int parks;
    private int unparks;

    Counting(DeterministicExecution inner) {
      this.inner = inner;
    }

    @Override
    public Thread start(String name, Kind kind, Runnable body) {
      return inner.start(name, kind, body);
    }

    @Override
    public void park() {
      parks++;
      inner.park();
    }

    @Override
    public void parkUntil(long deadlineNanos) {
      parks++;
      inner.parkUntil(deadlineNanos);
    }

    @Override
    public void unpark(Thread thread) {
      unparks++;
      inner.unpark(thread);
    }

    @Override
    public void interrupt(Thread thread) {
      inner.interrupt(thread);
    }

    @Override
    public boolean interrupted() {
      return inner.interrupted();
    }

    @Override
    public boolean isProtocolThread() {
      return inner.isProtocolThread();
    }

    @Override
    public long nanoTime() {
      return inner.nanoTime();
    }

    @Override
    public Lock newLock() {
      return inner.newLock();
    }

    @Override
    public int spins() {
      return inner.spins();
    }

    @Override
    public void spinWait() {
      inner.spinWait();
    }
  }
}
