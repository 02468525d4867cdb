package netmp.nic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import netmp.link.CrossoverLink;
import netmp.offload.TransportChecksum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What descriptors say of frames: commands on their way out, a status on their way in. */
class DescriptorTest {

  private static final long MAC = 0x0200_0000_0001L;
  private static final int RING = 64;

  /** UDP from 10.0.0.1:1000 to 10.0.0.2:7, with a right checksum, and padding. */
  private static final String UDP =
      "020000000001 020000000002 0800"
          + "4500001e 00004000 40110000 0a000001 0a000002"
          + "03e8 0007 000a d5b4 1234 0000";

  private final Nic nic = new Nic("n0", MAC, 1, RING);
  private final RxRing rx = nic.rx(0);
  private final TxRing tx = nic.tx(0);
  private final byte[][] buffers = new byte[RING][];
  private final List<byte[]> wire = new ArrayList<>();

  DescriptorTest() {
    nic.connect(
        (frame, offset, length) -> wire.add(Arrays.copyOfRange(frame, offset, offset + length)));
  }

  static byte[] frame(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** TCP with text that is as its places are. */
  static byte[] tcp(int text) {
    byte[] frame = new byte[54 + text];
    for (int i = 54; i < frame.length; i++) {
      frame[i] = (byte) (i * 31 + (i >> 8));
    }
    byte[] headers =
        frame(
            "020000000001 020000000002 0800"
                + "45000000 00014000 40060000 0a000001 0a000002"
                + "03e8 0007 00000001 00000002 5010 ffff 0000 0000");
    System.arraycopy(headers, 0, frame, 0, 54);
    frame[16] = (byte) ((frame.length - 14) >> 8);
    frame[17] = (byte) (frame.length - 14);
    int pseudo = 0x0a00 + 1 + 0x0a00 + 2 + 6 + frame.length - 34;
    frame[50] = (byte) (pseudo >> 8);
    frame[51] = (byte) pseudo;
    return frame;
  }

  private void post(int... capacities) {
    for (int capacity : capacities) {
      byte[] buffer = new byte[capacity + 4];
      buffers[rx.post(buffer, 2, capacity)] = buffer;
    }
  }

  private void receive(byte[] frame) {
    nic.receive(frame, 0, frame.length);
  }

  private byte[] part(int index) {
    return Arrays.copyOfRange(buffers[index], 2, 2 + rx.length(index));
  }

  /** The next frame, from all its descriptors. */
  private byte[] next() {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    for (int index = rx.poll(); ; index = rx.poll()) {
      assertThat(index).isNotNegative();
      frame.writeBytes(part(index));
      if ((rx.status(index) & RxStatus.END_OF_PACKET) != 0) {
        return frame.toByteArray();
      }
    }
  }

  // ---- receive ----

  @Test
  void atResetNothingIsLookedAt() {
    post(64);
    receive(frame(UDP));
    assertThat(rx.status(rx.poll())).isEqualTo(RxStatus.END_OF_PACKET);
  }

  @Test
  void checksumsAreVerified() {
    nic.setReceiveChecksum(true);
    post(64, 64, 64, 64);
    receive(frame(UDP));
    byte[] bad = frame(UDP);
    bad[43] ^= 1;
    receive(bad);
    byte[] none = frame(UDP);
    none[40] = 0;
    none[41] = 0;
    receive(none);
    byte[] fragment = frame(UDP);
    fragment[20] = 0x20;
    receive(fragment);
    int end = RxStatus.END_OF_PACKET;
    assertThat(rx.status(rx.poll())).isEqualTo(end | RxStatus.CHECKSUM_GOOD);
    assertThat(rx.status(rx.poll())).isEqualTo(end | RxStatus.CHECKSUM_BAD);
    assertThat(rx.status(rx.poll())).as("UDP without one").isEqualTo(end);
    assertThat(rx.status(rx.poll())).as("a fragment").isEqualTo(end);
    assertThat(nic.counters().all()).containsEntry("rx_csum_bad", 1L);
  }

  @Test
  void aLongFrameSpansSeveralDescriptors() {
    byte[] frame = new byte[100];
    new Random(1).nextBytes(frame);
    Arrays.fill(frame, 0, 6, (byte) 0xff);
    post(40, 16, 44, 100);
    receive(frame);
    receive(frame);
    assertThat(nic.counters().rxPackets()).isEqualTo(2);
    int[] statuses = new int[3];
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      int index = rx.poll();
      statuses[i] = rx.status(index);
      all.writeBytes(part(index));
    }
    assertThat(statuses).containsExactly(0, 0, RxStatus.END_OF_PACKET);
    assertThat(all.toByteArray()).isEqualTo(frame);
    assertThat(next()).isEqualTo(frame);
  }

