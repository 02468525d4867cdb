package netmp.arp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import netmp.arbitrary.Ipv4Address;
import netmp.ether.EtherOutput;
import netmp.ether.EtherType;
import netmp.ether.Ifnet;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.netisr.Timers;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/** The ARP cache does what a map with times does. */
class ArpPropertiesTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long LIFETIME = 20 * SECOND;
  private static final long MAC = 0x0200_0000_0b0bL;
  private static final int OWN = IpAddress.parse("10.0.0.1");
  private static final int OTHER = IpAddress.parse("10.0.0.2");

  /** Neighbour 0; the others follow. */
  private static final int FIRST = IpAddress.parse("10.1.0.0");

  private static final int NEIGHBOURS = 3;
  private static final int CROWD = 300;
  private static final int BUFFERS = 1024;

  /** The cache and its model. */
  static final class Bench {
    private final MbufPool pool = MbufPool.forOneThread(BUFFERS, 1);
    private final Timers timers = new Timers(0);
    private final Counters counters = new Counters();
    private final Map<Integer, Long> replica = new TreeMap<>();
    private final List<String> sent = new ArrayList<>();
    private final ArpModel model = new ArpModel(LIFETIME);
    private final Arp arp;
    private int packets;

    Bench() {
      NetworkInterface nif = new NetworkInterface("n0", MAC, OWN, 8, IpAddress.ANY);
      EtherOutput out = new EtherOutput(nif, this::transmit);
      Acd acd =
          new Acd(
              MAC, Acd.Defence.NONE, timers, pool, out, new SplittableRandom(1), counters, null);
      acd.use(OWN);
      arp =
          new Arp(
              new Ifnet(0, nif),
              acd,
              LIFETIME,
              timers,
              pool,
              out,
              List.of(this::publish),
              counters);
    }

    private void publish(int address, long mac) {
      if (mac == AddressMap.NONE) {
        assertThat(replica.remove(address - FIRST)).as("who is gone was known").isNotNull();
      } else {
        replica.put(address - FIRST, mac);
      }
    }

    private void transmit(Mbuf frame) {
      long to = ((long) frame.u16(0) << 32) | (frame.u32(2) & 0xffff_ffffL);
      if (frame.u16(12) == EtherType.IPV4) {
        sent.add(ArpModel.packet(frame.u32(14), to));
      } else {
        frame.trimFront(14);
        int neighbour = ArpPacket.targetAddress(frame) - FIRST;
        boolean asks = ArpPacket.operation(frame) == ArpPacket.REQUEST;
        sent.add(asks ? ArpModel.request(neighbour, to) : ArpModel.reply(neighbour, to));
      }
      frame.free();
    }

    private Mbuf packet(byte[] bytes) {
      Mbuf packet = pool.alloc();
      packet.extend(bytes.length);
      packet.copyIn(0, bytes, 0, bytes.length);
      return packet;
    }

    // ---- what happens to both ----

    void resolve(int neighbour, int count) {
      for (int i = 0; i < count; i++) {
        Mbuf packet = packet(new byte[4]);
        packet.setU32(0, ++packets);
        packet.setNextHop(FIRST + neighbour);
        arp.resolve(packet);
        model.resolve(neighbour, packets);
      }
    }

    void hear(int neighbour, long mac, boolean forUs, boolean asks) {
      arp.input(
          packet(
              new netmp.arbitrary.Arp(
                      asks ? netmp.arbitrary.Arp.REQUEST : netmp.arbitrary.Arp.REPLY,
                      new netmp.arbitrary.MacAddress(mac),
                      new Ipv4Address(FIRST + neighbour),
                      new netmp.arbitrary.MacAddress(0),
                      new Ipv4Address(forUs ? OWN : OTHER))
                  .encode()));
      model.hear(neighbour, mac, forUs, asks);
    }

    /** Many others, one after the other; more than the cache holds if they come twice. */
    void hearCrowd(int first) {
      for (int i = first; i < first + CROWD; i++) {
        hear(i, i, true, false);
        advance(1);
      }
    }

    void doubt(int neighbour) {
      arp.doubt(FIRST + neighbour);
      model.doubt(neighbour);
    }

    void flush() {
      arp.flush();
      model.flush();
    }

    void advance(long nanos) {
      long end = timers.now() + nanos;
      while (timers.nextDeadline() <= end) {
        timers.advanceTo(timers.nextDeadline());
        timers.fireDue();
      }
      timers.advanceTo(end);
      model.advance(nanos);
    }

    /** Frames that leave at one time leave in any order. */
    void compare() {
      sent.sort(null);
      model.sent.sort(null);
      assertThat(sent).as("sent").isEqualTo(model.sent);
      sent.clear();
      model.sent.clear();
      assertThat(replica).as("known").isEqualTo(model.known());
      long drops = Arrays.stream(DropReason.values()).mapToLong(counters::get).sum();
      assertThat(drops).as("dropped").isEqualTo(model.dropped);
      assertThat(arp.isResolving()).as("resolving").isEqualTo(model.waiting() > 0);
      assertThat(pool.available()).as("free").isEqualTo(BUFFERS - model.waiting());
    }
  }

  private static Action.Independent<Bench> action(Arbitrary<Transformer<Bench>> happenings) {
    return () -> happenings;
  }

  @Provide
  Arbitrary<ActionChain<Bench>> happenings() {
    Arbitrary<Integer> neighbours = Arbitraries.integers().between(0, NEIGHBOURS - 1);
    Arbitrary<Integer> counts = Arbitraries.of(1, 1, 1, 2, Arp.QUEUE_LIMIT + 3);
    Arbitrary<Long> macs = Arbitraries.longs().between(1, 2);
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    Arbitrary<Integer> millis = Arbitraries.integers().between(1, 9000);
    return ActionChain.startWith(Bench::new)
        .withMaxTransformations(40)
        .withAction(
            6,
            action(
                Combinators.combine(neighbours, counts)
                    .as(
                        (n, count) ->
                            Transformer.mutate(
                                "resolve " + n + " for " + count, b -> b.resolve(n, count)))))
        .withAction(
            6,
            action(
                Combinators.combine(neighbours, macs, flags, flags)
                    .as(
                        (n, mac, forUs, asks) ->
                            Transformer.mutate(
                                n
                                    + " at "
                                    + mac
                                    + (asks ? " asks " : " tells ")
                                    + (forUs ? "us" : "others"),
                                b -> b.hear(n, mac, forUs, asks)))))
        .withAction(
            8,
            action(
                millis.map(
                    ms -> Transformer.mutate(ms + " ms pass", b -> b.advance(ms * 1_000_000L)))))
        .withAction(
            2, action(neighbours.map(n -> Transformer.mutate("doubt " + n, b -> b.doubt(n)))))
        .withAction(
            1,
            action(
                Arbitraries.of(CROWD, 2 * CROWD)
                    .map(n -> Transformer.mutate("crowd " + n, b -> b.hearCrowd(n)))))
        .withAction(1, Action.just("flush", Transformer.mutate("flush", Bench::flush)));
  }

  @Property(tries = 150)
  void theCacheIsAMapWithTimes(@ForAll("happenings") ActionChain<Bench> happenings) {
    happenings.withInvariant("as the model", Bench::compare).run();
  }
}
