package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import netmp.ether.RingProbes;
import netmp.nic.Nic;
import netmp.nic.RingObserver;
import netmp.nic.RingStep;
import netmp.nic.RxRing;
import netmp.nic.TxRing;

/** A driver and a device at a descriptor ring that is small enough to be full and to turn. */
final class RingScenarios {

  private static final int SIZE = 2;
  private static final int FRAMES = 6;
  private static final int LENGTH = 64;

  private RingScenarios() {}

  /** A receive ring. */
  interface Receiving {

    /** False if the ring is full. */
    boolean post(byte[] buffer);

    /** The next buffer that is filled, or null. */
    byte[] poll();

    /** False if too little is posted. Any thread. */
    boolean fill(byte[] frame);
  }

  /** A transmit ring. */
  interface Transmitting {

    /** False if the ring is full. */
    boolean enqueue(byte[] buffer);

    /** Has the device send. */
    void doorbell();

    /** Whether a descriptor was sent, which is the driver's then. */
    boolean reclaim();
  }

  static List<Scenario> all() {
    return List.of(
        receive("D46", PlantedRxRing.Mistake.CLAIMED_BY_MARK),
        receive("D109", PlantedRxRing.Mistake.POSTED_FIRST),
        receive("D110", PlantedRxRing.Mistake.MARKED_FIRST),
        receive("D111", PlantedRxRing.Mistake.CLEARED_LATE),
        receive("D112", PlantedRxRing.Mistake.CLAIMED_IN_TWO_STEPS),
        receive("D113", PlantedRxRing.Mistake.POSTED_TOO_MANY),
        receiveInParts("D125", PlantedRxRing.Mistake.MARKED_FORWARDS),
        receiveInParts("D126", PlantedRxRing.Mistake.COUNTED_FOR_FIRST),
        transmit("D114", PlantedTxRing.Mistake.RUNG_FIRST),
        transmit("D115", PlantedTxRing.Mistake.RECLAIMED_UNSENT),
        transmit("D115-order", PlantedTxRing.Mistake.COMPLETED_FIRST),
        transmit("D116", PlantedTxRing.Mistake.ENQUEUED_TOO_MANY));
  }

  // ---- receive: two wires, one driver ----

  private static Scenario receive(String id, PlantedRxRing.Mistake mistake) {
    return receive(id, mistake, LENGTH);
  }

  /** Each frame takes two buffers. */
  private static Scenario receiveInParts(String id, PlantedRxRing.Mistake mistake) {
    return receive(id, mistake, LENGTH / 2);
  }

  private static Scenario receive(String id, PlantedRxRing.Mistake mistake, int capacity) {
    return new Scenario(
        id,
        run -> new Reception(run, capacity, (r, o) -> planted(mistake, r, o)).start(),
        run -> new Reception(run, capacity, (r, o) -> new SoundRxRing(o)).start());
  }

  private static Receiving planted(
      PlantedRxRing.Mistake mistake, ScenarioRun run, RingObserver observer) {
    return new PlantedRxRing(mistake, SIZE, run.execution::switchPoint, observer);
  }

  private static final class Reception {
    private final ScenarioRun run;
    private final int capacity;
    private final Receiving ring;
    private final List<Integer> received = new ArrayList<>();
    private boolean posted;

    Reception(
        ScenarioRun run, int capacity, BiFunction<ScenarioRun, RingObserver, Receiving> ring) {
      this.run = run;
      this.capacity = capacity;
      this.ring = ring.apply(run, RingProbes.of(run.probes, "rx_ring"));
    }

    void start() {
      run.user("driver", this::drive);
      run.user("wire1", () -> send(1));
      run.user("wire2", () -> send(1 + FRAMES / 2));
      run.atEnd(
          () -> {
            Collections.sort(received);
            assertThat(received).as("frames").containsExactly(1, 2, 3, 4, 5, 6);
          });
    }

    private void drive() {
      for (int i = 0; i < SIZE; i++) {
        ring.post(new byte[capacity]);
      }
      posted = true;
      while (received.size() < FRAMES) {
        ring.post(new byte[capacity]);
        byte[] first = ring.poll();
        if (first == null) {
          run.execution.spinWait();
        } else {
          received.add(frameOf(first));
        }
      }
    }

    /** The number of a frame, whose other buffers are filled too. */
    private int frameOf(byte[] first) {
      int number = first[capacity - 1];
      for (int bytes = capacity; bytes < LENGTH; bytes += capacity) {
        ring.post(new byte[capacity]);
        byte[] next = ring.poll();
        assertThat(next).as("the rest of frame %s", number).isNotNull();
        assertThat((int) next[capacity - 1]).as("the rest of frame %s", number).isEqualTo(number);
      }
      return number;
    }

