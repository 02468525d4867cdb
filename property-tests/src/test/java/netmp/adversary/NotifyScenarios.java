package netmp.adversary;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import netmp.action.StackProbe;
import netmp.mbuf.Mbuf;
import netmp.msg.Message;
import netmp.msg.MessagePort;
import netmp.probe.Probes;
import netmp.sockbuf.Design;
import netmp.sockbuf.Sockbuf;

/**
 * The coalesced notify alone, on the code's own port and sockbuf: writers, an owner, and one
 * message. A packet that nobody looks at leaves everybody parked.
 */
final class NotifyScenarios {

  private static final int WRITERS = 2;

  private NotifyScenarios() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("D18", run -> new Bench(run, false, WRITERS, true), NotifyScenarios::sound),
        new Scenario("D120", run -> new Bench(run, true, 1, false), NotifyScenarios::sound));
  }

  /**
   * The owner marks the message as arrived, looks then, and leaves what is behind the first packet
   * to the next message.
   */
  static void sound(ScenarioRun run) {
    new Bench(run, true, 1, true);
  }

  private static final class Bench {
    private final ScenarioRun run;
    private final boolean markFirst;
    private final int burst;
    private final boolean postsAgain;
    private final MessagePort port;
    private final int traced;
    private final Sockbuf sockbuf;
    private final Lock lock;
    private final AtomicBoolean pending = new AtomicBoolean();
    private final Notify notify = new Notify();
    private final Thread reader;
    private int taken;

    Bench(ScenarioRun run, boolean markFirst, int burst, boolean postsAgain) {
      this.run = run;
      this.markFirst = markFirst;
      this.burst = burst;
      this.postsAgain = postsAgain;
      port = run.port("owner");
      traced = run.probes.newObject("so_snd." + Design.CUPHOLDER.text());
      sockbuf = Design.CUPHOLDER.create(1 << 16, run.probes, traced);
      lock = run.execution.newLock();
      reader = run.user("reader", this::awaitAll);
      for (int i = 0; i < WRITERS; i++) {
        run.user("writer " + i, this::write);
      }
      run.withoutJudge(); // there are no users' calls in its trace
    }

    private void awaitAll() {
      while (taken < WRITERS) {
        run.execution.park();
      }
    }

    private void write() {
      lock.lock();
      try {
        sockbuf.append(Mbuf.header(1));
      } finally {
        lock.unlock();
      }
      post();
    }

    private void post() {
      boolean onItsWay = pending.getAndSet(true);
      Probes.hit(run.probes, StackProbe.POST, traced, onItsWay ? 1 : 0);
      if (!onItsWay) {
        port.put(notify);
      }
    }

    private void mark() {
      pending.getAndSet(false);
      Probes.hit(run.probes, StackProbe.CLEAR, traced);
    }

    private void look() {
      int count = 0;
      while (count < burst && sockbuf.dequeue(0) != null) {
        count++;
      }
      taken += count;
      if (count == burst && postsAgain) {
        post();
      }
      run.execution.unpark(reader);
    }

    private final class Notify extends Message {
      @Override
      protected void dispatch() {
        if (markFirst) {
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
