package netmp.nic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;
import netmp.link.CrossoverLink;

/** What a device does to frames, against the plain way to do it. */
class OffloadPropertiesTest {

  private static final long MAC = 0x0200_0000_0001L;
  private static final int END = TxCommand.END_OF_PACKET;
  private static final int CHECKSUM = TxCommand.INSERT_CHECKSUM;
  private static final int RING = 256;

  private Nic sender;
  private Nic receiver;
  private final List<byte[]> wire = new ArrayList<>();
  private final List<byte[]> buffers = new ArrayList<>();

  @BeforeTry
  void plugIn() {
    sender = new Nic("s", MAC + 1, 1, RING);
    receiver = new Nic("r", MAC, 1, RING);
    wire.clear();
    buffers.clear();
  }

  /** TCP or UDP with random bytes; where the checksum belongs is the sum of the pseudo-header. */
  private static byte[] frame(Random random, int protocol, int options, int text) {
    int header = protocol == 6 ? 20 : 8;
    int ip = 20 + 4 * options;
    byte[] bytes = new byte[14 + ip + header + text];
    random.nextBytes(bytes);
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    frame.putShort(0, (short) (MAC >>> 32)).putInt(2, (int) MAC).putShort(12, (short) 0x0800);
    frame.put(14, (byte) (0x45 + options)).putShort(16, (short) (bytes.length - 14));
    frame.putShort(20, (short) 0x4000).put(23, (byte) protocol);
    int at = 14 + ip;
    if (protocol == 6) {
      frame.put(at + 12, (byte) 0x50).put(at + 13, (byte) 0x10);
    } else {
      frame.putShort(at + 4, (short) (header + text));
    }
    frame.putShort(24, (short) 0).putShort(24, (short) ~sum(bytes, 14, ip, 0));
    frame.putShort(at + field(protocol), (short) pseudo(bytes, at));
    return bytes;
  }

  private static int field(int protocol) {
    return protocol == 6 ? 16 : 6;
  }

  private static int pseudo(byte[] frame, int transport) {
    return sum(frame, 26, 8, frame[23] + frame.length - transport);
  }

