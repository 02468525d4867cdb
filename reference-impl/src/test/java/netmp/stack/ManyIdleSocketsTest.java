package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution.Kind;
import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.probe.Probe;
import netmp.probe.ProbeSink;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.socket.Event;
import netmp.socket.EventQueue;
import netmp.socket.Filter;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import org.junit.jupiter.api.Test;

/** A hundred thousand connected sockets on one event queue: what a wait costs does not change. */
class ManyIdleSocketsTest {

  private static final int MANY = 100_000;
  private static final int FEW = 10;
  private static final int ROUNDS = 5;

  /**
   * What some waits cost.
   *
   * @param evaluations conditions that were evaluated
   * @param steps accesses to memory that threads share, as probes report them
   */
  private record Cost(long evaluations, long steps) {}

  /** Counts steps. */
  private static final class Counting implements ProbeSink {
    private long steps;
    private int objects;

    @Override
    public void hit(Probe probe, int object, long a, long b) {
      steps++;
    }

    @Override
    public int newObject(String kind) {
      return ++objects;
    }
  }

  @Test
  void aWaitCostsWhatIsReadyHoweverManyAreIdle() {
    for (int ready : new int[] {1, 64}) {
      Cost few = cost(FEW, ready);
      assertThat(few.evaluations).isEqualTo((long) ROUNDS * ready);
      assertThat(cost(ready == 1 ? MANY : MANY / FEW, ready)).isEqualTo(few);
    }
  }

  private static Cost cost(int idle, int ready) {
    DeterministicExecution execution =
        new DeterministicExecution(ScheduleChooser.COOPERATIVE, Long.MAX_VALUE);
    Counting counting = new Counting();
    NetStack stack = stack(execution, new Probes(counting));
    List<Cost> costs = new ArrayList<>();
    execution.start(
        "user",
        Kind.USER,
        () -> {
          try {
            costs.add(cost(stack, counting, idle, ready));
          } catch (SocketError | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    Result result = execution.run();
    assertThat(result.detail()).isEmpty();
    return costs.getFirst();
  }

  static NetStack stack(DeterministicExecution execution, Probes probes) {
    Nic nic = new Nic("A", 0x0200_0000_0001L, 1, 32);
    NetworkInterface nif =
        new NetworkInterface("A", nic.macAddress(), TwoHosts.A, 24, IpAddress.ANY);
    StackConfig config = StackConfig.of(nif, new SplittableRandom(1)).withProbes(probes);
    NetStack stack = new NetStack("A", config, nic, execution);
    stack.start();
    return stack;
  }

  private static Cost cost(NetStack stack, Counting counting, int idle, int ready)
      throws SocketError, InterruptedException {
    Event[] events = IntStream.range(0, 2 * ready).mapToObj(i -> new Event()).toArray(Event[]::new);
    try (EventQueue queue = stack.eventQueue()) {
      for (int i = 0; i < idle; i += 2) {
        for (StreamSocket socket : stack.socketPair()) {
          queue.add(socket, Filter.READ);
        }
      }
      assertThat(queue.kevent(events, 0)).as("nothing is ready").isZero();
      for (int i = 0; i < ready; i++) {
        List<StreamSocket> pair = stack.socketPair();
        queue.add(pair.get(1), Filter.READ);
        pair.get(0).write(new byte[1], 0, 1);
        pair.get(0).blockSize(); // its owner has passed the byte on
      }
      long steps = counting.steps;
      long evaluated = queue.evaluated();
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(queue.kevent(events, EventQueue.FOREVER)).isEqualTo(ready);
      }
      return new Cost(queue.evaluated() - evaluated, counting.steps - steps);
    }
  }
}
