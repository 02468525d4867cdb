package netmp.soak;

import java.util.random.RandomGenerator;
import netmp.flood.Flood;
import netmp.nic.DeviceFault;
import netmp.socket.SocketError;

/** What is done to a machine for a while, in milliseconds of the real clock. */
enum Disturbance {
  /** The machine's link is down. */
  PARTITION("partitions", 2000) {
    @Override
    void begin(Disturber disturber, Machine machine, RandomGenerator random) {
      machine.link().setUp(false);
    }

    @Override
    void end(Machine machine) {
      machine.link().setUp(true);
    }
  },
  /** The receive queues stall. */
  RX_STALL("receive queues stalled", 500, DeviceFault.RX_STALL),
  /** The device cannot write to memory. */
  DMA_ERROR("failures of DMA", 500, DeviceFault.DMA_ERROR),
  /** Checksums are found wrong that are right. */
  RX_CHECKSUM("times of mistaken verification", 500, DeviceFault.RX_CHECKSUM),
  /** Interrupts get lost. */
  LOST_INTERRUPT("times of lost interrupts", 1000, DeviceFault.LOST_INTERRUPT),
  /** The transmit queues stall. */
  TX_STALL("transmit queues stalled", 500, DeviceFault.TX_STALL),
  /** The device makes wrong checksums. */
  TX_CHECKSUM("times of wrong checksums", 500, DeviceFault.TX_CHECKSUM),
  /** Interrupts for no reason. */
  SPURIOUS_INTERRUPTS("bursts of spurious interrupts", 10) {
    @Override
    void begin(Disturber disturber, Machine machine, RandomGenerator random) {
      for (int i = 0; i < MANY; i++) {
        machine.host().nic().interrupt(random.nextInt(machine.host().nic().queues()));
      }
    }
  },
  /** The clock goes forward. */
  CLOCK_JUMP("clock jumps", 10) {
    @Override
    void begin(Disturber disturber, Machine machine, RandomGenerator random) {
      machine.execution().jump(random.nextLong(LONGEST_JUMP));
    }
  },
  /** Somebody fills send buffers until there are no more. */
  SENDING_HOG("hogs of send buffers", 500) {
    @Override
    void begin(Disturber disturber, Machine machine, RandomGenerator random) throws SocketError {
      disturber.hogs().sendBuffers(machine);
    }
  },
  /** Somebody lets datagrams lie in a receive buffer. */
  RECEIVING_HOG("hogs of receive buffers", 500) {
    @Override
    void begin(Disturber disturber, Machine machine, RandomGenerator random) throws SocketError {
      disturber.hogs().receiveBuffers(machine, disturber.round().anyMachine(random));
    }
  },
  /** Users are interrupted. */
  INTERRUPTS("interrupts of users", 10) {
    @Override
    void begin(Disturber disturber, Machine machine, RandomGenerator random) {
      for (int i = 0; i < FEW; i++) {
        disturber.round().anyUser(machine, random).interrupt();
      }
    }
  },
  /** A user is killed, and its sockets are closed for it. */
  KILL("users killed", 10) {
    @Override
    void begin(Disturber disturber, Machine machine, RandomGenerator random) {
      disturber.round().kill(disturber.round().anyUser(machine, random));
    }
  },
  /** A user's sockets are closed under its hands. */
  CLOSE("sockets closed by others", 10) {
    @Override
    void begin(Disturber disturber, Machine machine, RandomGenerator random) {
      disturber.round().anyUser(machine, random).bury();
    }
  },
  /** Listeners are closed, and new ones opened. */
  RESTART("listeners restarted", 10) {
    @Override
    void begin(Disturber disturber, Machine machine, RandomGenerator random) throws SocketError {
      disturber.round().restartListeners(machine);
    }
  },
  /** An attacker floods the machine. */
  FLOOD("floods", 1000) {
    @Override
    void begin(Disturber disturber, Machine machine, RandomGenerator random) {
      Flood[] all = Flood.values();
      disturber.flood(machine, all[random.nextInt(all.length)]);
    }
  };

  private static final int MANY = 50;
  private static final int FEW = 5;
  private static final long LONGEST_JUMP = 10_000_000_000L;

  private final String text;

  /** At most. */
  final int millis;

  /** Of the device; null if it is something else that is done. */
  private final DeviceFault fault;

  Disturbance(String text, int millis) {
    this(text, millis, null);
  }

  Disturbance(String text, int millis, DeviceFault fault) {
    this.text = text;
    this.millis = millis;
    this.fault = fault;
  }

  String text() {
    return text;
  }

  /** Begins; on the disturber's thread. */
  void begin(Disturber disturber, Machine machine, RandomGenerator random) throws SocketError {
    machine.inject(fault, true);
  }

  /** Ends what has begun. */
  void end(Machine machine) {
    if (fault != null) {
      machine.inject(fault, false);
    }
  }
}
