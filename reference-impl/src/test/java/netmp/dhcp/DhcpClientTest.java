package netmp.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;
import netmp.link.Link;
import netmp.link.LinkSettings;
import netmp.link.Switch;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stack.Addressing;
import netmp.stack.InterfaceState;
import netmp.stack.InterfaceState.Status;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.stats.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts whose addresses are leased, under random schedules and on lines with faults. */
class DhcpClientTest {

  private static final int FIRST = IpAddress.parse("10.0.1.1");
  private static final String LEASED = "10.0.1.1";
  private static final String SERVER = "10.0.0.1";
  private static final int MINUTES = 60;
  private static final long AN_HOUR = Duration.ofHours(1).toNanos();
  private static final LinkSettings LINE = LinkSettings.PERFECT.withDelay(Duration.ofMillis(1));

  private Network net;
  private Switch relay;
  private DhcpServer server;

  private interface Body {
    void run() throws Exception;
  }

  private void run(long seed, int leaseSeconds, Body body) throws Exception {
    NetworkConfig config =
        NetworkConfig.seeded(seed)
            .withCpus(seed % 2 == 0 ? 4 : 1)
            .withTimeLimit(Duration.ofDays(1));
    try (Network network = new Network(config)) {
      net = network;
      relay = net.addSwitch();
      Host host = net.host("server");
      net.link(host, relay, LINE);
      server = new DhcpServer(net, host, FIRST, 3, leaseSeconds);
      net.spawn("user", body::run);
      net.run();
    }
  }

  private Host client(String name) {
    return client(name, LINE);
  }

  private Host leased(String name) {
    Host host = client(name);
    assertThat(host.stack().awaitAddress(AN_HOUR)).isTrue();
    return host;
  }

  private Host client(String name, LinkSettings line) {
    Host host =
        net.host(name, s -> s.withNif(s.nif().withoutAddress()).withAddressing(Addressing.DHCP));
    net.link(host, relay, line);
    return host;
  }

  private static InterfaceState state(Host host) {
    return host.stack().interfaceState();
  }

  private static String address(Host host) {
    return IpAddress.format(host.address());
  }