  @Test
  void aFrameForWhichTooFewBuffersArePostedIsLostAsAWhole() {
    byte[] frame = new byte[100];
    Arrays.fill(frame, (byte) 0xff);
    post(40, 40);
    receive(frame);
    assertThat(nic.counters().rxNoBuffer()).isEqualTo(1);
    assertThat(rx.poll()).isEqualTo(-1);
    post(40);
    receive(frame);
    assertThat(next()).isEqualTo(frame);
  }

  // ---- VLAN ----

  private static byte[] tagged(int tag) {
    String udp = UDP.replace(" ", "");
    return frame(udp.substring(0, 24) + "8100%04x".formatted(tag) + udp.substring(24));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tagsAreStripped(boolean strip) {
    nic.setVlanStripping(strip);
    nic.setReceiveChecksum(true);
    post(64);
    receive(tagged(0x600a));
    int index = rx.poll();
    assertThat(rx.status(index) & RxStatus.CHECKSUM_GOOD).isNotZero();
    assertThat((rx.status(index) & RxStatus.VLAN) != 0).isEqualTo(strip);
    assertThat(hex(part(index))).isEqualTo(hex(strip ? frame(UDP) : tagged(0x600a)));
    if (strip) {
      assertThat(rx.tag(index)).isEqualTo(0x600a);
    }
    assertThat(rx.hash(index)).as("as without a tag").isEqualTo(1 ^ 2 ^ 0xe8 ^ 7);
  }

  @Test
  void aFullFrameHasRoomForATag() {
    nic.setVlanStripping(true);
    post(Nic.MAX_FRAME);
    byte[] full = Arrays.copyOf(tagged(10), Nic.MAX_FRAME + 4);
    receive(full);
    assertThat(rx.length(rx.poll())).isEqualTo(Nic.MAX_FRAME);
    receive(Arrays.copyOf(full, Nic.MAX_FRAME + 5));
    assertThat(nic.counters().rxLengthErrors()).isEqualTo(1);
  }

  @Test
  void tagsAreInserted() {
    byte[] udp = frame(UDP);
    tx.enqueue(udp, 0, 46, TxCommand.INSERT_VLAN | TxCommand.END_OF_PACKET, 0, 0x600a);
    tx.doorbell();
    assertThat(hex(wire.getFirst())).isEqualTo(hex(tagged(0x600a)));
    assertThat(nic.counters().txBytes()).isEqualTo(50);
  }

  // ---- transmit ----

  @Test
  void partsAreGathered() {
    byte[] udp = frame(UDP);
    tx.enqueue(udp, 0, 14, 0, 0, 0);
    tx.enqueue(udp, 14, 20, 0, 0, 0);
    tx.doorbell();
    assertThat(wire).as("it has no end yet").isEmpty();
    assertThat(tx.reclaim()).isEqualTo(-1);
    tx.enqueue(udp, 34, 12, TxCommand.END_OF_PACKET, 0, 0);
    assertThat(tx.space()).isEqualTo(RING - 3);
    tx.doorbell();
    assertThat(wire).singleElement().isEqualTo(udp);
    assertThat(nic.counters().txPackets()).isEqualTo(1);
    for (int i = 0; i < 3; i++) {
      assertThat(tx.reclaim()).isEqualTo(i);
    }
    assertThat(tx.space()).isEqualTo(RING);
  }

  @Test
  void theChecksumIsInserted() {
    byte[] udp = frame(UDP);
    int pseudo = 0x0a00 + 1 + 0x0a00 + 2 + 17 + 10;
    udp[40] = (byte) (pseudo >> 8);
    udp[41] = (byte) pseudo;
    tx.enqueue(udp, 0, 46, TxCommand.INSERT_CHECKSUM | TxCommand.END_OF_PACKET, 0, 0);
    tx.doorbell();
    assertThat(hex(wire.getFirst())).isEqualTo(hex(frame(UDP)));
  }

  @Test
  void aFrameWithoutATransportIsAnErrorOfTheDriver() {
    byte[] arp = frame(UDP);
    arp[13] = 6;
    tx.enqueue(arp, 0, 46, TxCommand.INSERT_CHECKSUM | TxCommand.END_OF_PACKET, 0, 0);
    tx.doorbell();
    assertThat(wire).isEmpty();
    assertThat(tx.reclaim()).isZero();
    assertThat(nic.counters().all()).containsEntry("tx_errors", 1L);
  }

  @Test
  void aLongFrameIsCut() {
    byte[] whole = tcp(2500);
    int command = TxCommand.SEGMENT | TxCommand.INSERT_CHECKSUM;
    tx.enqueue(whole, 0, 1400, command, 1000, 0);
    tx.enqueue(whole, 1400, whole.length - 1400, TxCommand.END_OF_PACKET, 0, 0);
    tx.doorbell();
    assertThat(wire).extracting(frame -> frame.length).containsExactly(1054, 1054, 554);
    assertThat(wire)
        .allMatch(f -> TransportChecksum.verify(f, 0, f.length) == TransportChecksum.GOOD);
    assertThat(nic.counters().txPackets()).isEqualTo(3);
  }

  // ---- cut and joined ----

  @Test
  void whatOneDeviceCutsTheOtherJoins() {
    Nic other = new Nic("n1", MAC + 1, 1, RING);
    CrossoverLink.connect(other, nic);
    nic.setReceiveChecksum(true);
    nic.setJoining(true);
    post(1024, 1024, 1024, 1024);
    byte[] whole = tcp(2500);
    int command = TxCommand.SEGMENT | TxCommand.INSERT_CHECKSUM | TxCommand.END_OF_PACKET;
    other.tx(0).enqueue(whole, 0, whole.length, command, 1000, 0);
    other.tx(0).doorbell();
    assertThat(other.counters().txPackets()).isEqualTo(3);
    assertThat(nic.counters().rxPackets()).isEqualTo(1);
    byte[] joined = next();
    assertThat(joined).hasSize(whole.length);
    assertThat(Arrays.copyOfRange(joined, 54, joined.length))
        .isEqualTo(Arrays.copyOfRange(whole, 54, whole.length));
    assertThat(rx.status(0)).isEqualTo(RxStatus.CHECKSUM_GOOD | RxStatus.JOINED);
  }

  @Test
  void aDamagedSegmentIsNotJoined() {
    nic.setReceiveChecksum(true);
    nic.setJoining(true);
    post(2048, 2048, 2048);
    byte[] first = tcp(10);
    TransportChecksum.finish(first, 0, first.length);
    byte[] second = first.clone();
    second[41] ^= 10; // the sequence number, and not the checksum
    nic.receive(first, 0, first.length, true);
    assertThat(rx.poll()).as("another one follows").isEqualTo(-1);
    nic.receive(second, 0, second.length, false);
    assertThat(next()).isEqualTo(first);
    assertThat(next()).isEqualTo(second);
    assertThat(rx.status(1) & RxStatus.CHECKSUM_BAD).isNotZero();
  }

  /** Nothing waits for a frame that does not come, or does not pass the filter. */
  @Test
  void theLastFrameOfABurstEndsTheJoining() {
    nic.setReceiveChecksum(true);
    nic.setJoining(true);
    post(2048, 2048);
    byte[] first = tcp(10);
    TransportChecksum.finish(first, 0, first.length);
    nic.receive(first, 0, first.length, true);
    byte[] foreign = first.clone();
    foreign[5] = 9;
    nic.receive(foreign, 0, foreign.length, false);
    assertThat(next()).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void unfinishedFramesPassUncutOrAreFinished(boolean offloads) {
    nic.setReceiveChecksum(offloads);
    nic.setJoining(offloads);
    post(2048, 2048, 2048);
    byte[] whole = tcp(2500);
    nic.input().transmitUnfinished(whole, 0, whole.length, 1000, false);
    assertThat(nic.counters().rxPackets()).isEqualTo(offloads ? 1 : 3);
    byte[] first = next();
    assertThat(first).hasSize(offloads ? 2554 : 1054);
    int status = TransportChecksum.verify(first, 0, first.length);
    assertThat(status).isEqualTo(offloads ? TransportChecksum.BAD : TransportChecksum.GOOD);
    assertThat(rx.status(0) & RxStatus.CHECKSUM_GOOD).isEqualTo(offloads ? 2 : 0);
  }

  /** A wire whose end can do with them gets frames as they are. */
  @Test
  void aWireThatTakesUnfinishedFramesGetsThem() {
    List<Integer> sizes = new ArrayList<>();
    nic.connect(
        new OffloadWire() {
          @Override
          public void transmit(byte[] frame, int offset, int length) {
            wire.add(Arrays.copyOfRange(frame, offset, offset + length));
          }

          @Override
          public void transmitUnfinished(
              byte[] frame, int offset, int length, int mss, boolean more) {
            sizes.add(mss);
            transmit(frame, offset, length);
          }
        });
    byte[] whole = tcp(2500);
    int command = TxCommand.INSERT_CHECKSUM | TxCommand.END_OF_PACKET;
    tx.enqueue(whole, 0, whole.length, command | TxCommand.SEGMENT, 1000, 0);
    tx.enqueue(whole, 0, whole.length, command, 0, 0);
    tx.enqueue(whole, 0, whole.length);
    tx.doorbell();
    assertThat(wire).hasSize(3).allMatch(frame -> Arrays.equals(frame, whole));
    assertThat(sizes).containsExactly(1000, 0);
  }
}
