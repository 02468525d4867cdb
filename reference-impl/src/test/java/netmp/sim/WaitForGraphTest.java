package netmp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import netmp.exec.Execution;
import netmp.exec.Execution.Kind;
import netmp.exec.RealExecution;
import netmp.msg.MessagePort;
import netmp.msg.PortOwner;
import netmp.msg.SyncMessage;
import netmp.probe.Probes;
import netmp.sim.Result.Outcome;
import org.junit.jupiter.api.Test;

/** No protocol thread waits for a user; and who does is named. */
class WaitForGraphTest {

  private final DeterministicExecution execution =
      new DeterministicExecution(ScheduleChooser.COOPERATIVE, 10_000);

  /** Runs something on the thread that gets it. */
  private static final class Poll extends SyncMessage {
    private final Runnable body;

    Poll(Execution execution, Runnable body) {
      super(execution);
      this.body = body;
    }

    @Override
    protected void dispatch() {
      body.run();
      reply();
    }
  }

  private void serve(MessagePort port) {
    port.setOwner(Thread.currentThread());
    PortOwner.serve(port, execution);
  }

  private MessagePort port(String owner, Kind kind) {
    MessagePort port = new MessagePort(execution, Probes.OFF);
    execution.start(owner, kind, () -> serve(port));
    return port;
  }

  private void pollUnder(Lock lock) {
    MessagePort port = port("A.p0", Kind.PROTOCOL);
    execution.start(
        "A.u1",
        Kind.USER,
        () -> {
          lock.lock();
          try {
            new Poll(execution, lock::lock).send(port);
          } finally {
            lock.unlock();
          }
        });
  }

  @Test
  void aPollThatTakesTheUsersLockIsACycle() {
    pollUnder(new SimLock(execution, 0, false)); // D26: the lock lets protocol threads wait
    Result result = execution.run();
    assertThat(result.outcome()).isEqualTo(Outcome.DEADLOCK);
    assertThat(result.detail())
        .startsWith("wait-for cycle:")
        .contains("A.p0 waits for a user-side lock of A.u1")
        .contains("A.u1 waits for the reply to Poll of A.p0");
  }

  @Test
  void theLocksOfTheSchedulerRefuseProtocolThreads() {
    pollUnder(execution.newLock());
    Result result = execution.run();
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.failure())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(Execution.LOCK_OF_USERS);
  }

  @Test
  void twoThreadsThatSendToEachOtherAreACycle() {
    MessagePort[] ports = new MessagePort[2];
    // D43; users, since a protocol thread that sends fails an assertion.
    ports[0] = port("A.p0", Kind.USER);
    ports[1] = port("A.p1", Kind.USER);
    for (int i = 0; i < 2; i++) {
      MessagePort first = ports[i];
      MessagePort second = ports[1 - i];
      execution.start(
          "A.u" + i,
          Kind.USER,
          () -> {
            execution.parkUntil(10); // both ports have owners
            new Poll(
                    execution,
                    () -> {
                      execution.parkUntil(20); // both have got their message
                      new Poll(execution, () -> {}).send(second);
                    })
                .send(first);
          });
    }
    Result result = execution.run();
    assertThat(result.outcome()).isEqualTo(Outcome.DEADLOCK);
    assertThat(result.detail())
        .startsWith("wait-for cycle:")
        .contains("A.p0 waits for the reply to Poll of A.p1")
        .contains("A.p1 waits for the reply to Poll of A.p0");
  }

  @Test
  void theLocksOfTheMachineRefuseProtocolThreads() throws InterruptedException {
    RealExecution real = new RealExecution();
    Lock lock = real.newLock();
    AtomicReference<RuntimeException> refusal = new AtomicReference<>();
    Runnable take =
        () -> {
          try {
            assertThat(lock.tryLock()).isTrue();
            lock.unlock();
            lock.lock();
          } catch (IllegalStateException e) {
            refusal.set(e);
            return;
          }
          try {
            assertThat(refusal.get()).isNull();
          } finally {
            lock.unlock();
          }
        };
    real.start("user", Kind.USER, take).join();
    assertThat(refusal.get()).isNull();
    real.start("protocol", Kind.PROTOCOL, take).join();
    assertThat(refusal.get()).hasMessage(Execution.LOCK_OF_USERS);
  }
}
