package netmp.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import netmp.capture.CapturedFrame.Direction;
import netmp.nic.Wire;
import org.junit.jupiter.api.Test;

class PcapngWriterTest {

  private static final byte[] FRAME = {0, 1, 2, 3, 4, 5, 6};

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong(0x1_0000_0002L);
  private final PcapngWriter writer = new PcapngWriter(file, clock::get);
  private final List<String> passed = new ArrayList<>();

  private void pass(byte[] frame, int offset, int length) {
    passed.add(HexFormat.of().formatHex(frame, offset, offset + length));
  }

  @Test
  void theBytesOfASmallFile() {
    int device = writer.addDevice("e0");
    writer.tap(device, Direction.INBOUND, this::pass).transmit(FRAME, 1, 5);
    String expected =
        // section header
        "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"
            // interface: Ethernet, name e0, nanoseconds
            + "01000000 28000000 0100 0000 00000000 0200 0200 65300000 0900 0100 09000000 00000000"
            + "28000000"
            // packet: interface 0, time, 5 bytes, inbound
            + "06000000 34000000 00000000 01000000 02000000 05000000 05000000 0102030405 000000"
            + "0200 0400 01000000 00000000 34000000";
    assertThat(HexFormat.of().formatHex(file.toByteArray())).isEqualTo(expected.replace(" ", ""));
    assertThat(passed).containsExactly("0102030405");
  }

  @Test
  void aCommentAndThatADeviceHasNoneForAFrame() throws IOException {
    int device =
        writer.addDevice("e0", (way, frame, offset, length) -> length == 5 ? way + " é" : null);
    Wire wire = writer.tap(device, Direction.INBOUND, this::pass);
    wire.transmit(FRAME, 1, 5);
    wire.transmit(FRAME, 1, 6);
    writer.close();
    try (CaptureReader reader = new CaptureReader(new ByteArrayInputStream(file.toByteArray()))) {
      CapturedFrame commented = reader.next();
      assertThat(commented.comment()).isEqualTo("INBOUND é");
      assertThat(commented.direction()).isEqualTo(Direction.INBOUND);
      assertThat(commented.bytes()).hasSize(5);
      assertThat(reader.next().comment()).isEmpty();
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void theClassicFormat() throws IOException {
    ByteArrayOutputStream pcap = new ByteArrayOutputStream();
    CaptureWriter classic = CaptureWriter.forName("x.pcap", pcap, () -> 3_000_000_007L);
    classic.tap(classic.addDevice("e0"), Direction.INBOUND, this::pass).transmit(FRAME, 1, 5);
    classic.close();
    String expected =
        "4d3cb2a1 0200 0400 00000000 00000000 00000400 01000000"
            + "03000000 07000000 05000000 05000000 0102030405";
    assertThat(HexFormat.of().formatHex(pcap.toByteArray())).isEqualTo(expected.replace(" ", ""));
  }

  @Test
  void frameAfterFrameIsPassedOn() {
    List<Boolean> followed = new ArrayList<>();
    AtomicInteger flushed = new AtomicInteger();
    Wire wire =
        writer.tap(
            writer.addDevice("e0"),
            Direction.OUTBOUND,
            new Wire() {
              @Override
              public void transmit(byte[] frame, int offset, int length) {
                transmit(frame, offset, length, false);
              }

              @Override
              public void transmit(byte[] frame, int offset, int length, boolean more) {
                followed.add(more);
              }

              @Override
              public void flush() {
                flushed.incrementAndGet();
              }
            });
    wire.transmit(FRAME, 0, 7, true);
    wire.transmit(FRAME, 0, 7);
    assertThat(followed).containsExactly(true, false);
    assertThat(flushed).hasValue(0);
    wire.flush();
    assertThat(flushed).hasValue(1);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Wire out = writer.tap(writer.addDevice("left"), Direction.OUTBOUND, this::pass);
    Wire in = writer.tap(writer.addDevice("right"), Direction.INBOUND, this::pass);
    for (int length = 0; length <= 6; length++) {
      out.transmit(FRAME, 0, length);
      clock.addAndGet(5);
      in.transmit(FRAME, 1, length);
    }
    writer.close();
    try (CaptureReader reader = new CaptureReader(new ByteArrayInputStream(file.toByteArray()))) {
      for (int i = 0; i < 14; i++) {
        CapturedFrame frame = reader.next();
        assertThat(frame.device()).isEqualTo(i % 2 == 0 ? "left" : "right");
        assertThat(frame.direction())
            .isEqualTo(i % 2 == 0 ? Direction.OUTBOUND : Direction.INBOUND);
        assertThat(frame.nanos()).isEqualTo(0x1_0000_0002L + 5L * ((i + 1) / 2));
        assertThat(HexFormat.of().formatHex(frame.bytes())).isEqualTo(passed.get(i));
        assertThat(frame.originalLength()).isEqualTo(frame.bytes().length);
      }
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void threadsDoNotMixTheirBlocks() throws Exception {
    Wire wire = writer.tap(writer.addDevice("e0"), Direction.OUTBOUND, (f, o, l) -> {});
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    awaitUninterrupted(start);
                    for (int i = 0; i < 500; i++) {
                      wire.transmit(FRAME, 0, FRAME.length);
                    }
                  }));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    int read = 0;
    try (CaptureReader reader = new CaptureReader(new ByteArrayInputStream(file.toByteArray()))) {
      for (CapturedFrame f = reader.next(); f != null; f = reader.next()) {
        assertThat(f.bytes()).isEqualTo(FRAME);
        read++;
      }
    }
    assertThat(read).isEqualTo(2000);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