  /** The sum of RFC 1071, byte by byte. */
  private static int sum(byte[] data, int from, int count, int start) {
    int sum = start;
    for (int i = 0; i < count; i++) {
      sum += (data[from + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum;
  }

  private void post(int capacity) {
    for (int i = 0; i < RING; i++) {
      buffers.add(new byte[capacity]);
      receiver.rx(0).post(buffers.getLast(), 0, capacity);
    }
  }

  /** Everything that was received, frame by frame. */
  private List<byte[]> received() {
    List<byte[]> frames = new ArrayList<>();
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    RxRing ring = receiver.rx(0);
    for (int index = ring.poll(); index >= 0; index = ring.poll()) {
      frame.write(buffers.get(index), 0, ring.length(index));
      if ((ring.status(index) & RxStatus.END_OF_PACKET) != 0) {
        frames.add(frame.toByteArray());
        frame.reset();
      }
    }
    return frames;
  }

  /** Enqueues a frame in parts of any size. */
  private void transmit(Random random, byte[] frame, int command, int mss, int tag) {
    int at = 0;
    while (at < frame.length) {
      int part = Math.min(frame.length - at, 1 + random.nextInt(2000));
      int end = at + part == frame.length ? END : 0;
      sender.tx(0).enqueue(frame, at, part, (at == 0 ? command : 0) | end, mss, tag);
      at += part;
    }
    sender.tx(0).doorbell();
  }

  private static byte[] text(byte[] frame) {
    return Arrays.copyOfRange(frame, 54, frame.length);
  }

  @Property(tries = 300)
  void whatOneDeviceCutsTheOtherJoins(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20_000) int length,
      @ForAll @IntRange(min = 100, max = 1460) int mss,
      @ForAll @IntRange(min = 128, max = 4000) int capacity) {
    Random random = new Random(seed);
    CrossoverLink.connect(sender, receiver);
    receiver.setReceiveChecksum(true);
    receiver.setJoining(true);
    post(capacity);
    byte[] frame = frame(random, 6, 0, length);
    byte[] before = frame.clone();
    transmit(random, frame, TxCommand.SEGMENT | CHECKSUM, mss, 0);
    List<byte[]> frames = received();
    assertThat(frames).hasSize(1);
    byte[] joined = frames.getFirst();
    assertThat(text(joined)).isEqualTo(text(before));
    int segments = (length + mss - 1) / mss;
    assertThat(sender.counters().txPackets()).isEqualTo(segments);
    if (segments > 1) {
      assertThat(Arrays.copyOf(joined, 54)).isEqualTo(Arrays.copyOf(before, 54));
    }
  }

  @Property
  void checksumsAreWhatTheyShouldBe(
      @ForAll long seed,
      @ForAll boolean udp,
      @ForAll @IntRange(max = 10) int options,
      @ForAll @IntRange(max = 1400) int length,
      @ForAll int flip) {
    Random random = new Random(seed);
    int protocol = udp ? 17 : 6;
    byte[] frame = frame(random, protocol, options, length);
    int at = 34 + 4 * options;
    sender.connect((bytes, from, count) -> wire.add(Arrays.copyOfRange(bytes, from, from + count)));
    transmit(random, frame, CHECKSUM, 0, 0);
    byte[] sent = wire.getFirst();
    ByteBuffer zeroed = ByteBuffer.wrap(sent.clone()).putShort(at + field(protocol), (short) 0);
    int sum = sum(zeroed.array(), at, sent.length - at, pseudo(sent, at));
    int expected = ~sum & 0xffff;
    assertThat(ByteBuffer.wrap(sent).getShort(at + field(protocol)) & 0xffff)
        .isEqualTo(udp && expected == 0 ? 0xffff : expected);
    receiver.setReceiveChecksum(true);
    post(1600);
    receiver.receive(sent, 0, sent.length);
    assertThat(receiver.rx(0).status(receiver.rx(0).poll()))
        .isEqualTo(END | RxStatus.CHECKSUM_GOOD);
    int bit = 8 * at + 64 + Math.floorMod(flip, 8 * (sent.length - at - 8) + 1) - 1;
    if (bit < 8 * sent.length && bit >= 8 * at + 64) {
      sent[bit / 8] ^= (byte) (1 << bit % 8);
      receiver.receive(sent, 0, sent.length);
      assertThat(receiver.rx(0).status(receiver.rx(0).poll()) & RxStatus.CHECKSUM_GOOD).isZero();
    }
  }

  @Property
  void tagsComeAndGo(
      @ForAll long seed,
      @ForAll @IntRange(max = 0xffff) int tag,
      @ForAll @IntRange(max = 1460) int length,
      @ForAll boolean cut) {
    Random random = new Random(seed);
    CrossoverLink.connect(sender, receiver);
    receiver.setVlanStripping(true);
    post(1600);
    byte[] frame = frame(random, 6, 0, length);
    int command = TxCommand.INSERT_VLAN | (cut ? TxCommand.SEGMENT | CHECKSUM : 0);
    byte[] before = frame.clone();
    transmit(random, frame, command, 600, tag);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    received().forEach(each -> all.writeBytes(text(each)));
    assertThat(all.toByteArray()).isEqualTo(text(before));
    assertThat(receiver.rx(0).tag(0)).isEqualTo(tag);
    assertThat(receiver.rx(0).status(0) & RxStatus.VLAN).isNotZero();
  }

  @Property
  void theFilterIsASet(
      @ForAll @Size(max = 128) Set<@IntRange(max = 300) Integer> groups,
      @ForAll Set<@IntRange(max = 4095) Integer> vlans,
      @ForAll @IntRange(max = 300) int group,
      @ForAll @IntRange(max = 4095) int vlan) {
    long base = 0x0100_5e00_0000L;
    ReceiveFilter filter = receiver.filter();
    filter.setMulticast(groups.stream().mapToLong(g -> base + g).toArray());
    filter.setVlans(new TreeSet<>(vlans).stream().mapToInt(v -> v).toArray());
    post(100);
    byte[] frame = new byte[64];
    ByteBuffer.wrap(frame)
        .putShort((short) (base >>> 32))
        .putInt((int) base + group)
        .putShort(12, (short) 0x8100)
        .putShort(14, (short) vlan);
    receiver.receive(frame, 0, frame.length);
    boolean passes = groups.contains(group) && (vlan == 0 || vlans.contains(vlan));
    assertThat(receiver.rx(0).isReady()).isEqualTo(passes);
    assertThat(receiver.counters().rxFiltered()).isEqualTo(passes ? 0 : 1);
  }
}