    private void send(int first) {
      while (!posted) {
        run.execution.spinWait();
      }
      for (int i = first; i < first + FRAMES / 2; i++) {
        while (!ring.fill(frame(i))) {
          run.execution.spinWait();
        }
      }
    }
  }

  private static byte[] frame(int number) {
    byte[] frame = new byte[LENGTH];
    Arrays.fill(frame, (byte) number);
    frame[0] = 1; // to a group, so that a device takes it
    return frame;
  }

  private static final class SoundRxRing implements Receiving {
    private final Nic nic = new Nic("A", 0x0200_0000_0001L, 1, SIZE);
    private final RxRing ring = nic.rx(0);
    private final byte[][] buffers = new byte[SIZE][];

    /** Which threads have claimed a descriptor since they asked last. */
    private final Set<Thread> claimed = new HashSet<>();

    SoundRxRing(RingObserver observer) {
      nic.filter().setPromiscuous(true); // frames are filled with their numbers
      ring.observe(
          (step, a, b) -> {
            if (step == RingStep.CLAIM_DESCRIPTOR) {
              claimed.add(Thread.currentThread());
            }
            observer.made(step, a, b);
          });
    }

    @Override
    public boolean post(byte[] buffer) {
      int index = ring.post(buffer, 0, buffer.length);
      if (index >= 0) {
        buffers[index] = buffer;
      }
      return index >= 0;
    }

    @Override
    public byte[] poll() {
      int index = ring.poll();
      return index < 0 ? null : buffers[index];
    }

    @Override
    public boolean fill(byte[] frame) {
      nic.receive(frame, 0, frame.length);
      return claimed.remove(Thread.currentThread());
    }
  }

  // ---- transmit: one driver, two buffers ----

  private static Scenario transmit(String id, PlantedTxRing.Mistake mistake) {
    return new Scenario(
        id, run -> new Transmission(run).start(mistake), run -> new Transmission(run).start(null));
  }

  private static final class Transmission {
    private final ScenarioRun run;
    private final RingObserver observer;
    private final List<Integer> sent = new ArrayList<>();

    Transmission(ScenarioRun run) {
      this.run = run;
      observer = RingProbes.of(run.probes, "tx_ring");
    }

    void start(PlantedTxRing.Mistake mistake) {
      Consumer<byte[]> wire =
          frame -> {
            run.execution.switchPoint();
            sent.add((int) frame[LENGTH - 1]);
          };
      Transmitting ring;
      if (mistake == null) {
        ring = new SoundTxRing(wire, observer);
      } else {
        PlantedTxRing planted =
            new PlantedTxRing(mistake, SIZE, run.execution::switchPoint, observer, wire);
        run.user("device", () -> planted.device(FRAMES, run.execution::spinWait));
        ring = planted;
      }
      run.user("driver", () -> drive(ring));
      run.atEnd(() -> assertThat(sent).as("frames").containsExactly(1, 2, 3, 4, 5, 6));
    }

    /** A buffer that was given back is wiped, and used again. */
    private void drive(Transmitting ring) {
      byte[][] buffers = new byte[SIZE + 1][];
      int reclaimed = 0;
      for (int i = 0; i < FRAMES; ) {
        buffers[i % buffers.length] = frame(i + 1);
        if (ring.enqueue(buffers[i % buffers.length])) {
          i++;
        }
        ring.doorbell();
        while (ring.reclaim()) {
          Arrays.fill(buffers[reclaimed++ % buffers.length], (byte) 0);
        }
        run.execution.spinWait();
      }
      while (reclaimed < FRAMES) {
        if (ring.reclaim()) {
          Arrays.fill(buffers[reclaimed++ % buffers.length], (byte) 0);
        } else {
          run.execution.spinWait();
        }
      }
    }
  }

  private static final class SoundTxRing implements Transmitting {
    private final TxRing ring;

    SoundTxRing(Consumer<byte[]> wire, RingObserver observer) {
      Nic nic = new Nic("A", 0x0200_0000_0001L, 1, SIZE);
      nic.connect(
          (frame, offset, length) -> wire.accept(Arrays.copyOfRange(frame, offset, length)));
      ring = nic.tx(0);
      ring.observe(observer);
    }

    @Override
    public boolean enqueue(byte[] buffer) {
      return ring.enqueue(buffer, 0, buffer.length) >= 0;
    }

    @Override
    public void doorbell() {
      ring.doorbell();
    }

    @Override
    public boolean reclaim() {
      return ring.reclaim() >= 0;
    }
  }
}
