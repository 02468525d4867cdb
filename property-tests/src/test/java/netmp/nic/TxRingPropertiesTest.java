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
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** A transmit ring is a queue, of parts that are sent when their frame is whole. */
class TxRingPropertiesTest {

  private static final int SIZE = 8;

  /** A part of a frame that was not sent. */
  private static final class Part {
    final byte[] bytes;
    final boolean ends;

    Part(byte[] bytes, boolean ends) {
      this.bytes = bytes;
      this.ends = ends;
    }
  }

  /** The ring and the queue. */
  static final class Bench {
    private final Nic nic = new Nic("n0", 0x0200_0000_0001L, 1, SIZE);
    private final TxRing ring = nic.tx(0);
    private final List<String> wire = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private final Queue<Part> waiting = new ArrayDeque<>();

    /** Parts that were sent, or given up, and not reclaimed. */
    private int done;

    private int reclaimed;
    private int enqueued;
    private int sent;
    private int stalls;
    private boolean stalled;
    private boolean carrier = true;

    Bench() {
      nic.connect((frame, offset, length) -> wire.add(text(frame, offset, length)));
    }

    void enqueue(int length, boolean ends) {
      byte[] bytes = new byte[length + 1];
      Arrays.fill(bytes, (byte) enqueued);
      boolean fits = done + waiting.size() < SIZE;
      int command = ends ? TxCommand.END_OF_PACKET : 0;
      int index = ring.enqueue(bytes, 1, length, command, 0, 0);
      assertThat(index).isEqualTo(fits ? enqueued % SIZE : -1);
      if (fits) {
        waiting.add(new Part(Arrays.copyOfRange(bytes, 1, length + 1), ends));
        enqueued++;
      }
    }

    void doorbell() {
      ring.doorbell();
      boolean whole = waiting.stream().anyMatch(part -> part.ends);
      stalls += whole && stalled ? 1 : 0;
      while (!stalled && waiting.stream().anyMatch(part -> part.ends)) {
        sendFrame();
      }
    }

    private void sendFrame() {
      byte[] frame = {};
      Part part;
      do {
        part = waiting.remove();
        done++;
        int at = frame.length;
        frame = Arrays.copyOf(frame, at + part.bytes.length);
        System.arraycopy(part.bytes, 0, frame, at, part.bytes.length);
      } while (!part.ends);
      if (carrier) {
        expected.add(text(frame, 0, frame.length));
        sent++;
      }
    }

    void reclaim() {
      int index = ring.reclaim();
      assertThat(index).isEqualTo(done > 0 ? reclaimed % SIZE : -1);
      reclaimed += done > 0 ? 1 : 0;
      done -= done > 0 ? 1 : 0;
    }

    void stall(boolean on) {
      stalled = on;
      nic.inject(on ? Set.of(DeviceFault.TX_STALL) : Set.of());
    }

    void reset() {
      ring.reset();
      stalled = false;
      done += waiting.size();
      waiting.clear();
    }

    void setCarrier(boolean up) {
      carrier = up;
      nic.setCarrier(up);
    }

    private static String text(byte[] bytes, int from, int length) {
      return Arrays.toString(Arrays.copyOfRange(bytes, from, from + length));
    }

    void compare() {
      assertThat(wire).isEqualTo(expected);
      assertThat(ring.space()).as("space").isEqualTo(SIZE - done - waiting.size());
      assertThat(ring.isPending()).as("pending").isEqualTo(done + waiting.size() > 0);
      assertThat(nic.counters().txPackets()).as("sent").isEqualTo(sent);
      assertThat(nic.counters().txStalls()).as("stalls").isEqualTo(stalls);
    }
  }

  private static Action.Independent<Bench> action(Arbitrary<Transformer<Bench>> happenings) {
    return () -> happenings;
  }

  @Provide
  Arbitrary<ActionChain<Bench>> happenings() {
    Arbitrary<Integer> lengths = Arbitraries.integers().between(14, 40);
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return ActionChain.startWith(Bench::new)
        .withMaxTransformations(60)
        .withAction(
            10,
            action(
                Combinators.combine(lengths, flags)
                    .as(
                        (length, ends) ->
                            Transformer.mutate(
                                "enqueue " + length + (ends ? ", the end" : ""),
                                bench -> bench.enqueue(length, ends)))))
        .withAction(5, Action.just("doorbell", Transformer.mutate("doorbell", Bench::doorbell)))
        .withAction(8, Action.just("reclaim", Transformer.mutate("reclaim", Bench::reclaim)))
        .withAction(1, Action.just("reset", Transformer.mutate("reset", Bench::reset)))
        .withAction(
            1, action(flags.map(on -> Transformer.mutate(on ? "stall" : "work", b -> b.stall(on)))))
        .withAction(
            1,
            action(
                flags.map(
                    up ->
                        Transformer.mutate(
                            up ? "carrier" : "no carrier", bench -> bench.setCarrier(up)))));
  }

  @Property(tries = 500)
  void theRingIsAQueue(@ForAll("happenings") ActionChain<Bench> happenings) {
    happenings.withInvariant("as the queue", Bench::compare).run();
  }
}
