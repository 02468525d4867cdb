package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import netmp.exec.Execution.Kind;
import netmp.mbuf.Mbuf;
import netmp.msg.Message;
import netmp.msg.MessagePort;
import netmp.msg.PortOwner;
import netmp.probe.Probe;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.Result.Outcome;
import netmp.sockbuf.Design;
import netmp.sockbuf.Sockbuf;
import netmp.trace.SimTrace;
import org.junit.jupiter.api.Test;

/**
 * The coalesced notify alone, on the code's own port and sockbuf: writers, an owner, and one
 * message. All schedules with two preemptions are tried, as far as the run is long. A packet that
 * nobody looks at leaves everybody parked.
 */
class NotifyScheduleTest {

  private static final int WRITERS = 2;
  private static final int PACKETS = 1;
  private static final int LONGEST_GAP = 25;
  private static final int CHOICES = 3;
  private static final long STEPS = 100_000;

  /** When the owner marks the message as arrived. */
  private enum Order {
    MARK_THEN_LOOK,
    /** D18. */
    LOOK_THEN_MARK
  }

  @Test
  void noPacketIsForgotten() {
    assertThat(failures(Order.MARK_THEN_LOOK)).isEmpty();
  }

  @Test
  void d18IsFoundByTwoPreemptionsAndRepeated() {
    List<List<Preemption>> failures = failures(Order.LOOK_THEN_MARK);
    assertThat(failures).isNotEmpty();
    Result first = new Run(Order.LOOK_THEN_MARK, failures.getFirst()).result();
    assertThat(first.outcome()).isEqualTo(Outcome.DEADLOCK);
    assertThat(new Run(Order.LOOK_THEN_MARK, failures.getFirst()).result()).isEqualTo(first);
  }

  private static List<List<Preemption>> failures(Order order) {
    List<List<Preemption>> failures = new ArrayList<>();
    for (Preemption first : preemptions()) {
      for (Preemption second : preemptions()) {
        List<Preemption> schedule = List.of(first, second);
        if (!new Run(order, schedule).result().completed()) {
          failures.add(schedule);
        }
      }
    }
    return failures;
  }

  private static List<Preemption> preemptions() {
    List<Preemption> all = new ArrayList<>();
    for (int gap = 0; gap < LONGEST_GAP; gap++) {
      for (int choice = 0; choice < CHOICES; choice++) {
        all.add(new Preemption(gap, choice));
      }
    }
    return all;
  }

  private static final class Run {
    private final Order order;
    private final DeterministicExecution execution;
    private final Probes probes;
    private final MessagePort port;
    private final int traced;
    private final Sockbuf sockbuf;
    private final Lock lock;
    private final AtomicBoolean pending = new AtomicBoolean();
    private final Notify notify = new Notify();
    private Thread reader;
    private int taken;

    Run(Order order, List<Preemption> schedule) {
      this.order = order;
      execution = new DeterministicExecution(new PreemptionChooser(schedule), STEPS);
      probes = new SimTrace(execution, null).probes("A");
      port = new MessagePort(execution, probes);
      traced = probes.newObject("so_snd." + Design.CUPHOLDER.text());
      sockbuf = Design.CUPHOLDER.create(1 << 16, probes, traced);
      lock = execution.newLock();
    }

    Result result() {
      port.setOwner(execution.start("owner", Kind.PROTOCOL, this::own));
      reader = execution.start("reader", Kind.USER, this::awaitAll);
      for (int i = 0; i < WRITERS; i++) {
        execution.start("writer " + i, Kind.USER, this::write);
      }
      return execution.run();
    }

    private void awaitAll() {
      while (taken < WRITERS * PACKETS) {
        execution.park();
      }
    }

    private void write() {
      for (int i = 1; i <= PACKETS; i++) {
        lock.lock();
        try {
          sockbuf.append(Mbuf.header(i));
        } finally {
          lock.unlock();
        }
        boolean onItsWay = pending.getAndSet(true);
        Probes.hit(probes, Probe.POST, traced, onItsWay ? 1 : 0);
        if (!onItsWay) {
          port.put(notify);
        }
      }
    }

    private void own() {
      PortOwner.serve(port, execution);
    }

    private void mark() {
      pending.getAndSet(false);
      Probes.hit(probes, Probe.CLEAR, traced);
    }

    private void look() {
      while (sockbuf.dequeue(0) != null) {
        taken++;
      }
      execution.unpark(reader);
    }

    private final class Notify extends Message {
      @Override
      protected void dispatch() {
        if (order == Order.MARK_THEN_LOOK) {
          mark();
          look();
        } else {
          look();
          mark();
        }
      }
    }
  }
}
