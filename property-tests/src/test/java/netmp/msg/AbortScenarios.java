package netmp.msg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import netmp.adversary.Scenario;
import netmp.adversary.ScenarioRun;
import netmp.msg.AbortableMessage.Outcome;

/**
 * One event, waited for at an owner that moves from port to port. The user waits twice: until it is
 * interrupted, and until a deadline.
 */
public final class AbortScenarios {

  private static final int PORTS = 3;
  private static final long DEADLINE = 5;

  private AbortScenarios() {}

  /** All of them. */
  public static List<Scenario> all() {
    return List.of(
        scenario("D20", ReturnsAtOnce::new),
        new Scenario(
            "D20-early",
            run -> new Event(run).startAndHappen(ReturnsEarly::new),
            run -> new Event(run).startAndHappen(Wait::new)),
        scenario("D21", ToTheOwner::new),
        scenario("D21-chase", TrustsTheOrder::new));
  }

  private static Scenario scenario(String name, Function<Event, Wait> planted) {
    return new Scenario(
        name, run -> new Event(run).start(planted), run -> new Event(run).start(Wait::new));
  }

  /**
   * D20: sends and waits as {@link AbortableMessage#send(MessagePort, long)} does, and returns at
   * the deadline although the message is with the owner.
   */
  public static Outcome sendWithoutAbort(
      AbortableMessage message, MessagePort port, long deadlineNanos) {
    message.post(port);
    return message.await(deadlineNanos);
  }

  /** What is waited for. */
  private static final class Event {
    final ScenarioRun run;
    final List<MessagePort> ports;
    final List<Wait> waiters = new ArrayList<>();

    /** Where the event and the waiter list belong; written by their owner. */
    volatile MessagePort owner;

    Event(ScenarioRun run) {
      this.run = run;
      ports = IntStream.range(0, PORTS).mapToObj(i -> run.port("p" + i)).toList();
      owner = ports.getFirst();
    }

    void start(Function<Event, Wait> waits) {
      Thread waiter = run.user("u1", () -> waitTwice(waits.apply(this)));
      run.user("u2", () -> ScenarioRun.order(ports.getFirst(), () -> move(1)));
      run.user("u3", () -> run.execution.interrupt(waiter));
    }

    void startAndHappen(Function<Event, Wait> waits) {
      start(waits);
      run.user("u4", () -> happen(ports.getFirst()));
    }

    private void waitTwice(Wait wait) {
      waitFor(wait, Long.MAX_VALUE);
      run.execution.interrupted();
      waitFor(wait, run.execution.nanoTime() + DEADLINE);
    }

    private void waitFor(Wait wait, long deadline) {
      Outcome outcome = wait.send(ports.getFirst(), deadline);
      assertThat(wait.isDone()).as("the message is with its sender").isTrue();
      assertThat(waiters).doesNotContain(wait);
      assertThat(outcome != Outcome.REPLIED || wait.told).as("it has happened").isTrue();
      wait.told = false;
    }

    /** The owner hands the event on to the next port: everything that waits goes with it. */
    private void move(int to) {
      owner = ports.get(to);
      if (to + 1 < PORTS) {
        ScenarioRun.order(owner, () -> move(to + 1));
      }
    }

    /** All who wait are told, once. */
    private void happen(MessagePort port) {
      ScenarioRun.order(port, () -> happenAt(port));
    }

    private void happenAt(MessagePort port) {
      if (!owner.equals(port)) {
        happen(owner);
        return;
      }
      List<Wait> waiting = List.copyOf(waiters);
      waiters.clear();
      for (Wait wait : waiting) {
        wait.told = true;
        wait.reply();
      }
    }
  }

  /** A wait for the event. */
  private static class Wait extends AbortableMessage {
    final Event event;

    /** Replied to because it has happened. */
    boolean told;

    Wait(Event event) {
      super(event.run.execution);
      this.event = event;
    }

    @Override
    protected void dispatch() {
      MessagePort next = elsewhere(port());
      if (next != null) {
        forward(next);
      } else if (isAborted()) {
        reply();
      } else {
        event.waiters.add(this);
      }
    }

    @Override
    protected MessagePort elsewhere(MessagePort here) {
      MessagePort now = event.owner;
      return now.equals(here) ? null : now;
    }

    @Override
    protected void abandon() {
      if (event.waiters.remove(this)) {
        reply();
        event.run.execution.switchPoint();
      }
    }
  }

  /** D20: returns although its message is with the owner. */
  private static final class ReturnsAtOnce extends Wait {
    ReturnsAtOnce(Event event) {
      super(event);
    }

    @Override
    void abort(MessagePort port) {
      aborted = true;
    }
  }

  /** D20: returns when its message is replied to, although its abort still travels. */
  private static final class ReturnsEarly extends Wait {
    private final SyncMessage abort;

    ReturnsEarly(Event event) {
      super(event);
      abort =
          new SyncMessage(event.run.execution) {
            @Override
            protected void dispatch() {
              MessagePort next = elsewhere(port());
              if (next != null) {
                forward(next);
              } else {
                giveUp();
                reply();
              }
            }
          };
    }

    @Override
    void abort(MessagePort port) {
      abort.post(port);
      awaitReply();
    }
  }

  /** D21: takes for granted that the abort comes behind the message. */
  private static class TrustsTheOrder extends Wait {
    TrustsTheOrder(Event event) {
      super(event);
    }

    @Override
    void giveUp() {
      if (event.waiters.contains(this)) {
        super.giveUp();
      }
    }
  }

  /** D21: so it does, and sends the abort to where the event is now. */
  private static final class ToTheOwner extends TrustsTheOrder {
    ToTheOwner(Event event) {
      super(event);
    }

    @Override
    void abort(MessagePort port) {
      super.abort(event.owner);
    }
  }
}
