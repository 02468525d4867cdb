package netmp.nic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Interrupts that are an interval apart, and none that is lost by it. */
class InterruptModerationTest {

  private static final long INTERVAL = 20_000;

  private final Nic nic = new Nic("n0", 0x0200_0000_0001L, 1, 64);
  private final RxRing rx = nic.rx(0);
  private final VirtualTime time = new VirtualTime();
  private final List<Long> interrupts = new ArrayList<>();
  private int polled;

  InterruptModerationTest() {
    nic.setInterruptInterval(INTERVAL, time);
    for (int i = 0; i < 64; i++) {
      rx.post(new byte[100], 0, 100);
    }
    rx.onInterrupt(this::drain);
    rx.enableInterrupt();
  }

  /** A driver that drains its ring at each interrupt, and waits for the next. */
  private void drain() {
    interrupts.add(time.nanoTime());
    while (rx.poll() >= 0) {
      polled++;
    }
    rx.enableInterrupt();
  }

  private void receiveAt(long nanos) {
    time.at(nanos, this::receive);
  }

  private void receive() {
    byte[] frame = new byte[60];
    Arrays.fill(frame, (byte) 0xff);
    nic.receive(frame, 0, frame.length);
  }

  @Test
  void theFirstComesAtOnceAndTheOthersTogether() {
    for (long nanos = 1000; nanos <= 5000; nanos += 1000) {
      receiveAt(nanos);
    }
    time.run();
    assertThat(interrupts).containsExactly(1000L, 1000 + INTERVAL);
    assertThat(polled).isEqualTo(5);
  }

  @Test
  void aStreamInterruptsOncePerInterval() {
    for (long nanos = 1000; nanos <= 60_000; nanos += 1000) {
      receiveAt(nanos);
    }
    time.run();
    assertThat(interrupts)
        .containsExactly(1000L, 1000 + INTERVAL, 1000 + 2 * INTERVAL, 1000 + 3 * INTERVAL);
    assertThat(polled).isEqualTo(60);
  }

  @Test
  void afterAPauseThereIsNoDelay() {
    receiveAt(1000);
    receiveAt(1000 + INTERVAL);
    receiveAt(1000 + 5 * INTERVAL);
    time.run();
    assertThat(interrupts).containsExactly(1000L, 1000 + INTERVAL, 1000 + 5 * INTERVAL);
  }

  @Test
  void aDriverThatWokeByItselfMeanwhileHearsOfWhatCameAfter() {
    receiveAt(1000);
    receiveAt(2000); // put off to 21000
    time.at(3000, this::drain); // by a message, say; the interrupt is enabled again
    receiveAt(4000); // is told with the one that was put off
    time.run();
    assertThat(interrupts).containsExactly(1000L, 3000L, 1000 + INTERVAL);
    assertThat(polled).isEqualTo(3);
  }

  /** D123: who finds an interrupt put off relies on one that is yet to come. */
  @Test
  void aFrameThatComesWhileThePutOffInterruptIsGivenIsToldOfAfterIt() {
    rx.onInterrupt(
        () -> {
          drain();
          if (interrupts.size() == 2) {
            receive();
          }
        });
    receiveAt(1000);
    receiveAt(2000);
    time.run();
    assertThat(interrupts).containsExactly(1000L, 1000 + INTERVAL, 1000 + 2 * INTERVAL);
    assertThat(polled).isEqualTo(3);
  }

  @Test
  void withoutAnIntervalEachComesAtOnce() {
    nic.setInterruptInterval(0, time);
    receiveAt(1000);
    receiveAt(2000);
    time.run();
    assertThat(interrupts).containsExactly(1000L, 2000L);
  }
}
