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
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;
import netmp.link.LinkSettings;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.socket.StreamModel.Sock;
import netmp.socket.StreamModel.State;

/**
 * Stream sockets answer what a model of BSD's says, whatever is called in whichever order: those of
 * TCP on two hosts and local ones, with one CPU or more, under any schedule.
 */
class StreamPropertiesTest {

  private static final int ACTIONS = 30;

  /** In which all arrives that is under way, and after which a TIME-WAIT gives way. */
  private static final Duration REST = Duration.ofMillis(1500);

  /** After which no connection is left. */
  private static final Duration LONG_REST = Duration.ofMinutes(3);

  // ---- actions ----

  /** A call of a socket, with an argument. */
  @FunctionalInterface
  private interface Call<M, T> {
    void on(M model, int slot, T argument);
  }

  /** A call of a socket for which it is useful, mostly. */
  private static <M extends StreamModel, T> Action.Independent<M> action(
      String name, Predicate<Sock> useful, Arbitrary<T> arguments, Call<M, T> call) {
    return () ->
        Combinators.combine(Arbitraries.integers().between(0, 7), arguments)
            .as(
                (n, argument) ->
                    Transformer.mutate(
                        n + "." + name + "(" + argument + ")",
                        model -> call.on(model, model.choose(n, useful), argument)));
  }

  private static Predicate<Sock> is(State state) {
    return sock -> sock.state == state;
  }

  private static final Predicate<Sock> FRESH = is(State.FRESH);
  private static final Predicate<Sock> CONNECTED = is(State.CONNECTED);
  private static final Predicate<Sock> OPEN = is(State.CLOSED).negate();

  private static <M extends StreamModel> ActionChainArbitrary<M> calls(Supplier<M> model) {
    Arbitrary<String> none = Arbitraries.just("");
    Arbitrary<Integer> few = Arbitraries.integers().between(1, 2);
    Arbitrary<Integer> lengths = Arbitraries.integers().between(1, 20);
    Arbitrary<Shutdown> hows = Arbitraries.of(Shutdown.class);
    Predicate<Sock> listens = is(State.LISTENS);
    return ActionChain.startWith(model)
        .withMaxTransformations(ACTIONS)
        .withAction(
            40,
            Action.<M>when(m -> m.script.isEmpty())
                .describeAs("begin")
                .justMutate(StreamModel::begin))
        .withAction(4, action("open", is(State.CLOSED), none, (m, slot, x) -> m.open(slot)))
        .withAction(4, action("listen", FRESH, few, StreamModel::listen))
        .withAction(4, action("accept", listens, none, (m, slot, x) -> m.accept(slot)))
        .withAction(5, action("write", CONNECTED, lengths, StreamModel::write))
        .withAction(5, action("read", CONNECTED, lengths, StreamModel::read))
        .withAction(1, action("error", CONNECTED, none, (m, slot, x) -> m.error(slot)))
        .withAction(1, action("kill", CONNECTED, Arbitraries.of(true, false), StreamModel::kill))
        .withAction(3, action("shutdown", CONNECTED, hows, StreamModel::shutdown))
        .withAction(1, action("getsockname", OPEN, none, (m, slot, x) -> m.localName(slot)))
        .withAction(1, action("getpeername", CONNECTED, none, (m, slot, x) -> m.peerName(slot)))
        .withAction(4, action("close", OPEN, none, (m, slot, x) -> m.close(slot)));
  }

  /** What is bound to, and whether with SO_REUSEADDR. */
  private record Binding(Address address, boolean reusesAddress) {}

  @Provide
  Arbitrary<ActionChain<TcpModel>> tcp() {
    Arbitrary<Integer> ports = Arbitraries.of(TcpModel.PORTS);
    Arbitrary<Address> peers =
        Combinators.combine(Arbitraries.of(TcpModel.A, TcpModel.B), ports).as(Address::new);
    Arbitrary<Integer> ownPorts =
        Arbitraries.frequencyOf(Tuple.of(5, ports), Tuple.of(1, Arbitraries.just(0)));
    Arbitrary<String> ownHosts = Arbitraries.of(Address.ANY, Address.ANY, TcpModel.A, TcpModel.B);
    Arbitrary<Binding> own =
        Combinators.combine(ownHosts, ownPorts, Arbitraries.of(true, false))
            .as((host, port, reuses) -> new Binding(new Address(host, port), reuses));
    return calls(TcpModel::new)
        .withAction(
            8, action("bind", FRESH, own, (m, slot, x) -> m.bind(slot, x.address, x.reusesAddress)))
        .withAction(8, action("connect", FRESH, peers, TcpModel::connect));
  }

  @Provide
  Arbitrary<ActionChain<LocalModel>> local() {
    Arbitrary<String> names = Arbitraries.of(LocalModel.NAMES);
    Arbitrary<Integer> ports = Arbitraries.of(TcpModel.PORTS);
    return calls(LocalModel::new)
        .withAction(8, action("bind", FRESH, names, LocalModel::bind))
        .withAction(1, action("bind", OPEN, ports, LocalModel::bindToPort))
        .withAction(8, action("connect", FRESH, names, LocalModel::connect));
  }

  // ---- properties ----

  @Property(tries = 200)
  void tcpAnswersAsTheModelSays(
      @ForAll("tcp") ActionChain<TcpModel> calls,
      @ForAll long seed,
      @ForAll @IntRange(max = 2) int cpusLog)
      throws IOException {
    Script<StreamMachine> script = calls.run().script;
    try (Network net = new Network(NetworkConfig.seeded(seed).withCpus(1 << cpusLog))) {
      Host a = net.host(TcpModel.A);
      Host b = net.host(TcpModel.B);
      net.link(a, b, LinkSettings.PERFECT);
      Supplier<StreamSocket> ofA = a.stack()::streamSocket;
      Supplier<StreamSocket> ofB = b.stack()::streamSocket;
      AddressBook addresses = new AddressBook(net.hosts());
      run(script, net, List.of(ofA, ofA, ofA, ofB, ofB, ofB), addresses);
    }
  }

  @Property(tries = 200)
  void localSocketsAnswerAsTheModelSays(
      @ForAll("local") ActionChain<LocalModel> calls,
      @ForAll long seed,
      @ForAll @IntRange(max = 2) int cpusLog)
      throws IOException {
    Script<StreamMachine> script = calls.run().script;
    try (Network net = new Network(NetworkConfig.seeded(seed).withCpus(1 << cpusLog))) {
      Supplier<StreamSocket> of = net.host(LocalModel.HOST).stack()::localSocket;
      run(script, net, List.of(of, of, of, of, of, of), null);
    }
  }

  private static void run(
      Script<StreamMachine> script,
      Network net,
      List<Supplier<StreamSocket>> makers,
      AddressBook addresses) {
    net.spawn(
        "user",
        () -> {
          net.sleep(REST);
          int free = freeBuffers(net);
          StreamMachine machine = new StreamMachine(makers, addresses);
          script.run(machine, () -> net.sleep(REST));
          machine.closeAll();
          net.sleep(LONG_REST);
          assertThat(freeBuffers(net)).as("free buffers").isEqualTo(free);
        });
    net.run();
  }

  private static int freeBuffers(Network net) {
    return net.hosts().stream().mapToInt(host -> host.stack().availableBuffers()).sum();
  }
}
