package netmp.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.netisr.Timers;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * Fragments in any order, doubled, lost, or made up, against the plainest reassembly: a map of
 * offsets for each datagram.
 */
class ReassemblyPropertiesTest {

  private static final int BUFFERS = 1024;

  /** A fragment on the wire: data of a datagram, and whether it says that others follow. */
  static final class Fragment {
    private final int id;
    private final int offset;
    private final byte[] data;
    private final boolean more;

    Fragment(int id, int offset, byte[] data, boolean more) {
      this.id = id;
      this.offset = offset;
      this.data = data;
      this.more = more;
    }

    @Override
    public String toString() {
      return id + ": " + offset + ".." + end() + (more ? " more" : "");
    }

    int end() {
      return offset + data.length;
    }

    boolean isSame(Fragment other) {
      return offset == other.offset && data.length == other.data.length && more == other.more;
    }
  }

  /** What is known of one datagram. */
  private static final class Oracle {
    private final TreeMap<Integer, Fragment> here = new TreeMap<>();
    private boolean condemned;

    /** The whole data, if this was the last that was missing. */
    byte[] take(Fragment fragment) {
      if (condemned || here.values().stream().anyMatch(fragment::isSame)) {
        return null;
      }
      if (here.values().stream().anyMatch(other -> contradicts(fragment, other))) {
        condemned = true;
        return null;
      }
      here.put(fragment.offset, fragment);
      ByteBuffer whole = ByteBuffer.allocate(1 << 16);
      for (Fragment each : here.values()) {
        if (each.offset != whole.position()) {
          return null;
        }
        whole.put(each.data);
      }
      return here.lastEntry().getValue().more
          ? null
          : Arrays.copyOf(whole.array(), whole.position());
    }

    private static boolean contradicts(Fragment a, Fragment b) {
      boolean overlap = a.offset < b.end() && b.offset < a.end();
      boolean beyond = (!a.more && b.end() > a.end()) || (!b.more && a.end() > b.end());
      return overlap || beyond || (!a.more && !b.more);
    }
  }

  @Provide
  Arbitrary<List<Fragment>> traffic() {
    return Arbitraries.randomValue(ReassemblyPropertiesTest::traffic);
  }

  private static List<Fragment> traffic(Random random) {
    List<Fragment> traffic = new ArrayList<>();
    for (int id = 0; id < 1 + random.nextInt(4); id++) {
      traffic.addAll(cut(id, 1 + random.nextInt(3000), random));
      if (random.nextInt(3) == 0) {
        byte[] made = new byte[8 * (1 + random.nextInt(100))];
        traffic.add(new Fragment(id, 8 * random.nextInt(300), made, random.nextInt(4) > 0));
      }
    }
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      Fragment any = traffic.get(random.nextInt(traffic.size()));
      if (random.nextBoolean()) {
        traffic.add(any);
      } else if (traffic.size() > 1) {
        traffic.remove(any);
      }
    }
    if (random.nextInt(4) > 0) {
      Collections.shuffle(traffic, random);
    }
    return traffic;
  }

  private static List<Fragment> cut(int id, int length, Random random) {
    List<Fragment> fragments = new ArrayList<>();
    byte[] data = new byte[length];
    random.nextBytes(data);
    int at = 0;
    while (at < length) {
      int count = Math.min(8 * (1 + random.nextInt(180)), length - at);
      fragments.add(
          new Fragment(id, at, Arrays.copyOfRange(data, at, at + count), at + count < length));
      at += count;
    }
    return fragments;
  }

  private MbufPool pool;
  private Timers timers;
  private Counters counters;
  private int told;
  private Reassembly reassembly;

  @BeforeTry
  void setUp() {
    pool = MbufPool.forOneThread(BUFFERS, 1);
    timers = new Timers(0);
    counters = new Counters();
    told = 0;
    reassembly = new Reassembly(timers, BUFFERS, new Errors(), counters);
  }

  private final class Errors implements ErrorReporter {
    @Override
    public void unreachable(Mbuf packet, Unreachable what) {
      throw new AssertionError("nothing is unreachable");
    }

    @Override
    public void reassemblyTimeExceeded(Mbuf packet) {
      assertThat(IpHeader.fragmentOffset(packet)).isZero();
      told++;
    }

    @Override
    public void parameterProblem(Mbuf packet, int pointer) {
      throw new AssertionError("no parameter is a problem");
    }
  }

  private Mbuf packet(Fragment fragment) {
    ByteBuffer bytes = ByteBuffer.allocate(20 + fragment.data.length);
    bytes.putShort((short) 0x4500).putShort((short) bytes.capacity());
    bytes.putShort((short) fragment.id);
    bytes.putShort((short) (fragment.offset >>> 3 | (fragment.more ? 0x2000 : 0)));
    bytes.putShort((short) 0x4011).putShort((short) 0).putInt(0x0a000001).putInt(0x0a000002);
    bytes.put(fragment.data);
    Mbuf packet = pool.alloc();
    packet.extend(bytes.capacity());
    packet.copyIn(0, bytes.array(), 0, bytes.capacity());
    return packet;
  }

  @Property
  void itDoesWhatTheOracleSays(@ForAll("traffic") List<Fragment> traffic) {
    Map<Integer, Oracle> oracles = new HashMap<>();
    int whole = 0;
    for (Fragment fragment : traffic) {
      byte[] expected = oracles.computeIfAbsent(fragment.id, id -> new Oracle()).take(fragment);
      Mbuf datagram = reassembly.input(packet(fragment));
      assertThat(datagram != null).as("whole").isEqualTo(expected != null);
      if (datagram != null) {
        whole++;
        oracles.remove(fragment.id);
        check(datagram, fragment.id, expected);
      }
    }
    timers.advanceTo(Reassembly.LIFETIME);
    timers.fireDue();
    assertThat(pool.available()).as("free buffers").isEqualTo(BUFFERS);
    assertThat(whole + counters.get(Counter.IP_FRAGMENTS_JOINED) + drops())
        .as("accounted for")
        .isEqualTo(traffic.size());
    assertThat(told)
        .as("sources told")
        .isEqualTo(
            (int)
                oracles.values().stream()
                    .filter(o -> !o.condemned && o.here.containsKey(0))
                    .count());
  }

  private static void check(Mbuf datagram, int id, byte[] expected) {
    byte[] data = new byte[datagram.length() - 20];
    datagram.copyOut(20, data, 0, data.length);
    assertThat(data).isEqualTo(expected);
    assertThat(datagram.u16(IpHeader.TOTAL_LENGTH)).isEqualTo(20 + data.length);
    assertThat(datagram.u16(IpHeader.IDENTIFICATION)).isEqualTo(id);
    assertThat(datagram.u16(IpHeader.FRAGMENT)).isZero();
    assertThat(datagram.checksum(0, 20)).isEqualTo(0xffff);
    datagram.free();
  }

  private long drops() {
    return Arrays.stream(DropReason.values()).mapToLong(counters::get).sum();
  }
}
