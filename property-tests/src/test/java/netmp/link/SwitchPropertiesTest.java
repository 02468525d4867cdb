package netmp.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;
import netmp.arbitrary.Ethernet;
import netmp.arbitrary.EthernetData;
import netmp.arbitrary.MacAddress;
import netmp.arbitrary.Octets;
import netmp.nic.Port;

/** A switch sends a frame where a map of what it has heard says, or everywhere; so does a hub. */
class SwitchPropertiesTest {

  private static final int STATIONS = 4;
  private static final int MOST_PORTS = 5;
  private static final long GROUP = 0x0100_0000_0000L;
  private static final long AGEING = 10;

  private record Heard(int port, long at) {}

  /** The switch and the map. */
  static final class Bench {
    private final long ageing;
    private final Switch relay;
    private final List<Port> ports = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private final Map<Long, Heard> stations = new HashMap<>();
    private long now;
    private int frames;
    private int forwarded;
    private int flooded;

    Bench(long ageing) {
      this.ageing = ageing;
      relay = new Switch(() -> now, ageing);
      addPort();
      addPort();
    }

    void addPort() {
      int number = ports.size();
      if (number < MOST_PORTS) {
        Port port = relay.addPort();
        port.connect(
            (frame, offset, length) ->
                received.add("frame " + frame[offset + length - 1] + " at port " + number));
        ports.add(port);
      }
    }

    void send(int anyPort, long from, long to) {
      int port = anyPort % ports.size();
      byte[] frame =
          new Ethernet(
                  new MacAddress(to),
                  new MacAddress(from),
                  Optional.empty(),
                  new EthernetData(0x88b5, Octets.of((byte) ++frames)))
              .encode();
      byte[] shifted = new byte[frame.length + 3];
      System.arraycopy(frame, 0, shifted, 3, frame.length);
      ports.get(port).receive(shifted, 3, frame.length);
      expect(port, from, to);
    }

    private void expect(int port, long from, long to) {
      stations.put(from, new Heard(port, now));
      Heard station = (to & GROUP) == 0 ? stations.get(to) : null;
      boolean known = station != null && now - station.at <= ageing;
      flooded += known ? 0 : 1;
      forwarded += known && station.port != port ? 1 : 0;
      for (int other = 0; other < ports.size(); other++) {
        if (other != port && (!known || other == station.port)) {
          expected.add("frame " + (byte) frames + " at port " + other);
        }
      }
    }

    void advance(long by) {
      now += by;
    }

    void compare() {
      assertThat(received).isEqualTo(expected);
      assertThat(relay.flooded()).as("flooded").isEqualTo(flooded);
      assertThat(relay.forwarded()).as("forwarded").isEqualTo(forwarded);
      assertThat(relay.filtered()).as("filtered").isEqualTo(frames - flooded - forwarded);
    }
  }

  private static ActionChainArbitrary<Bench> happenings(long ageing) {
    Arbitrary<Long> stations = Arbitraries.longs().between(1, STATIONS);
    Arbitrary<Long> all = Arbitraries.oneOf(stations, stations, Arbitraries.just(GROUP + 1));
    Action.Independent<Bench> send =
        () ->
            Combinators.combine(Arbitraries.integers().between(0, MOST_PORTS - 1), stations, all)
                .as(
                    (port, from, to) ->
                        Transformer.mutate(
                            "%x to %x at port %d".formatted(from, to, port),
                            bench -> bench.send(port, from, to)));
    Action.Independent<Bench> advance =
        () ->
            Arbitraries.longs()
                .between(1, AGEING + 1)
                .map(by -> Transformer.mutate(by + " pass", bench -> bench.advance(by)));
    return ActionChain.startWith(() -> new Bench(ageing))
        .withMaxTransformations(50)
        .withAction(8, send)
        .withAction(2, advance)
        .withAction(
            1, Action.just("a port more", Transformer.mutate("a port more", Bench::addPort)));
  }

  @Provide
  Arbitrary<ActionChain<Bench>> switches() {
    return happenings(AGEING);
  }

  @Provide
  Arbitrary<ActionChain<Bench>> hubs() {
    return happenings(-1);
  }

  @Property(tries = 300)
  void aSwitchIsAMapOfWhatItHasHeard(@ForAll("switches") ActionChain<Bench> happenings) {
    happenings.withInvariant("as the map", Bench::compare).run();
  }

  @Property(tries = 100)
  void aHubRepeatsEverything(@ForAll("hubs") ActionChain<Bench> happenings) {
    happenings.withInvariant("as the map", Bench::compare).run();
  }
}
