package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import netmp.ether.DeviceQueue;
import netmp.exec.Execution.Kind;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.msg.MessagePort;
import netmp.netisr.Device;
import netmp.netisr.Netisr;
import netmp.netisr.Timers;
import netmp.netisr.UncaughtHandler;
import netmp.nic.Nic;
import netmp.stats.Counters;

/** What is between a protocol thread and its device, with a defect and without. */
final class DeviceScenarios {

  private static final int RING = 4;

  private DeviceScenarios() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("D42", transmit(false), transmit(true)),
        new Scenario("D57-park", receive(false), receive(true)));
  }

  /** Two CPUs send a packet each through an interface queue that they share. */
  private static Scenario.Setup transmit(boolean atOnce) {
    return run -> {
      TransmitQueue queue = new TransmitQueue(run, atOnce);
      for (int i = 0; i < 2; i++) {
        int packet = i;
        run.user("cpu" + i, () -> queue.send(packet));
      }
      run.atEnd(() -> assertThat(queue.packets).as("packets in the queue").isEmpty());
    };
  }

  /**
   * The interface queue of {@code specs/txqueue}, which the stack does not have: each of its CPUs
   * has a ring of its own. Between two switch points is what BSD does under the queue's lock.
   */
  private static final class TransmitQueue {
    private final ScenarioRun run;

    /** Whether {@code started} is cleared in the section in which the queue is found empty. */
    private final boolean atOnce;

    private final Queue<Integer> packets = new ArrayDeque<>();
    private boolean started;

    TransmitQueue(ScenarioRun run, boolean atOnce) {
      this.run = run;
      this.atOnce = atOnce;
    }

    void send(int packet) {
      run.execution.switchPoint();
      packets.add(packet);
      boolean starter = !started;
      started = true;
      run.execution.switchPoint();
      if (starter) {
        transmitAll();
      }
    }

    private void transmitAll() {
      while (packets.poll() != null) {
        run.execution.switchPoint();
      }
      if (!atOnce) {
        run.execution.switchPoint();
      }
      started = false;
    }
  }

  /** A frame comes to a protocol thread that is about to park. */
  private static Scenario.Setup receive(boolean looksAgain) {
    return run -> new Reception(run, looksAgain).start();
  }

  /** A device, a protocol thread, and a wire. */
  private static final class Reception {
    private final ScenarioRun run;
    private final Nic nic = new Nic("A", 0x0200_0000_0001L, 1, RING);
    private final Timers timers = new Timers(0);
    private final Counters counters = new Counters();
    private final Driver driver;
    private Thread sender;
    private boolean received;

    Reception(ScenarioRun run, boolean looksAgain) {
      this.run = run;
      MbufPool pool = MbufPool.forOneThread(2 * RING, 1);
      Device device =
          new DeviceQueue(nic.rx(0), nic.tx(0), RING, pool, timers, counters, this::input);
      driver = new Driver(run, device, looksAgain);
    }

    private void input(Mbuf frame) {
      frame.free();
      received = true;
      run.execution.unpark(sender);
    }

    void start() {
      MessagePort port = new MessagePort(run.execution, run.probes);
      Netisr netisr =
          new Netisr(
              0,
              Netisr.Mode.INTERRUPT,
              run.execution,
              port,
              driver,
              timers,
              counters,
              () -> {},
              UncaughtHandler.RETHROW);
      run.execution.start("A.p0", Kind.PROTOCOL, netisr);
      sender = run.user("A.wire", this::send);
    }

    private void send() {
      while (!driver.isStarted()) {
        run.execution.spinWait();
      }
      byte[] frame = new byte[64];
      Arrays.fill(frame, (byte) 0xff);
      nic.receive(frame, 0, frame.length);
      while (!received) {
        run.execution.park();
      }
    }
  }

  /** A driver between whose steps the device may do something; D57 does not look again. */
  private static final class Driver implements Device {
    private final ScenarioRun run;
    private final Device driver;
    private final boolean looksAgain;
    private boolean started;

    Driver(ScenarioRun run, Device driver, boolean looksAgain) {
      this.run = run;
      this.driver = driver;
      this.looksAgain = looksAgain;
    }

    boolean isStarted() {
      return started;
    }

    @Override
    public void start(Runnable wake) {
      driver.start(wake);
      started = true;
    }

    @Override
    public int poll(int budget) {
      int polled = driver.poll(budget);
      run.execution.switchPoint();
      return polled;
    }

    @Override
    public boolean isReady() {
      return looksAgain && driver.isReady();
    }

    @Override
    public void enableInterrupt() {
      driver.enableInterrupt();
      run.execution.switchPoint();
    }

    @Override
    public void disableInterrupt() {
      driver.disableInterrupt();
    }

    @Override
    public void flush() {
      driver.flush();
    }
  }
}
