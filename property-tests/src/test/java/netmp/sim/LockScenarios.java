package netmp.sim;

import java.util.List;
import java.util.concurrent.locks.Lock;
import netmp.adversary.Scenario;
import netmp.adversary.ScenarioRun;
import netmp.msg.MessagePort;
import netmp.msg.SyncMessage;

/** A user asks an owner while it holds a lock; the owner has something else to do. */
public final class LockScenarios {

  private LockScenarios() {}

  /** All of them. */
  public static List<Scenario> all() {
    return List.of(new Scenario("D26", polled(true), polled(false)));
  }

  /** D26: when a packet has come, the owner takes the lock to know exactly what is there. */
  private static Scenario.Setup polled(boolean underTheLock) {
    return run -> {
      MessagePort port = run.port("A.p0");
      // One that lets protocol threads wait.
      Lock lock = new SimLock(run.execution, 0, false);
      run.user(
          "A.u1",
          () -> {
            lock.lock();
            try {
              run.execution.switchPoint();
              new Poll(run).send(port);
            } finally {
              lock.unlock();
            }
          });
      run.user(
          "A.wire",
          () -> {
            ScenarioRun.order(
                port, underTheLock ? () -> tell(run, lock) : run.execution::switchPoint);
            run.rest(1);
          });
    };
  }

  private static void tell(ScenarioRun run, Lock lock) {
    lock.lock();
    try {
      run.execution.switchPoint();
    } finally {
      lock.unlock();
    }
  }

  /** Whatever the owner is asked, it answers. */
  private static final class Poll extends SyncMessage {

    Poll(ScenarioRun run) {
      super(run.execution);
    }

    @Override
    protected void dispatch() {
      reply();
    }
  }
}
