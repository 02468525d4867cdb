package netmp.nic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import netmp.link.CrossoverLink;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One interrupt for frames that follow each other at once, and none that is lost by that. */
class InterruptTest {

  private static final long MAC = 0x0200_0000_0001L;
  private static final int RING = 8;
  private static final int LENGTH = 60;

  private final Nic sender = new Nic("s", 0x0200_0000_0002L, 1, RING);
  private final Nic nic = new Nic("n", MAC, 2, RING);
  private final AtomicInteger[] interrupts = {new AtomicInteger(), new AtomicInteger()};

  /** To this station, of a type that is not hashed. */
  private final byte[] frame = frame(MAC);

  @BeforeEach
  void waits() {
    for (int queue = 0; queue < interrupts.length; queue++) {
      RxRing rx = nic.rx(queue);
      for (int i = 0; i < RING; i++) {
        rx.post(new byte[LENGTH], 0, LENGTH);
      }
      rx.onInterrupt(interrupts[queue]::incrementAndGet);
      rx.enableInterrupt();
    }
  }

  private static byte[] frame(long destination) {
    byte[] frame = new byte[LENGTH];
    for (int i = 0; i < 6; i++) {
      frame[i] = (byte) (destination >> (40 - 8 * i));
    }
    return frame;
  }

  private byte[] datagramForQueue1() {
    byte[] datagram = frame(MAC);
    datagram[12] = 8; // IPv4
    datagram[14] = 0x45;
    datagram[17] = LENGTH - 14;
    datagram[23] = 17; // UDP
    while (nic.rss().queue(0, 0, datagram[35], 0) != 1) {
      datagram[35]++;
    }
    return datagram;
  }

  private int interrupts() {
    return interrupts[0].get();
  }

  private void receive(byte[] received, boolean more) {
    nic.receive(received, 0, LENGTH, more);
  }

  @Test
  void theLastFrameInterrupts() {
    receive(frame, true);
    receive(frame, true);
    assertThat(interrupts()).isZero();
    receive(frame, false);
    assertThat(interrupts()).isEqualTo(1);
    nic.rx(0).enableInterrupt();
    receive(frame(MAC + 1), false); // what was filled before is not told of again
    assertThat(interrupts()).isEqualTo(1);
    receive(frame, false);
    assertThat(interrupts()).isEqualTo(2);
  }

  @Test
  void itNeedsNoFrameOfItsOwn() {
    receive(frame, true);
    receive(frame(MAC + 1), false); // to another station
    assertThat(nic.counters().rxFiltered()).isEqualTo(1);
    assertThat(interrupts()).isEqualTo(1);
  }

  @Test
  void noFrameNoInterrupt() {
    receive(frame(MAC + 1), true);
    receive(frame(MAC + 1), false);
    nic.input().flush();
    assertThat(interrupts()).isZero();
  }

  @Test
  void aFrameWithoutABufferDoesNotInterrupt() {
    nic.rx(0).disableInterrupt();
    for (int i = 0; i < RING; i++) {
      receive(frame, false);
    }
    nic.rx(0).enableInterrupt();
    receive(frame, false);
    assertThat(nic.counters().rxNoBuffer()).isEqualTo(1);
    assertThat(interrupts()).isZero();
  }

  @Test
  void eachRingThatWasFilledInterrupts() {
    receive(datagramForQueue1(), true);
    receive(frame, false);
    assertThat(interrupts[0]).hasValue(1);
    assertThat(interrupts[1]).hasValue(1);
  }

  @Test
  void theCarrierMayGoBeforeTheLast() {
    receive(frame, true);
    nic.setCarrier(false);
    receive(frame, false);
    assertThat(interrupts()).isEqualTo(1);
  }

  @Test
  void theLastMayBeOneThatCannotBeSent() {
    CrossoverLink.connect(sender, nic);
    sender.tx(0).enqueue(frame, 0, LENGTH);
    int command = TxCommand.END_OF_PACKET | TxCommand.INSERT_CHECKSUM; // of what has none
    sender.tx(0).enqueue(frame, 0, LENGTH, command, 0, 0);
    sender.tx(0).doorbell();
    assertThat(sender.counters().all()).containsEntry("tx_errors", 1L);
    assertThat(interrupts()).isEqualTo(1);
  }

  @Test
  void theSendersCarrierMayGoMeanwhile() {
    Wire input = nic.input();
    sender.connect(
        new Wire() {
          @Override
          public void transmit(byte[] sent, int offset, int length) {
            transmit(sent, offset, length, false);
          }

          @Override
          public void transmit(byte[] sent, int offset, int length, boolean more) {
            input.transmit(sent, offset, length, more);
            sender.setCarrier(false);
          }

          @Override
          public void flush() {
            input.flush();
          }
        });
    sender.tx(0).enqueue(frame, 0, LENGTH);
    sender.tx(0).enqueue(frame, 0, LENGTH);
    sender.tx(0).doorbell();
    assertThat(sender.counters().txNoCarrier()).isEqualTo(1);
    assertThat(interrupts()).isEqualTo(1);
  }
}
