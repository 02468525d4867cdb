package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import netmp.link.LinkSettings;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.pcb.UdpDesign;
import netmp.socket.DatagramModel.Sock;

/**
 * Datagram sockets of two hosts answer what a model of BSD's says, whatever is called in whichever
 * order, in each design of UDP, with one CPU or more, under any schedule.
 */
class DatagramPropertiesTest {

  private static final int ACTIONS = 30;

  /** In which all arrives that is under way, and after which ICMP errors may be sent again. */
  private static final Duration REST = Duration.ofSeconds(1);

  private static final Predicate<Sock> OPEN = sock -> !sock.closed;
  private static final Predicate<Sock> CONNECTED = OPEN.and(Sock::isConnected);

  /** A call of a socket, with an argument. */
  @FunctionalInterface
  private interface Call<T> {
    void on(DatagramModel model, int slot, T argument);
  }

  /** What is bound to, and whether with SO_REUSEADDR. */
  private record Binding(Address address, boolean reusesAddress) {}

  /** A call of a socket for which it is useful, mostly. */
  private static <T> Action.Independent<DatagramModel> action(
      String name, Predicate<Sock> useful, Arbitrary<T> arguments, Call<T> call) {
    return () ->
        Combinators.combine(Arbitraries.integers().between(0, 5), arguments)
            .as(
                (n, argument) ->
                    Transformer.mutate(
                        n + "." + name + "(" + argument + ")",
                        model -> call.on(model, model.choose(n, useful), argument)));
  }

  @Provide
  Arbitrary<ActionChain<DatagramModel>> calls() {
    Arbitrary<String> none = Arbitraries.just("");
    Arbitrary<String> hosts = Arbitraries.of(DatagramModel.A, DatagramModel.B);
    Arbitrary<Integer> ports = Arbitraries.of(DatagramModel.PORTS);
    Arbitrary<Address> peers = Combinators.combine(hosts, ports).as(Address::new);
    Arbitrary<String> ownHosts = Arbitraries.oneOf(Arbitraries.just(Address.ANY), hosts);
    Arbitrary<Integer> ownPorts =
        Arbitraries.frequencyOf(Tuple.of(5, ports), Tuple.of(1, Arbitraries.just(0)));
    Arbitrary<Binding> own =
        Combinators.combine(ownHosts, ownPorts, Arbitraries.of(true, false))
            .as((host, port, reuses) -> new Binding(new Address(host, port), reuses));
    Predicate<Sock> fresh = OPEN.and(sock -> !sock.isBound());
    Predicate<Sock> closed = OPEN.negate();
    Predicate<Sock> hasNews = OPEN.and(s -> !s.unread.isEmpty() || s.error != Errno.OK);
    Arbitrary<Shutdown> hows = Arbitraries.of(Shutdown.class);
    return ActionChain.startWith(DatagramModel::new)
        .withMaxTransformations(ACTIONS)
        .withAction(3, action("open", closed, none, (m, slot, x) -> m.open(slot)))
        .withAction(
            8, action("bind", fresh, own, (m, s, x) -> m.bind(s, x.address, x.reusesAddress)))
        .withAction(6, action("connect", OPEN, peers, DatagramModel::connect))
        .withAction(3, action("disconnect", CONNECTED, none, (m, s, x) -> m.disconnect(s)))
        .withAction(8, action("sendTo", OPEN, peers, DatagramModel::sendTo))
        .withAction(6, action("send", CONNECTED, none, (m, s, x) -> m.send(s)))
        .withAction(8, action("receive", hasNews, none, (m, s, x) -> m.receive(s)))
        .withAction(1, action("shutdown", CONNECTED, hows, DatagramModel::shutdown))
        .withAction(2, action("getsockname", OPEN, none, (m, s, x) -> m.localName(s)))
        .withAction(1, action("getpeername", OPEN, none, (m, s, x) -> m.peerName(s)))
        .withAction(3, action("close", OPEN, none, (m, s, x) -> m.close(s)));
  }

  @Property(tries = 250)
  void socketsAnswerAsTheModelSays(
      @ForAll("calls") ActionChain<DatagramModel> calls,
      @ForAll UdpDesign design,
      @ForAll long seed,
      @ForAll @IntRange(max = 2) int cpusLog)
      throws IOException {
    Script<DatagramMachine> script = calls.run().script;
    try (Network net = new Network(NetworkConfig.seeded(seed).withCpus(1 << cpusLog))) {
      Host a = net.host(DatagramModel.A, kind -> kind.withUdp(design));
      Host b = net.host(DatagramModel.B, kind -> kind.withUdp(design));
      net.link(a, b, LinkSettings.PERFECT);
      List<Host> slots = List.of(a, a, b, b);
      boolean keepsOrder = design != UdpDesign.N_SOCKBUFS;
      net.spawn("user", () -> run(script, net, slots, keepsOrder));
      net.run();
    }
  }

  private static void run(
      Script<DatagramMachine> script, Network net, List<Host> slots, boolean keepsOrder) {
    net.sleep(REST);
    int free = freeBuffers(net);
    List<Supplier<DatagramSocket>> makers =
        slots.stream().<Supplier<DatagramSocket>>map(h -> h.stack()::datagramSocket).toList();
    DatagramMachine machine = new DatagramMachine(makers, new AddressBook(net.hosts()), keepsOrder);
    script.run(machine, () -> net.sleep(REST));
    machine.closeAll();
    net.sleep(REST);
    assertThat(freeBuffers(net)).as("free buffers").isEqualTo(free);
  }

  private static int freeBuffers(Network net) {
    return net.hosts().stream().mapToInt(host -> host.stack().availableBuffers()).sum();
  }
}
