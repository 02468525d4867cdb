package netmp.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import netmp.arbitrary.Ipv4;
import netmp.arbitrary.Ipv4Address;
import netmp.arbitrary.Ipv4Data;
import netmp.arbitrary.Ipv4Header;
import netmp.arbitrary.Octets;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.netisr.Timers;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * Fragments in any order, doubled, lost or made up, of few sources or of many, against a map of
 * lists.
 */
class ReassemblyPropertiesTest {

  private static final int POOL = 1024;

  /** What reassembly may hold: so few that some of the long datagrams fill it. */
  private static final int BUFFERS = 400;

  private static final int UNIT = 8;
  private static final int UNITS = 4;
  private static final long MILLI = 1_000_000;

  /** Reassembly and its model. */
  static final class Bench {
    private final MbufPool pool = MbufPool.forOneThread(POOL, 1);
    private final Timers timers = new Timers(0);
    private final Counters counters = new Counters();
    private final ReassemblyModel model = new ReassemblyModel(BUFFERS);
    private final Reassembly reassembly = new Reassembly(timers, BUFFERS, new Errors(), counters);
    private int told;
    private long came;
    private long whole;

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

    /** The datagram of an identification, of so many units and three bytes more. */
    private static Ipv4 datagram(ReassemblyModel.Key key, int units) {
      byte[] data = new byte[UNIT * units + 3];
      new SplittableRandom(key.id()).nextBytes(data);
      Ipv4Header header = new Ipv4Header(0, 0, key.id(), false, false, 0, 64, List.of());
      return new Ipv4(
          header,
          new Ipv4Address(key.source()),
          new Ipv4Address(0x0a000001),
          new Ipv4Data(IpProtocol.UDP, Octets.of(data)));
    }

    /** A fragment of some units comes; the last brings the three bytes with it. */
    void take(ReassemblyModel.Key key, int units, int from, int to) {
      advance(1);
      Ipv4 datagram = datagram(key, units);
      byte[] all = datagram.payloadOctets().toByteArray();
      int end = to < units ? UNIT * to : all.length;
      byte[] data = Arrays.copyOfRange(all, UNIT * from, end);
      byte[] expected = model.take(timers.now(), key, UNIT * from, data, end < all.length);
      Mbuf got = reassembly.input(packet(datagram.fragment(UNIT * from, end).encode()));
      came++;
      assertThat(got != null).as("whole").isEqualTo(expected != null);
      assertThat(got != null || POOL - pool.available() == model.held()).as("held").isTrue();
      if (got != null) {
        whole++;
        check(got, key.id(), expected);
      }
    }

    private Mbuf packet(byte[] bytes) {
      Mbuf packet = pool.alloc();
      packet.extend(bytes.length);
      packet.copyIn(0, bytes, 0, bytes.length);
      return packet;
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

    /** The first so many units come, one by one. */
    void takeLong(ReassemblyModel.Key key, int units) {
      for (int i = 0; i < units; i++) {
        take(key, 2 * units, i, i + 1);
      }
    }

    /** Datagrams begin, one of each source in turn. */
    void begin(int sources, int count) {
      for (int i = 0; i < count; i++) {
        take(new ReassemblyModel.Key(1 + i % sources, 100 + i), UNITS, 0, 1);
      }
    }

    void advance(long nanos) {
      long end = timers.now() + nanos;
      while (timers.nextDeadline() <= end) {
        timers.advanceTo(timers.nextDeadline());
        timers.fireDue();
      }
      timers.advanceTo(end);
      model.advanceTo(end);
    }

    void compare() {
      assertThat(pool.available()).as("free buffers").isEqualTo(POOL - model.held());
      assertThat(told).as("sources told").isEqualTo(model.told);
      long drops = Arrays.stream(DropReason.values()).mapToLong(counters::get).sum();
      assertThat(whole + counters.get(Counter.IP_FRAGMENTS_JOINED) + drops + model.held())
          .as("accounted for")
          .isEqualTo(came);
    }
  }

  private static Action.Independent<Bench> action(Arbitrary<Transformer<Bench>> happenings) {
    return () -> happenings;
  }

  @Provide
  Arbitrary<ActionChain<Bench>> happenings() {
    Arbitrary<ReassemblyModel.Key> keys =
        Combinators.combine(
                Arbitraries.integers().between(1, 3), Arbitraries.integers().between(0, 1))
            .as(ReassemblyModel.Key::new);
    // Mostly the same datagram; a shorter one disagrees about the end.
    Arbitrary<Integer> units =
        Arbitraries.frequency(Tuple.of(20, UNITS), Tuple.of(1, UNITS - 1), Tuple.of(1, UNITS + 2));
    Arbitrary<Integer> froms = Arbitraries.integers().between(0, UNITS);
    // Mostly one unit and its tail.
    Arbitrary<Integer> lengths = Arbitraries.frequency(Tuple.of(8, 1), Tuple.of(1, 2));
    Arbitrary<Integer> seconds = Arbitraries.of(1, 10, 59, 60);
    return ActionChain.startWith(Bench::new)
        .withMaxTransformations(40)
        .withAction(30, action(Combinators.combine(keys, units, froms, lengths).as(this::fragment)))
        .withAction(
            2,
            action(
                Combinators.combine(keys, Arbitraries.of(90, 128, 129))
                    .as(
                        (key, count) ->
                            Transformer.mutate(
                                "%d units of %s".formatted(count, key),
                                bench -> bench.takeLong(key, count)))))
        .withAction(
            1,
            action(
                Combinators.combine(Arbitraries.of(1, 5), Arbitraries.of(17, 65))
                    .as(
                        (sources, count) ->
                            Transformer.mutate(
                                "%d of %d sources begin".formatted(count, sources),
                                bench -> bench.begin(sources, count)))))
        .withAction(
            2,
            action(
                seconds.map(
                    s -> Transformer.mutate(s + " s pass", b -> b.advance(s * 1000 * MILLI)))));
  }

  private Transformer<Bench> fragment(ReassemblyModel.Key key, int units, int anyFrom, int length) {
    int from = Math.min(anyFrom, units - 1);
    int to = Math.min(from + length, units);
    return Transformer.mutate(
        "units %d..%d of %d of %s".formatted(from, to, units, key),
        bench -> bench.take(key, units, from, to));
  }

  @Property(tries = 200)
  void reassemblyIsAMapOfLists(@ForAll("happenings") ActionChain<Bench> happenings) {
    happenings.withInvariant("as the model", Bench::compare).run();
  }
}
