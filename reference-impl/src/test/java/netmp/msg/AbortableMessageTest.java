package netmp.msg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import netmp.exec.Execution;
import netmp.exec.Execution.Kind;
import netmp.exec.RealExecution;
import netmp.msg.AbortableMessage.Outcome;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.sim.SimTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One event, waited for at an owner that moves from port to port. */
@Timeout(60)
class AbortableMessageTest {

  private static final int SCHEDULES = 500;
  private static final int PORTS = 3;
  private static final long FOREVER = Long.MAX_VALUE;

  private Execution execution;
  private final MessagePort[] ports = new MessagePort[PORTS];
  private final List<AbortableMessage> waiters = new ArrayList<>();

  /** Where the event and the waiter list belong; written by their owner. */
  private volatile MessagePort owner;

  private boolean happened;

  /** A wait for the event. */
  private final class Wait extends AbortableMessage {
    Wait() {
      super(execution);
    }

    @Override
    protected void dispatch() {
      MessagePort next = elsewhere(port());
      if (next != null) {
        forward(next);
      } else if (happened || isAborted()) {
        reply();
      } else {
        waiters.add(this);
      }
    }

    @Override
    protected MessagePort elsewhere(MessagePort here) {
      MessagePort now = owner;
      return now.equals(here) ? null : now;
    }

    @Override
    protected void abandon() {
      if (waiters.remove(this)) {
        reply();
      }
    }
  }

  private final class Happen extends Message {
    private MessagePort here;

    @Override
    protected void dispatch() {
      if (!owner.equals(here)) {
        sendTo(owner);
        return;
      }
      happened = true;
      List<AbortableMessage> waiting = List.copyOf(waiters);
      waiters.clear();
      waiting.forEach(SyncMessage::reply);
    }

    void sendTo(MessagePort port) {
      here = port;
      port.put(this);
    }
  }

  /** Hands the event on to the next port: everything that waits goes with it. */
  private final class Move extends Message {
    private final int to;

    Move(int to) {
      this.to = to;
    }

    @Override
    protected void dispatch() {
      if (owner.equals(ports[to - 1])) {
        owner = ports[to];
        if (to + 1 < PORTS) {
          ports[to].put(new Move(to + 1));
        }
      }
    }
  }

  private DeterministicExecution simulate(long seed) {
    DeterministicExecution simulated =
        new DeterministicExecution(ScheduleChooser.uniform(new SplittableRandom(seed)), 100_000);
    open(simulated, new SimTrace(simulated, null).probes("A"));
    return simulated;
  }

  private void open(Execution opened, Probes probes) {
    execution = opened;
    happened = false;
    waiters.clear();
    for (int i = 0; i < PORTS; i++) {
      MessagePort port = new MessagePort(execution, probes);
      ports[i] = port;
      port.setOwner(execution.start("p" + i, Kind.PROTOCOL, () -> serve(port)));
    }
    owner = ports[0];
  }

  private void serve(MessagePort port) {
    PortOwner.serve(port, execution);
  }

  /** A user that waits twice, another that interrupts it, and an owner that moves. */
  private Result interrupted(long seed) {
    DeterministicExecution simulated = simulate(seed);
    Thread waiter =
        simulated.start(
            "u1",
            Kind.USER,
            () -> {
              Wait wait = new Wait();
              for (int i = 0; i < 2; i++) {
                Outcome outcome = wait.send(ports[0], i == 0 ? FOREVER : simulated.nanoTime() + 5);
                assertThat(wait.isDone()).isTrue();
                assertThat(waiters).doesNotContain(wait);
                assertThat(outcome).isNotEqualTo(i == 0 ? Outcome.TIMED_OUT : null);
                assertThat(simulated.interrupted() || outcome != Outcome.INTERRUPTED).isTrue();
              }
            });
    simulated.start("u2", Kind.USER, () -> ports[0].put(new Move(1)));
    simulated.start("u3", Kind.USER, () -> simulated.interrupt(waiter));
    return simulated.run();
  }

  @Test
  void aWaitEndsAfterAnInterruptUnderAnySchedule() {
    for (long seed = 0; seed < SCHEDULES; seed++) {
      Result result = interrupted(seed);
      assertThat(result.completed()).as("seed %d: %s", seed, result).isTrue();
    }
  }

  @Test
  void aWaitEndsAtItsDeadline() {
    DeterministicExecution simulated = simulate(1);
    simulated.start(
        "u1",
        Kind.USER,
        () -> {
          assertThat(new Wait().send(ports[0], 1000)).isEqualTo(Outcome.TIMED_OUT);
          assertThat(simulated.nanoTime()).isEqualTo(1000);
        });
    assertThat(simulated.run().completed()).isTrue();
  }

  @Test
  void aReplyIsNotTakenBack() {
    for (long seed = 0; seed < SCHEDULES; seed++) {
      DeterministicExecution simulated = simulate(seed);
      Thread waiter =
          simulated.start(
              "u1",
              Kind.USER,
              () -> {
                Outcome outcome = new Wait().send(ports[0], FOREVER);
                assertThat(outcome == Outcome.REPLIED || simulated.interrupted()).isTrue();
                assertThat(outcome == Outcome.INTERRUPTED || happened).isTrue();
              });
      simulated.start("u2", Kind.USER, () -> new Happen().sendTo(ports[0]));
      simulated.start("u3", Kind.USER, () -> simulated.interrupt(waiter));
      Result result = simulated.run();
      assertThat(result.completed()).as("seed %d: %s", seed, result).isTrue();
    }
  }

  @Test
  void aProtocolThreadMustNotWait() {
    DeterministicExecution simulated = simulate(1);
    boolean[] tested = new boolean[1];
    simulated.start(
        "p",
        Kind.PROTOCOL,
        () -> {
          assertThatThrownBy(() -> new Wait().send(ports[0]))
              .isInstanceOf(AssertionError.class)
              .hasMessage("a protocol thread must not wait");
          tested[0] = true;
        });
    simulated.start(
        "u1",
        Kind.USER,
        () -> {
          while (!tested[0]) {
            simulated.spinWait();
          }
        });
    assertThat(simulated.run().completed()).isTrue();
  }

  @Test
  void realThreadsAreInterrupted() throws InterruptedException {
    open(new RealExecution(), Probes.OFF);
    List<Outcome> outcomes = new ArrayList<>();
    Thread waiter =
        Thread.ofVirtual()
            .start(
                () -> {
                  outcomes.add(new Wait().send(ports[0], FOREVER));
                  outcomes.add(execution.interrupted() ? Outcome.INTERRUPTED : Outcome.REPLIED);
                  outcomes.add(new Wait().send(ports[0], execution.nanoTime() + 1000));
                });
    waiter.interrupt();
    waiter.join();
    assertThat(outcomes)
        .containsExactly(Outcome.INTERRUPTED, Outcome.INTERRUPTED, Outcome.TIMED_OUT);
  }

  @Test
  void anInterruptDoesNotEndAWaitThatMayNot() throws InterruptedException {
    open(new RealExecution(), Probes.OFF);
    boolean[] status = new boolean[1];
    Thread waiter =
        execution.start(
            "u1",
            Kind.USER,
            () -> {
              new Wait().send(ports[0]);
              status[0] = execution.interrupted() && happened;
            });
    waiter.interrupt();
    new Happen().sendTo(ports[0]);
    waiter.join();
    assertThat(status[0]).isTrue();
  }
}
