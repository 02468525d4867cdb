package netmp.nic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import netmp.offload.TransportChecksum;
import org.junit.jupiter.api.Test;

/** A device that does wrong, does so in the way that was asked for, and works again afterwards. */
class DeviceFaultTest {

  private final Nic nic = new Nic("n0", 0x0200_0000_0001L, 1, 4);
  private final RxRing rx = nic.rx(0);
  private final TxRing tx = nic.tx(0);
  private final List<Integer> wire = new ArrayList<>();
  private int interrupts;

  DeviceFaultTest() {
    nic.connect((frame, offset, length) -> wire.add((int) frame[offset]));
    rx.onInterrupt(() -> interrupts++);
    for (int i = 0; i < 4; i++) {
      rx.post(new byte[100], 0, 100);
    }
  }

  private void receive() {
    byte[] frame = new byte[60];
    Arrays.fill(frame, (byte) 0xff);
    nic.receive(frame, 0, frame.length);
  }

  @Test
  void aStalledReceiveQueueLosesFrames() {
    nic.inject(Set.of(DeviceFault.RX_STALL));
    receive();
    assertThat(rx.isReady()).isFalse();
    assertThat(nic.counters().rxNoBuffer()).isEqualTo(1);
    nic.inject(Set.of());
    receive();
    assertThat(rx.length(rx.poll())).isEqualTo(60);
  }

  @Test
  void aFailedWriteCompletesWithoutAFrame() {
    nic.inject(Set.of(DeviceFault.DMA_ERROR));
    receive();
    nic.inject(Set.of());
    receive();
    assertThat(rx.length(rx.poll())).isZero();
    assertThat(rx.length(rx.poll())).isEqualTo(60);
  }

  /** Of UDP, 4 bytes of text; the checksum is to be made. */
  private static byte[] datagram() {
    byte[] frame = new byte[46];
    frame[12] = 8;
    frame[14] = 0x45;
    frame[17] = 32;
    frame[23] = 17;
    frame[39] = 12;
    frame[41] = 17 + 12; // the pseudo-header's: no addresses
    return frame;
  }

  @Test
  void aWrongChecksumIsMade() {
    List<byte[]> sent = new ArrayList<>();
    nic.connect((frame, offset, length) -> sent.add(Arrays.copyOfRange(frame, offset, length)));
    for (Set<DeviceFault> faults :
        List.of(Set.of(DeviceFault.TX_CHECKSUM), Set.<DeviceFault>of())) {
      nic.inject(faults);
      int command = TxCommand.END_OF_PACKET | TxCommand.INSERT_CHECKSUM;
      tx.enqueue(datagram(), 0, 46, command, 0, 0);
      tx.doorbell();
    }
    assertThat(sent)
        .extracting(frame -> TransportChecksum.verify(frame, 0, frame.length))
        .containsExactly(TransportChecksum.BAD, TransportChecksum.GOOD);
  }

  @Test
  void aRightChecksumIsFoundWrong() {
    nic.setReceiveChecksum(true);
    byte[] frame = datagram();
    Arrays.fill(frame, 0, 6, (byte) 0xff);
    TransportChecksum.finish(frame, 0, frame.length);
    nic.inject(Set.of(DeviceFault.RX_CHECKSUM));
    nic.receive(frame, 0, frame.length);
    nic.inject(Set.of());
    nic.receive(frame, 0, frame.length);
    assertThat(rx.status(rx.poll()) & ~RxStatus.END_OF_PACKET).isEqualTo(RxStatus.CHECKSUM_BAD);
    assertThat(rx.status(rx.poll()) & ~RxStatus.END_OF_PACKET).isEqualTo(RxStatus.CHECKSUM_GOOD);
    assertThat(nic.counters().rxChecksumBad()).isEqualTo(1);
  }

  @Test
  void aLostInterruptMasksItself() {
    nic.inject(Set.of(DeviceFault.LOST_INTERRUPT));
    rx.enableInterrupt();
    receive();
    nic.inject(Set.of());
    receive();
    assertThat(interrupts).isZero();
    assertThat(nic.counters().lostInterrupts()).isEqualTo(1);
    rx.enableInterrupt();
    receive();
    assertThat(interrupts).isEqualTo(1);
  }

  @Test
  void aSpuriousInterruptNeedsNoFrameAndNoMask() {
    nic.interrupt(0);
    assertThat(interrupts).isEqualTo(1);
    assertThat(rx.isReady()).isFalse();
  }

  @Test
  void aStalledTransmitQueueSendsWhenItWorksAgain() {
    nic.inject(Set.of(DeviceFault.TX_STALL));
    tx.enqueue(new byte[] {1}, 0, 1);
    tx.doorbell();
    assertThat(tx.reclaim()).isEqualTo(-1);
    assertThat(tx.isPending()).isTrue();
    assertThat(nic.counters().txStalls()).isEqualTo(1);
    nic.inject(Set.of());
    tx.enqueue(new byte[] {2}, 0, 1);
    tx.doorbell();
    assertThat(wire).containsExactly(1, 2);
  }

  @Test
  void aResetGivesBackWhatWasNotSentAndEndsTheStall() {
    nic.inject(Set.of(DeviceFault.TX_STALL));
    tx.enqueue(new byte[] {1}, 0, 1);
    tx.doorbell();
    tx.reset();
    assertThat(tx.reclaim()).isZero();
    assertThat(tx.isPending()).isFalse();
    tx.enqueue(new byte[] {2}, 0, 1);
    tx.doorbell();
    assertThat(wire).containsExactly(2);
    assertThat(nic.counters().txPackets()).isEqualTo(1);
  }
}
