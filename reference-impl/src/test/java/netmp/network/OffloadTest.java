package netmp.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import netmp.capture.CaptureReader;
import netmp.capture.CapturedFrame;
import netmp.ether.Offload;
import netmp.link.LinkSettings;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the wire does not tell whether the stack or its device has done the work. */
class OffloadTest {

  private static final int PORT = 7;
  private static final int BYTES = 300_000;
  private static final Set<Offload> NONE = Set.of();
  private static final Set<Offload> CHECKSUMS =
      EnumSet.of(Offload.TRANSMIT_CHECKSUM, Offload.RECEIVE_CHECKSUM);
  private static final Set<Offload> ALL = EnumSet.allOf(Offload.class);

  private static final LinkSettings GOOD =
      LinkSettings.PERFECT.withBandwidth(100_000_000).withDelay(Duration.ofMillis(2));

  /** A run, and what it left. */
  private static final class Run {
    final ByteArrayOutputStream capture = new ByteArrayOutputStream();
    Host a;
    Host b;

    /** A stream from a to b, and a datagram as long as four frames. */
    Run(long seed, Set<Offload> offloads, LinkSettings link) throws IOException {
      NetworkConfig config = NetworkConfig.seeded(seed).withCpus(2).withCapture(capture);
      try (Network net = new Network(config)) {
        a = net.host("a", stack -> stack.withOffloads(offloads));
        b = net.host("b", stack -> stack.withOffloads(offloads));
        net.link(a, b, link);
        byte[] data = new byte[BYTES];
        new SplittableRandom(seed).nextBytes(data);
        net.daemon("echo", () -> echo(b));
        net.spawn(
            "sink",
            () -> {
              StreamSocket listener = b.stack().streamSocket();
              listener.bind(0, PORT);
              listener.listen(1);
              StreamSocket connection = listener.accept();
              assertThat(readAll(connection)).isEqualTo(data);
              connection.close();
            });
        net.spawn(
            "source",
            () -> {
              net.sleep(Duration.ofSeconds(1));
              datagram(a, b);
              StreamSocket socket = a.stack().streamSocket();
              socket.connect(b.address(), PORT);
              socket.write(data, 0, data.length);
              socket.close();
              net.sleep(
                  Duration.ofSeconds(1)); // the run ends with its users, and frames are under way
            });
        net.run();
      }
    }

    private static byte[] readAll(StreamSocket from) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] buffer = new byte[10_000];
      for (int n = from.read(buffer, 0, 10_000); n > 0; n = from.read(buffer, 0, 10_000)) {
        all.write(buffer, 0, n);
      }
      return all.toByteArray();
    }

    private static void echo(Host host) throws IOException {
      DatagramSocket socket = host.stack().datagramSocket();
      socket.bind(0, PORT);
      Datagram datagram = new Datagram(10_000);
      while (socket.receive(datagram)) {
        socket.sendTo(datagram.data(), 0, datagram.length(), datagram.address(), datagram.port());
      }
    }

    /** To the peer, over the wire, and to this host itself. */
    private static void datagram(Host from, Host to) throws IOException {
      try (DatagramSocket socket = from.stack().datagramSocket()) {
        socket.sendTo(new byte[5000], 0, 5000, to.address(), PORT);
        socket.sendTo(new byte[100], 0, 100, to.address(), PORT);
      }
    }

    /**
     * The frames of the wire, those that left a first, without what identifies datagrams, and
     * without mere acknowledgments: their windows say how far the user has read, which is for the
     * scheduler to decide.
     */
    List<String> frames() throws IOException {
      List<String> frames = new ArrayList<>();
      try (CaptureReader reader =
          new CaptureReader(new ByteArrayInputStream(capture.toByteArray()))) {
        for (CapturedFrame frame = reader.next(); frame != null; frame = reader.next()) {
          byte[] bytes = frame.bytes();
          assertChecksums(bytes);
          if (bytes[13] == 0) {
            clear(bytes, 18, 2);
            clear(bytes, 24, 2);
          }
          if (!onlyAcknowledges(bytes)) {
            frames.add(frame.nanos() + " " + java.util.HexFormat.of().formatHex(bytes));
          }
        }
      }
      return frames;
    }

    private static boolean onlyAcknowledges(byte[] frame) {
      if (frame[13] != 0 || frame[23] != 6) {
        return false;
      }
      long text = Packets.number(frame, 16, 2) - 20 - (frame[46] >> 4 & 0xf) * 4L;
      return text == 0 && (frame[47] & 0x07) == 0;
    }

    private static void clear(byte[] bytes, int at, int count) {
      java.util.Arrays.fill(bytes, at, at + count, (byte) 0);
    }

    /** Of whole datagrams of TCP and UDP, the plain way. */
    private static void assertChecksums(byte[] frame) {
      boolean whole = frame[13] == 0 && (Packets.number(frame, 20, 2) & 0x3fff) == 0;
      if (!whole || (frame[23] != 6 && frame[23] != 17)) {
        return;
      }
      int length = (int) Packets.number(frame, 16, 2) - 20;
      assertThat(frame).hasSize(34 + length);
      byte[] pseudo = new byte[12 + length + length % 2];
      System.arraycopy(frame, 26, pseudo, 0, 8);
      pseudo[9] = frame[23];
      pseudo[10] = (byte) (length >> 8);
      pseudo[11] = (byte) length;
      System.arraycopy(frame, 34, pseudo, 12, length);
      assertThat(Packets.checksum(pseudo, 0, pseudo.length)).as("checksum").isZero();
      assertThat(Packets.checksum(frame, 14, 20)).as("checksum of IP").isZero();
    }

    long framesOfA() {
      return a.stack().statistics().get(Counter.ETHER_SENT);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void theWireLooksTheSame(long seed) throws IOException {
    Run plain = new Run(seed, NONE, GOOD);
    Run checksums = new Run(seed, CHECKSUMS, GOOD);
    Run all = new Run(seed, ALL, GOOD);
    assertThat(plain.frames()).isNotEmpty().isEqualTo(checksums.frames());
    assertThat(all.frames()).isEqualTo(plain.frames());
    assertThat(plain.framesOfA()).isEqualTo(plain.a.nic().counters().txPackets());
    assertThat(all.framesOfA()).as("cut by the device").isLessThan(plain.framesOfA() * 2 / 3);
    assertThat(all.a.stack().statistics().get(Counter.TCP_SENT))
        .isEqualTo(plain.a.stack().statistics().get(Counter.TCP_SENT));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void damageIsFoundByDeviceOrStack(long seed) throws IOException {
    LinkSettings bad = GOOD.withCorruption(0.05).withLoss(0.02);
    Run run = new Run(seed, seed % 2 == 0 ? ALL : CHECKSUMS, bad);
    NetStack stack = run.b.stack();
    long dropped = stack.statistics().get(DropReason.TCP_BAD_CHECKSUM);
    assertThat(dropped).isPositive();
    assertThat(run.b.nic().counters().all().get("rx_csum_bad")).isGreaterThanOrEqualTo(dropped);
  }

  @Test
  void oneTakesTheOther() {
    StackConfig config = StackConfig.of(netmp.wire.TestHost.NIF, new SplittableRandom(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.withOffloads(Set.of(Offload.SEGMENTATION)))
        .withMessage("SEGMENTATION takes TRANSMIT_CHECKSUM too");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.withOffloads(Set.of(Offload.JOINING)))
        .withMessage("JOINING takes RECEIVE_CHECKSUM too");
  }
}