  private static void bytes(Map<Integer, byte[]> options, int code, int... values) {
    byte[] all = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      all[i] = (byte) values[i];
    }
    options.put(code, all);
  }

  // ---- to an address ----

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aLeaseWithAllThatBelongsToIt(long seed) throws Exception {
    run(
        seed,
        3600,
        () -> {
          bytes(server.more, 3, 10, 0, 0, 1);
          bytes(server.more, 6, 10, 0, 0, 1, 10, 0, 0, 9);
          bytes(server.more, 15, 'l', 'a', 'b');
          bytes(server.more, 26, 1400 >> 8, 1400 & 0xff);
          Host a = client("a");
          assertThat(state(a).status()).isEqualTo(Status.TENTATIVE);
          assertThat(a.stack().awaitAddress(AN_HOUR)).isTrue();
          NetworkInterface nif = state(a).nif();
          assertThat(address(a)).isEqualTo(LEASED);
          assertThat(nif.prefixLength()).isEqualTo(16);
          assertThat(IpAddress.format(nif.gateway())).isEqualTo(SERVER);
          assertThat(nif.mtu()).isEqualTo(1400);
          Lease lease = state(a).lease();
          assertThat(lease.domain()).isEqualTo("lab");
          assertThat(lease.dnsServers())
              .containsExactly(IpAddress.parse(SERVER), IpAddress.parse("10.0.0.9"));
          assertThat(lease.seconds()).isEqualTo(3600);
          assertThat(server.log).containsExactly("DISCOVER", "REQUEST of 10.0.1.1 at 10.0.0.1");
          assertThat(a.stack().echoRequest(IpAddress.parse(SERVER)).ask(8, AN_HOUR).name())
              .isEqualTo("ANSWERED");
        });
  }

  @Test
  void aServerThatIsSlowIsAskedAgainMoreAndMoreSeldom() throws Exception {
    run(
        1,
        3600,
        () -> {
          server.silent = true;
          Host a = client("a");
          net.sleep(Duration.ofSeconds(500));
          long asked = a.stack().statistics().get(Counter.DHCP_SENT);
          assertThat(asked).isBetween(9L, 12L); // 4, 8, 16, 32, 64, 64, ...
          server.silent = false;
          assertThat(a.stack().awaitAddress(AN_HOUR)).isTrue();
        });
  }

  @Test
  void whoIsRefusedBeginsAnew() throws Exception {
    run(
        1,
        3600,
        () -> {
          server.refuses = true;
          Host a = client("a");
          net.sleep(Duration.ofSeconds(10));
          assertThat(server.log.size()).isGreaterThan(5);
          server.refuses = false;
          assertThat(a.stack().awaitAddress(AN_HOUR)).isTrue();
        });
  }

  @Test
  void theAddressThatItHadIsAskedForFirst() throws Exception {
    run(
        2,
        3600,
        () -> {
          Host a =
              net.host(
                  "a",
                  s ->
                      s.withNif(s.nif().withAddress(FIRST + 1, 16, IpAddress.ANY))
                          .withAddressing(Addressing.DHCP));
          net.link(a, relay, LINE);
          assertThat(a.stack().awaitAddress(AN_HOUR)).isTrue();
          // The server knows nothing of such a lease.
          assertThat(server.log)
              .containsExactly(
                  "REQUEST of 10.0.1.2", "DISCOVER", "REQUEST of 10.0.1.1 at 10.0.0.1");
        });
  }

  @Test
  void andKeptIfTheServerKnows() throws Exception {
    run(
        2,
        3600,
        () -> {
          server.remember(FIRST + 1, 0x0200_0000_0002L);
          Host a =
              net.host(
                  "a",
                  s ->
                      s.withNif(s.nif().withAddress(FIRST + 1, 16, IpAddress.ANY))
                          .withAddressing(Addressing.DHCP));
          net.link(a, relay, LINE);
          assertThat(a.stack().awaitAddress(AN_HOUR)).isTrue();
          assertThat(server.log).containsExactly("REQUEST of 10.0.1.2");
          assertThat(address(a)).isEqualTo("10.0.1.2");
        });
  }

  @Test
  void whatNobodyAskedForIsCounted() throws Exception {
    run(
        2,
        3600,
        () -> {
          Host a = client("a", LINE.withDuplication(1));
          assertThat(a.stack().awaitAddress(AN_HOUR)).isTrue();
          Host b = net.host("b");
          net.link(b, relay, LINE);
          try (DatagramSocket socket = b.stack().datagramSocket()) {
            socket.setOption(SocketOption.SO_BROADCAST, 1);
            socket.sendTo(new byte[300], 0, 300, IpAddress.BROADCAST, DhcpClient.PORT);
            net.sleep(Duration.ofSeconds(1));
          }
          Statistics s = a.stack().statistics();
          assertThat(s.get(DropReason.DHCP_MALFORMED)).isEqualTo(2);
          assertThat(s.get(DropReason.DHCP_UNASKED)).isPositive();
          assertThat(s.get(Counter.DHCP_RECEIVED)).isEqualTo(2);
          assertThat(s.received()).isEqualTo(s.consumed() + s.inputDrops());
        });
  }

  @Test
  void answersToOthersAreNotTaken() throws Exception {
    run(
        1,
        3600,
        () -> {
          server.difference = 1;
          Host a = client("a");
          net.sleep(Duration.ofMinutes(1));
          assertThat(a.stack().statistics().get(DropReason.DHCP_UNASKED)).isGreaterThan(3);
          assertThat(server.log).containsOnly("DISCOVER");
          server.difference = 0;
          assertThat(a.stack().awaitAddress(AN_HOUR)).isTrue();
        });
  }

  // ---- conflicts ----

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void anAddressThatSomebodyHasIsDeclined(long seed) throws Exception {
    run(
        seed,
        3600,
        () -> {
          Host squatter = net.host("squatter", s -> s.withNif(s.nif().withAddress(FIRST, 16, 0)));
          net.link(squatter, relay, LINE);
          Host a = leased("a");
          assertThat(address(a)).isEqualTo("10.0.1.2");
          assertThat(state(a).contestedBy()).isEqualTo(squatter.nic().macAddress());
          assertThat(server.log)
              .containsExactly(
                  "DISCOVER",
                  "REQUEST of 10.0.1.1 at 10.0.0.1",
                  "DECLINE of 10.0.1.1 at 10.0.0.1",
                  "DISCOVER",
                  "REQUEST of 10.0.1.2 at 10.0.0.1");
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void anAddressThatIsLostIsDeclinedToo(long seed) throws Exception {
    run(
        seed,
        3600,
        () -> {
          Host a = leased("a");
          Host thief = net.host("thief", s -> s.withNif(s.nif().withAddress(FIRST, 16, 0)));
          net.link(thief, relay, LINE);
          try (DatagramSocket socket = thief.stack().datagramSocket()) {
            socket.sendTo(new byte[1], 0, 1, IpAddress.parse("10.0.9.9"), 9);
            net.sleep(Duration.ofSeconds(2));
          }
          assertThat(state(a).nif().hasAddress()).isFalse();
          assertThat(a.stack().awaitAddress(AN_HOUR)).isTrue();
          assertThat(address(a)).isEqualTo("10.0.1.2");
          assertThat(server.log).contains("DECLINE of 10.0.1.1 at 10.0.0.1");
        });
  }

  // ---- time ----

  /** Which of its requests the server has answered the client cannot know. */
  @Test
  void aLeaseBeginsWithTheFirstRequest() throws Exception {
    run(
        1,
        600,
        () -> {
          server.ignores = 2;
          leased("a");
          net.sleep(Duration.ofSeconds(320));
          assertThat(server.log).hasSize(5);
          assertThat(Duration.ofNanos(server.times.get(4) - server.times.get(1)).toSeconds())
              .isEqualTo(300);
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aLeaseIsRenewedAndConnectionsGoOn(long seed) throws Exception {
    run(
        seed,
        600,
        () -> {
          Host a = leased("a");
          server.log.clear();
          try (StreamSocket listener = a.stack().streamSocket();
              StreamSocket stream = a.stack().streamSocket()) {
            listener.bind(FIRST, 80);
            listener.listen(1);
            stream.connect(FIRST, 80);
            try (StreamSocket peer = listener.accept()) {
              net.sleep(Duration.ofMinutes(50));
              stream.write(new byte[1], 0, 1);
              assertThat(peer.read(new byte[2], 0, 2)).isEqualTo(1);
            }
          }
          assertThat(server.log).hasSizeBetween(8, 11).containsOnly("REQUEST from 10.0.1.1");
        });
  }

  @Test
  void whenTheServerIsGoneAnyServerIsAskedAndAtLastNoneIsLeft() throws Exception {
    run(
        1,
        10 * MINUTES,
        () -> {
          Host a = leased("a");
          long begin = net.nanoTime();
          server.silent = true;
          DatagramSocket socket = a.stack().datagramSocket();
          socket.bind(FIRST, 9);
          net.sleep(Duration.ofSeconds(580));
          assertThat(state(a).status()).isEqualTo(Status.UP);
          assertThat(a.stack().statistics().get(Counter.DHCP_SENT)).isBetween(6L, 8L);
          net.sleep(Duration.ofSeconds(21));
          assertThat(Duration.ofNanos(net.nanoTime() - begin)).isLessThan(Duration.ofMinutes(11));
          assertThat(state(a).nif().hasAddress()).isFalse();
          assertThat(state(a).lease()).isNull();
          assertThatThrownBy(() -> socket.sendTo(new byte[1], 0, 1, FIRST + 9, 9))
              .isInstanceOfSatisfying(
                  SocketError.class, e -> assertThat(e.errno()).isEqualTo(Errno.EADDRNOTAVAIL));
          server.silent = false;
          assertThat(a.stack().awaitAddress(AN_HOUR)).isTrue();
          socket.sendTo(new byte[1], 0, 1, FIRST, 9); // the same address again
          assertThat(socket.receive(new Datagram(9))).isTrue();
          socket.close();
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aRefusalTakesTheAddressAway(long seed) throws Exception {
    run(
        seed,
        600,
        () -> {
          Host a = leased("a");
          server.refuses = true;
          net.sleep(Duration.ofSeconds(310));
          assertThat(state(a).status()).isEqualTo(Status.TENTATIVE);
          server.refuses = false;
          assertThat(a.stack().awaitAddress(AN_HOUR)).isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void atTheEndTheLeaseIsGivenBack(long seed) throws Exception {
    run(
        seed,
        3600,
        () -> {
          Host a = leased("a");
          a.stack().down();
          assertThat(state(a).status()).isEqualTo(Status.DOWN);
          assertThat(state(a).nif().hasAddress()).isFalse();
          net.sleep(Duration.ofSeconds(1));
          assertThat(server.log).endsWith("RELEASE from 10.0.1.1 at 10.0.0.1");
          Host b = leased("b");
          assertThat(address(b)).isEqualTo(LEASED);
        });
  }

  // ---- lines with faults ----

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 12);
  }

  /**
   * Four hosts and three addresses, on lines that lose and double, with a server that is away now
   * and then: at no time have two hosts one address, and at the end all but one are bound.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void neverTwoHostsWithOneAddress(long seed) throws Exception {
    run(
        seed,
        240,
        () -> {
          SplittableRandom random = new SplittableRandom(seed);
          LinkSettings bad =
              LINE.withLoss(random.nextDouble(0.4))
                  .withDuplication(random.nextDouble(0.3))
                  .withJitter(Duration.ofMillis(random.nextInt(1, 500)));
          List<Host> hosts = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            hosts.add(client("c" + i, bad));
          }
          int most = 0;
          for (int i = 0; i < 600; i++) {
            server.silent = random.nextInt(100) < 20;
            net.sleep(Duration.ofSeconds(3));
            most = Math.max(most, check(hosts));
          }
          server.silent = false;
          assertThat(most).isBetween(1, 3);
        });
  }

  /** How many have an address; each another one. */
  private static int check(List<Host> hosts) {
    Map<Integer, Host> owners = new HashMap<>();
    for (Host host : hosts) {
      int address = host.address();
      if (address != IpAddress.ANY) {
        assertThat(owners.put(address, host)).as("has %s", address(host)).isNull();
      }
    }
    return owners.size();
  }

  @Test
  void afterAPartitionAllIsWell() throws Exception {
    run(
        3,
        240,
        () -> {
          List<Host> hosts = List.of(client("a"), client("b"));
          Host c =
              net.host(
                  "c", s -> s.withNif(s.nif().withoutAddress()).withAddressing(Addressing.DHCP));
          Link link = net.link(c, relay, LINE);
          for (Host host : List.of(hosts.get(0), hosts.get(1), c)) {
            assertThat(host.stack().awaitAddress(AN_HOUR)).isTrue();
          }
          int before = c.address();
          link.setUp(false);
          net.sleep(Duration.ofMinutes(10));
          assertThat(c.address()).isEqualTo(IpAddress.ANY);
          link.setUp(true);
          assertThat(c.stack().awaitAddress(AN_HOUR)).isTrue();
          assertThat(c.address()).isEqualTo(before);
        });
  }
}
