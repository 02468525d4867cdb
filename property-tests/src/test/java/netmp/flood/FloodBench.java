package netmp.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import netmp.link.LinkSettings;
import netmp.link.Switch;
import netmp.network.Host;
import netmp.network.Network;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stack.Census;
import netmp.stack.Resource;
import netmp.stats.Counter;
import netmp.stats.DropReason;

/**
 * A server, its clients and an attacker on one hub, in virtual time. Clients make one connection
 * after the other as long as the flood lasts.
 */
final class FloodBench {

  /** For the whole of a connection; half-open ones are sent again after one and three seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration FLOOD = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration REST = Duration.ofMinutes(3);
  private static final LinkSettings LINK =
      LinkSettings.PERFECT.withDelay(Duration.ofNanos(200_000));
  private static final int PORT = 80;
  private static final int CLIENTS = 3;
  private static final int SERVERS = 6;
  private static final int BYTES = 2000;

  private final Flood flood;
  private final int perSecond;
  private final long seed;
  private final Network net;
  private final Host server;
  private final Attacker attacker;
  private final Map<Resource, Integer> most = new EnumMap<>(Resource.class);

  private Census limits;
  private int begun;
  private int completed;
  private int sent;
  private int fewestBuffers = Integer.MAX_VALUE;

  private FloodBench(Flood flood, int perSecond, long seed) {
    this.flood = flood;
    this.perSecond = perSecond;
    this.seed = seed;
    net = Network.seeded(seed);
    server = net.host("server");
    attacker =
        new Attacker(new Victim(server.nic().macAddress(), server.address(), PORT), net.random());
  }

  /** Runs a flood of so many packets a second; prints what repeats it. */
  static FloodBench run(Flood flood, int perSecond, long seed) throws IOException {
    System.out.println("flood " + flood + ", seed " + seed);
    FloodBench bench = new FloodBench(flood, perSecond, seed);
    bench.run();
    return bench;
  }

  private void run() throws IOException {
    try (net) {
      Switch hub = net.addHub();
      net.link(server, hub, LINK);
      net.link("attacker", attacker, hub.addPort(), LinkSettings.PERFECT, LinkSettings.PERFECT);
      int posted = server.nic().ringSize() * server.nic().queues();
      int buffers = server.stack().availableBuffers() - posted;
      for (int i = 1; i <= CLIENTS; i++) {
        net.link(net.host("client" + i), hub, LINK);
      }
      net.spawn("main", this::begin);
      net.run();
      assertThat(server.stack().availableBuffers()).as("free buffers").isEqualTo(buffers);
    }
  }

  private void begin() throws SocketError {
    serve();
    for (Host host : net.hosts()) {
      if (!host.equals(server)) {
        net.spawn(host.name(), () -> connectAgainAndAgain(host));
      }
    }
    net.spawn("attacker", this::attack);
    net.daemon("watch", this::watch);
  }

  // ---- the honest ----

  private void serve() throws SocketError {
    StreamSocket listener = server.stack().streamSocket();
    listener.bind(0, PORT);
    listener.listen(SERVERS);
    for (int i = 0; i < SERVERS; i++) {
      net.daemon("server" + i, () -> echo(listener));
    }
  }

  private static void echo(StreamSocket listener) throws SocketError {
    byte[] data = new byte[BYTES];
    for (; ; ) {
      try (StreamSocket connection = listener.accept()) {
        connection.setOption(SocketOption.SO_RCVTIMEO, Math.toIntExact(PATIENCE.toNanos() / 1000));
        for (int n = connection.read(data, 0, BYTES); n > 0; n = connection.read(data, 0, BYTES)) {
          connection.write(data, 0, n);
        }
      } catch (SocketError e) {
        System.out.println("server: " + e.getMessage()); // a connection that is missing
      }
    }
  }

  private void connectAgainAndAgain(Host client) {
    RandomGenerator random = net.random();
    while (net.nanoTime() < FLOOD.toNanos()) {
      begun++;
      long start = net.nanoTime();
      try {
        converse(client, random);
        completed += net.nanoTime() - start < PATIENCE.toNanos() ? 1 : 0;
      } catch (SocketError e) {
        System.out.println(client + ": " + e.getMessage()); // a connection that is missing
      }
      net.sleep(PAUSE);
    }
    net.sleep(REST);
  }

  private void converse(Host client, RandomGenerator random) throws SocketError {
    byte[] data = new byte[BYTES];
    random.nextBytes(data);
    try (StreamSocket socket = client.stack().streamSocket()) {
      socket.setOption(SocketOption.SO_RCVTIMEO, Math.toIntExact(PATIENCE.toNanos() / 1000));
      socket.connect(server.address(), PORT);
      socket.write(data, 0, BYTES / 2);
      net.sleep(PAUSE);
      socket.write(data, BYTES / 2, BYTES / 2);
      socket.shutdown(Shutdown.SHUT_WR);
      byte[] echo = new byte[BYTES];
      int length = 0;
      for (int n = socket.read(echo, 0, BYTES); n > 0; n = socket.read(echo, length, BYTES)) {
        length += n;
        if (length == BYTES) {
          break;
        }
      }
      assertThat(Arrays.equals(echo, data)).as("the echo of " + client).isTrue();
    }
  }

  // ---- the attacker, and who watches ----

  /** A packet every so often, a few at a time. */
  private void attack() {
    int burst = Math.max(1, perSecond / 1000);
    Duration gap = Duration.ofNanos(1_000_000_000L * burst / perSecond);
    while (net.nanoTime() < FLOOD.toNanos()) {
      for (int i = 0; i < burst; i++) {
        sent += attacker.send(flood) ? 1 : 0;
      }
      net.sleep(gap);
    }
  }

  private void watch() {
    for (; ; ) {
      limits = server.stack().census();
      for (Resource each : Resource.values()) {
        most.merge(each, limits.used(each), Math::max);
      }
      fewestBuffers = Math.min(fewestBuffers, server.stack().availableBuffers());
      net.sleep(Duration.ofMillis(10));
    }
  }

  // ---- what came of it ----

  /** At least 95 of 100 connections were made and answered, and nothing grew over its limit. */
  FloodBench isBorne() {
    System.out.printf(
        "%d of %d connections, %d packets, at least %d buffers free, at most %s%n",
        completed, begun, sent, fewestBuffers, most);
    assertThat(begun).as("connections begun, seed %d", seed).isGreaterThan(20);
    assertThat(sent)
        .as("packets of the flood")
        .isGreaterThan((int) FLOOD.toSeconds() * perSecond / 2);
    assertThat(completed)
        .as("of %d connections, seed %d", begun, seed)
        .isGreaterThanOrEqualTo((int) Math.ceil(0.95 * begun));
    most.forEach(
        (resource, count) ->
            assertThat(count).as(resource.text()).isLessThanOrEqualTo(limits.limit(resource)));
    return this;
  }

  /** So many packets of the flood at least, in hundredths, came in and met this end. */
  FloodBench dropped(DropReason reason, int percent) {
    assertThat(server.stack().statistics().get(reason))
        .as(reason.text())
        .isGreaterThanOrEqualTo((long) sent * percent / 100);
    return this;
  }

  FloodBench counted(Counter counter, int least) {
    assertThat(server.stack().statistics().get(counter))
        .as(counter.text())
        .isGreaterThanOrEqualTo(least);
    return this;
  }

  int most(Resource resource) {
    return most.get(resource);
  }

  long count(Counter counter) {
    return server.stack().statistics().get(counter);
  }
}
