package netmp.network;

import netmp.exec.Execution;
import netmp.msg.Message;
import netmp.msg.MessagePort;
import netmp.netisr.Timer;
import netmp.netisr.Timers;
import netmp.nic.Scheduler;
import netmp.probe.Probes;

/**
 * The thread on which a network's links work. It is told by message what shall happen when, and
 * after each thing it lets others run: a device has time to take one frame before the next comes.
 */
public final class NetworkThread implements Scheduler {

  private static final String NAME = "network";

  private final Execution execution;
  private final MessagePort port;
  private final Timers timers;
  private boolean stopped;

  /**
   * Starts the thread. It does not keep a run alive.
   *
   * @param execution where it runs
   */
  public NetworkThread(Execution execution) {
    this.execution = execution;
    port = new MessagePort(execution, Probes.OFF);
    timers = new Timers(execution.nanoTime());
    port.setOwner(execution.start(NAME, Execution.Kind.PROTOCOL, this::run));
  }

  @Override
  public long nanoTime() {
    return execution.nanoTime();
  }

  @Override
  public void at(long nanos, Runnable task) {
    port.put(new Appointment(nanos, task));
  }

  /** Ends the thread once it has seen what was put before. Any thread. */
  public void stop() {
    at(0, () -> stopped = true);
  }

  private void run() {
    while (!stopped) {
      timers.advanceTo(execution.nanoTime());
      int work = dispatch() + timers.fireDue();
      if (work == 0) {
        await();
      }
    }
  }

  private int dispatch() {
    int dispatched = 0;
    for (Message next = port.get(); next != null; next = port.get()) {
      next.handle();
      dispatched++;
    }
    return dispatched;
  }

  private void await() {
    if (port.announceWait()) {
      execution.parkUntil(timers.nextDeadline());
    }
    port.cancelWait();
  }

  /** On its way to the thread it is a message, then a timer's. */
  private final class Appointment extends Message {
    private final long time;
    private final Runnable task;

    Appointment(long time, Runnable task) {
      this.time = time;
      this.task = task;
    }

    @Override
    protected void dispatch() {
      timers.schedule(
          new Timer() {
            @Override
            protected void fire() {
              task.run();
              execution.spinWait();
            }
          },
          time);
    }
  }
}
