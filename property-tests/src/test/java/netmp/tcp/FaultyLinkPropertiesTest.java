package netmp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import netmp.link.Link;
import netmp.link.LinkSettings;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.socket.StreamSocket;

/**
 * Whatever a link does to segments, and whatever the two ends do, each byte comes once and in its
 * place; all come, unless an end kills the connection, and then who misses some is told.
 */
class FaultyLinkPropertiesTest {

  private static final int PORT = 4000;
  private static final Duration A_MOMENT = Duration.ofMillis(10);

  private static Action.Independent<StreamPlan> action(Arbitrary<Transformer<StreamPlan>> deeds) {
    return () -> deeds;
  }

  @Provide
  Arbitrary<ActionChain<StreamPlan>> plans() {
    Arbitrary<Integer> ends = Arbitraries.integers().between(0, 1);
    Arbitrary<Integer> lengths = Arbitraries.integers().between(1, 20_000);
    Arbitrary<Integer> millis = Arbitraries.integers().between(1, 3000);
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return ActionChain.startWith(StreamPlan::new)
        .withMaxTransformations(15)
        .withAction(
            8,
            action(
                Combinators.combine(ends, lengths)
                    .as(
                        (end, n) ->
                            Transformer.mutate(end + " writes " + n, p -> p.write(end, n)))))
        .withAction(
            3,
            action(
                Combinators.combine(ends, lengths)
                    .as((end, n) -> Transformer.mutate(end + " reads " + n, p -> p.read(end, n)))))
        .withAction(3, action(Combinators.combine(ends, flags, millis).as(this::pause)))
        .withAction(
            2,
            action(
                Combinators.combine(millis, millis)
                    .as(
                        (at, length) ->
                            Transformer.mutate(
                                "cut at %d ms for %d".formatted(at, length),
                                plan -> plan.cut(at, length)))))
        .withAction(
            1,
            action(ends.map(end -> Transformer.mutate(end + " shuts", plan -> plan.shutdown(end)))))
        .withAction(
            1,
            action(ends.map(end -> Transformer.mutate(end + " aborts", plan -> plan.abort(end)))));
  }

  private Transformer<StreamPlan> pause(int end, boolean writer, int millis) {
    return Transformer.mutate(
        "%s of %d waits %d ms".formatted(writer ? "writer" : "reader", end, millis),
        plan -> plan.pause(end, writer, millis));
  }

  /** Links that are perfect, or not; what the MTU keeps from passing is not told. */
  @Provide
  Arbitrary<LinkSettings> links() {
    Arbitrary<Double> some = Arbitraries.of(0.0, 0.02, 0.1);
    return Combinators.combine(some, some, some, some, Arbitraries.of(1500, 1400, 600))
        .as(
            (loss, duplication, reordering, corruption, mtu) ->
                LinkSettings.PERFECT
                    .withDelay(Duration.ofMillis(5))
                    .withLoss(loss)
                    .withDuplication(duplication)
                    .withReordering(reordering, Duration.ofMillis(20))
                    .withCorruption(corruption)
                    .withMtu(mtu));
  }

  @Property(tries = 60)
  void eachByteComesOnceAndInItsPlace(
      @ForAll("plans") ActionChain<StreamPlan> plans,
      @ForAll("links") LinkSettings settings,
      @ForAll long seed,
      @ForAll @IntRange(max = 1) int cpusLog)
      throws IOException {
    StreamPlan plan = plans.run();
    StreamEnd[] ends = new StreamEnd[2];
    try (Network net = new Network(NetworkConfig.seeded(seed).withCpus(1 << cpusLog))) {
      Host a = net.host("a");
      Host b = net.host("b");
      Link link = net.link(a, b, settings);
      net.spawn("b", () -> run(net, plan, 1, ends, accept(b)));
      net.spawn("a", () -> run(net, plan, 0, ends, connect(net, a, b, ends)));
      for (StreamPlan.Partition cut : plan.partitions()) {
        net.at(cut.begin(), () -> link.setUp(false));
        net.at(cut.begin().plus(cut.length()), () -> link.setUp(true));
      }
      net.run();
    }
    judge(plan, ends[0], ends[1]);
    judge(plan, ends[1], ends[0]);
  }

  private static StreamSocket accept(Host host) throws IOException {
    StreamSocket listener = host.stack().streamSocket();
    listener.bind(0, PORT);
    listener.listen(1);
    return listener.accept();
  }

  /** Goes on when the other end was accepted: one that is killed before that never is. */
  private static StreamSocket connect(Network net, Host from, Host to, StreamEnd[] ends)
      throws IOException {
    net.sleep(A_MOMENT); // until somebody listens
    StreamSocket socket = from.stack().streamSocket();
    socket.connect(to.address(), PORT);
    while (ends[1] == null) {
      net.sleep(A_MOMENT);
    }
    return socket;
  }

  private static void run(
      Network net, StreamPlan plan, int number, StreamEnd[] ends, StreamSocket socket)
      throws IOException {
    ends[number] = new StreamEnd(net, socket);
    ends[number].run("end" + number, plan.writer(number), plan.reader(number));
  }

  private static void judge(StreamPlan plan, StreamEnd from, StreamEnd to) {
    boolean good = plan.aborts() ? from.hasToldOfTheEnd(to) : from.hasGivenAllTo(to);
    assertThat(good).as("one end %s; the other %s", from, to).isTrue();
  }
}
