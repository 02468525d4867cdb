package netmp.nic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * A receive ring is a queue of posted buffers and one of filled ones, also while the device errs.
 */
class RxRingPropertiesTest {

  private static final int SIZE = 8;
  private static final byte NOTHING = 0x55;

  /** A buffer that was filled, by what its descriptor shall say. */
  private record Filled(int index, String bytes, boolean ends, boolean failed) {}

  /** A buffer that waits for a frame. */
  private record Posted(int index, int capacity) {}

  /** The ring and the queues. */
  static final class Bench {
    private final Nic nic = new Nic("n0", 0x0200_0000_0001L, 1, SIZE);
    private final RxRing ring = nic.rx(0);
    private final byte[][] buffers = new byte[SIZE][];
    private final Queue<Posted> posted = new ArrayDeque<>();
    private final Queue<Filled> filled = new ArrayDeque<>();
    private Set<DeviceFault> faults = Set.of();
    private boolean enabled;
    private int next;
    private int frames;
    private long missed;
    private long lost;
    private int expectedInterrupts;
    private int interrupts;

    Bench() {
      ring.onInterrupt(() -> interrupts++);
    }

    // ---- the driver ----

    void post(int capacity) {
      byte[] buffer = new byte[capacity + 2];
      Arrays.fill(buffer, NOTHING);
      boolean fits = posted.size() + filled.size() < SIZE;
      int index = ring.post(buffer, 1, capacity);
      assertThat(index).isEqualTo(fits ? next % SIZE : -1);
      if (fits) {
        buffers[index] = buffer;
        posted.add(new Posted(index, capacity));
        next++;
      }
    }

    void poll() {
      Filled expected = filled.poll();
      assertThat(ring.isReady()).isEqualTo(expected != null);
      int index = ring.poll();
      assertThat(index).isEqualTo(expected == null ? -1 : expected.index);
      if (expected != null) {
        int status = ring.status(index);
        boolean ends = (status & RxStatus.END_OF_PACKET) != 0;
        boolean failed = (status & RxStatus.ERROR) != 0;
        byte[] buffer = buffers[index];
        String bytes = text(buffer, 1, ring.length(index));
        assertThat(new Filled(index, bytes, ends, failed)).isEqualTo(expected);
        assertThat(buffer[0]).as("in front of the buffer").isEqualTo(NOTHING);
        assertThat(buffer[buffer.length - 1]).as("behind the buffer").isEqualTo(NOTHING);
      }
    }

    void enableInterrupt(boolean on) {
      enabled = on;
      if (on) {
        ring.enableInterrupt();
      } else {
        ring.disableInterrupt();
      }
    }

    // ---- the device ----

    void inject(Set<DeviceFault> what) {
      faults = what;
      nic.inject(what);
    }

    void receive(int length) {
      byte[] frame = new byte[length];
      Arrays.fill(frame, (byte) ++frames);
      Arrays.fill(frame, 0, 6, (byte) 0xff);
      nic.receive(frame, 0, length);
      boolean fails = faults.contains(DeviceFault.DMA_ERROR);
      List<Posted> taken = take(fails ? 1 : length);
      if (taken.isEmpty()) {
        missed++;
        return;
      }
      fill(taken, frame, fails);
      if (enabled) {
        enabled = false;
        boolean loses = faults.contains(DeviceFault.LOST_INTERRUPT);
        lost += loses ? 1 : 0;
        expectedInterrupts += loses ? 0 : 1;
      }
    }

    /** As many buffers as hold the bytes, or none. */
    private List<Posted> take(int bytes) {
      List<Posted> taken = new ArrayList<>();
      int room = 0;
      for (Posted each : posted) {
        if (room < bytes) {
          taken.add(each);
          room += each.capacity;
        }
      }
      if (room < bytes || faults.contains(DeviceFault.RX_STALL)) {
        return List.of();
      }
      posted.removeAll(taken);
      return taken;
    }

    private void fill(List<Posted> taken, byte[] frame, boolean fails) {
      int at = 0;
      for (Posted each : taken) {
        int bytes = fails ? 0 : Math.min(each.capacity, frame.length - at);
        boolean last = each.equals(taken.getLast());
        filled.add(new Filled(each.index, text(frame, at, bytes), last, fails));
        at += bytes;
      }
    }

    private static String text(byte[] bytes, int from, int length) {
      return Arrays.toString(Arrays.copyOfRange(bytes, from, from + length));
    }

    void compare() {
      assertThat(interrupts).as("interrupts").isEqualTo(expectedInterrupts);
      assertThat(nic.counters().lostInterrupts()).as("lost interrupts").isEqualTo(lost);
      assertThat(nic.counters().rxNoBuffer()).as("without a buffer").isEqualTo(missed);
      assertThat(nic.counters().rxPackets()).as("received").isEqualTo(frames - missed);
    }
  }

  private static Action.Independent<Bench> action(Arbitrary<Transformer<Bench>> happenings) {
    return () -> happenings;
  }

  @Provide
  Arbitrary<ActionChain<Bench>> happenings() {
    Arbitrary<Integer> capacities = Arbitraries.integers().between(RxRing.MIN_CAPACITY, 60);
    Arbitrary<Integer> lengths = Arbitraries.integers().between(20, 120);
    Arbitrary<Set<DeviceFault>> faults =
        Arbitraries.of(DeviceFault.RX_STALL, DeviceFault.DMA_ERROR, DeviceFault.LOST_INTERRUPT)
            .set()
            .ofMaxSize(2);
    return ActionChain.startWith(Bench::new)
        .withMaxTransformations(60)
        .withAction(8, action(capacities.map(n -> Transformer.mutate("post " + n, b -> b.post(n)))))
        .withAction(
            6, action(lengths.map(n -> Transformer.mutate("receive " + n, b -> b.receive(n)))))
        .withAction(6, Action.just("poll", Transformer.mutate("poll", Bench::poll)))
        .withAction(
            2,
            action(
                Arbitraries.of(true, false)
                    .map(
                        on ->
                            Transformer.mutate(
                                on ? "enable" : "disable", b -> b.enableInterrupt(on)))))
        .withAction(
            1, action(faults.map(f -> Transformer.mutate("inject " + f, b -> b.inject(f)))));
  }

  @Property(tries = 500)
  void theRingIsTwoQueues(@ForAll("happenings") ActionChain<Bench> happenings) {
    happenings.withInvariant("as the queues", Bench::compare).run();
  }
}
