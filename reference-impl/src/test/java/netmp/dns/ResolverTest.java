package netmp.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import netmp.dns.LookupException.Reason;
import netmp.inet.IpAddress;
import netmp.link.LinkSettings;
import netmp.link.Switch;
import netmp.network.Host;
import netmp.network.Network;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.StreamSocket;
import org.junit.jupiter.api.Test;

/** Names, on a network of a client and two name servers that say what the test says. */
class ResolverTest {

  private static final int ONE = IpAddress.parse("192.0.2.1");
  private static final int TWO = IpAddress.parse("192.0.2.2");
  private static final LinkSettings LINE = LinkSettings.PERFECT.withDelay(Duration.ofMillis(5));

  private Network net;
  private Host client;
  private final List<Server> servers = new ArrayList<>();
  private Resolver resolver;

  /** Answers what it was told to. */
  private static final class Server {

    private final Host host;
    private final List<String> asked = new ArrayList<>();
    private final Set<Integer> ports = new HashSet<>();
    private final Set<Integer> numbers = new HashSet<>();
    private final List<DnsRecord> records = new ArrayList<>();
    private List<DnsRecord> authorities = List.of();
    private int flags = DnsMessage.QR | DnsMessage.RD;
    private boolean silent;
    private boolean truncates;

    /** What it sends in the place of the right answer, before that. */
    private List<UnaryOperator<DnsMessage>> wrong = List.of();

    Server(Host host) {
      this.host = host;
    }

    private DnsMessage answer(DnsMessage question) {
      DnsRecord q = question.questions().getFirst();
      asked.add(q.name() + " " + q.type());
      return new DnsMessage(question.id(), flags, question.questions(), chain(q), authorities);
    }

    private List<DnsRecord> chain(DnsRecord question) {
      List<DnsRecord> answers = new ArrayList<>();
      String at = question.name();
      for (DnsRecord record : records) {
        if (record.name().equals(at)) {
          answers.add(record);
          at = record.type() == DnsRecord.CNAME ? record.target() : at;
        }
      }
      return answers;
    }

    void serveUdp() throws IOException {
      try (DatagramSocket socket = host.stack().datagramSocket()) {
        socket.bind(0, 53);
        Datagram in = new Datagram(600);
        while (socket.receive(in)) {
          DnsMessage question = DnsMessage.parse(in.data(), in.length());
          DnsMessage answer = answer(question);
          ports.add(in.port());
          numbers.add(question.id());
          if (silent) {
            continue;
          }
          for (UnaryOperator<DnsMessage> each : wrong) {
            send(socket, in, each.apply(answer).bytes());
          }
          send(socket, in, (truncates ? truncated(answer) : answer).bytes());
        }
      }
    }

    private static DnsMessage truncated(DnsMessage m) {
      return new DnsMessage(m.id(), m.flags() | DnsMessage.TC, m.questions(), List.of(), List.of());
    }

    private static void send(DatagramSocket socket, Datagram to, byte[] bytes) throws IOException {
      socket.sendTo(bytes, 0, bytes.length, to.address(), to.port());
    }

    void serveTcp() throws IOException {
      try (StreamSocket listener = host.stack().streamSocket()) {
        listener.bind(0, 53);
        listener.listen(5);
        while (true) {
          try (StreamSocket socket = listener.accept()) {
            byte[] in = new byte[600];
            int n = socket.read(in, 0, 600);
            byte[] question = java.util.Arrays.copyOfRange(in, 2, n);
            byte[] out = answer(DnsMessage.parse(question, n - 2)).bytes();
            socket.write(new byte[] {(byte) (out.length >>> 8)}, 0, 1);
            socket.write(new byte[] {(byte) out.length}, 0, 1);
            for (int done = 0; done < out.length; ) {
              done += socket.write(out, done, out.length - done);
            }
          }
        }
      }
    }
  }

  private interface Body {
    void run() throws Exception;
  }

  private void run(UnaryOperator<ResolverConfig> kind, Body body) throws Exception {
    try (Network network = Network.seeded(7)) {
      net = network;
      Switch relay = net.addSwitch();
      for (String name : List.of("ns1", "ns2")) {
        Server server = new Server(net.host(name));
        servers.add(server);
        net.link(server.host, relay, LINE);
        net.daemon(name + " udp", server::serveUdp);
        net.daemon(name + " tcp", server::serveTcp);
      }
      client = net.host("client");
      net.link(client, relay, LINE);
      List<Integer> addresses = servers.stream().map(server -> server.host.address()).toList();
      ResolverConfig config = kind.apply(ResolverConfig.of(addresses));
      resolver = new Resolver(client.stack(), config, new SplittableRandom(1));
      net.spawn("user", body::run);
      net.run();
    }
  }

  private void run(Body body) throws Exception {
    run(config -> config, body);
  }

  private Server first() {
    return servers.getFirst();
  }

  private void knows(DnsRecord... records) {
    servers.forEach(server -> server.records.addAll(List.of(records)));
  }

  private void fails(String name, Reason reason) {
    assertThatThrownBy(() -> resolver.addresses(name))
        .isInstanceOfSatisfying(
            LookupException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void aNameIsAskedForOnceUntilItsTimeIsOver() throws Exception {
    run(
        () -> {
          knows(DnsRecord.a("www.example", 60, ONE), DnsRecord.a("www.example", 90, TWO));
          assertThat(resolver.addresses("www.example")).containsExactly(ONE, TWO);
          net.sleep(Duration.ofSeconds(59));
          assertThat(resolver.addresses("WWW.Example.")).containsExactly(ONE, TWO);
          assertThat(first().asked).containsExactly("www.example 1");
          net.sleep(Duration.ofSeconds(1));
          assertThat(resolver.addresses("www.example")).hasSize(2);
          assertThat(first().asked).hasSize(2);
        });
  }

  @Test
  void noAnswerIsBelievedLongerThanADay() throws Exception {
    run(
        () -> {
          knows(DnsRecord.a("x", 10_000_000, ONE));
          resolver.addresses("x");
          assertThat(resolver.questionsSent()).isEqualTo(1);
          Answers cache = new Answers();
          cache.put("x", 1, new Answers.Answer(List.of(), true, 1_000_000), 0);
          assertThat(cache.get("x", 1, 3 * 3600_000_000_000L - 1)).isNotNull();
          assertThat(cache.get("x", 1, 3 * 3600_000_000_000L)).isNull();
          cache.put("y", 1, new Answers.Answer(List.of(DnsRecord.a("y", 1, 1)), true, 9999999), 0);
          assertThat(cache.get("y", 1, 24 * 3600_000_000_000L - 1)).isNotNull();
          assertThat(cache.get("y", 1, 24 * 3600_000_000_000L)).isNull();
          for (int i = 0; i < Answers.CAPACITY; i++) {
            cache.put("z" + i, 1, new Answers.Answer(List.of(), true, 100), 0);
          }
          assertThat(cache.get("y", 1, 1)).isNull();
          assertThat(cache.get("z0", 1, 1)).isNotNull();
        });
  }

  @Test
  void aliasesAreFollowed() throws Exception {
    run(
        () -> {
          knows(
              DnsRecord.pointer("www", DnsRecord.CNAME, 50, "a.b"),
              DnsRecord.pointer("a.b", DnsRecord.CNAME, 20, "c.d"),
              DnsRecord.a("c.d", 90, ONE));
          assertThat(resolver.addresses("www")).containsExactly(ONE);
          net.sleep(Duration.ofSeconds(20)); // the shortest time counts
          resolver.addresses("www");
          assertThat(first().asked).hasSize(2);
        });
  }

  @Test
  void anAliasOfWhichNoMoreIsSaidLeadsToAQuestion() throws Exception {
    run(
        () -> {
          knows(DnsRecord.a("c.d", 90, ONE), DnsRecord.pointer("www", DnsRecord.CNAME, 50, "c.d"));
          assertThat(resolver.addresses("www")).containsExactly(ONE);
          assertThat(first().asked).containsExactly("www 1", "c.d 1");
        });
  }

  @Test
  void aliasesInACircleLeadNowhere() throws Exception {
    run(
        () -> {
          knows(
              DnsRecord.pointer("b", DnsRecord.CNAME, 50, "a"),
              DnsRecord.pointer("a", DnsRecord.CNAME, 50, "b"),
              DnsRecord.pointer("b", DnsRecord.CNAME, 50, "a"));
          fails("a", Reason.SERVER_FAILURE);
          assertThat(first().asked.size()).isLessThan(10);
        });
  }

  @Test
  void whatIsNotThereIsRememberedAsLongAsItsZoneSays() throws Exception {
    run(
        () -> {
          servers.forEach(s -> s.flags |= DnsMessage.NAME_ERROR);
          servers.forEach(s -> s.authorities = List.of(DnsRecord.soa("example", 300, 30)));
          fails("nobody.example", Reason.NO_SUCH_NAME);
          net.sleep(Duration.ofSeconds(29));
          fails("nobody.example", Reason.NO_SUCH_NAME);
          assertThat(first().asked).hasSize(1);
          net.sleep(Duration.ofSeconds(1));
          fails("nobody.example", Reason.NO_SUCH_NAME);
          assertThat(first().asked).hasSize(2);
          servers.forEach(s -> s.authorities = List.of());
          fails("other.example", Reason.NO_SUCH_NAME);
          fails("other.example", Reason.NO_SUCH_NAME);
          assertThat(first().asked).hasSize(4);
        });
  }

  @Test
  void aNameWithoutAddress() throws Exception {
    run(() -> fails("mail.example", Reason.NO_DATA));
  }

  @Test
  void theNameOfAnAddress() throws Exception {
    run(
        () -> {
          knows(DnsRecord.pointer("1.2.0.192.in-addr.arpa", DnsRecord.PTR, 9, "www.example"));
          assertThat(resolver.name(ONE)).isEqualTo("www.example");
        });
  }

  @Test
  void aServerThatIsSilentIsLeftForTheOther() throws Exception {
    run(
        () -> {
          knows(DnsRecord.a("x", 9, ONE), DnsRecord.a("y", 9, TWO));
          first().silent = true;
          assertThat(resolver.addresses("x")).containsExactly(ONE);
          assertThat(Duration.ofNanos(net.nanoTime()))
              .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
          assertThat(resolver.addresses("y")).containsExactly(TWO);
          assertThat(first().asked).containsExactly("x 1"); // the other is asked first now
        });
  }

  @Test
  void whenAllAreSilentItEnds() throws Exception {
    run(
        () -> {
          servers.forEach(s -> s.silent = true);
          fails("x", Reason.NO_ANSWER);
          assertThat(Duration.ofNanos(net.nanoTime()).toSeconds()).isEqualTo(14); // 2 (1 + 2 + 4)
          assertThat(first().asked).hasSize(3);
          assertThat(first().ports).hasSize(3);
          assertThat(first().numbers).hasSize(3);
        });
  }

  @Test
  void aServerThatFailsIsLeftForTheOther() throws Exception {
    run(
        () -> {
          knows(DnsRecord.a("x", 9, ONE));
          first().flags |= 2;
          assertThat(resolver.addresses("x")).containsExactly(ONE);
          servers.get(1).flags |= 5;
          fails("y", Reason.SERVER_FAILURE);
        });
  }

  @Test
  void whatAnswersAnotherQuestionIsNotTaken() throws Exception {
    run(
        () -> {
          knows(DnsRecord.a("x", 9, ONE));
          List<DnsRecord> lie = List.of(DnsRecord.a("x", 9, TWO));
          List<DnsRecord> other = List.of(DnsRecord.question("y", 1));
          List<DnsRecord> none = List.of();
          first().wrong =
              List.of(
                  m -> new DnsMessage(m.id() ^ 1, m.flags(), m.questions(), lie, none),
                  m -> new DnsMessage(m.id(), m.flags(), other, lie, none),
                  m -> new DnsMessage(m.id(), m.flags(), none, lie, none),
                  m -> new DnsMessage(m.id(), DnsMessage.RD, m.questions(), lie, none));
          assertThat(resolver.addresses("x")).containsExactly(ONE);
          assertThat(resolver.wrongAnswers()).isEqualTo(4);
        });
  }

  @Test
  void whatDoesNotFitComesOverTcp() throws Exception {
    run(
        () -> {
          servers.forEach(s -> s.truncates = true);
          for (int i = 0; i < 200; i++) {
            knows(DnsRecord.a("x", 9, ONE + i));
          }
          assertThat(resolver.addresses("x")).hasSize(200);
          assertThat(resolver.questionsSent()).isEqualTo(2);
        });
  }

  @Test
  void withoutADotTheDomainIsSearchedFirst() throws Exception {
    run(
        config -> config.withDomain("Lab."),
        () -> {
          knows(DnsRecord.a("www.lab", 9, ONE), DnsRecord.a("com", 9, TWO));
          assertThat(resolver.addresses("www")).containsExactly(ONE);
          assertThat(resolver.addresses("com")).containsExactly(TWO);
          assertThat(resolver.addresses("com.")).containsExactly(TWO);
          assertThat(first().asked).containsExactly("www.lab 1", "com.lab 1", "com 1");
        });
  }

  @Test
  void someThingsAreKnown() throws Exception {
    run(
        config -> config.withHosts(Map.of("printer", ONE)),
        () -> {
          assertThat(resolver.addresses("Printer")).containsExactly(ONE);
          assertThat(resolver.addresses("localhost")).containsExactly(IpAddress.LOOPBACK);
          assertThat(resolver.addresses("192.0.2.2")).containsExactly(TWO);
          for (String bad : List.of("", ".", "a..b", "a b", "1.2.3", "x".repeat(64), "\u00e4")) {
            fails(bad, Reason.BAD_NAME);
          }
          fails(("x".repeat(63) + ".").repeat(4), Reason.BAD_NAME);
          assertThat(first().asked).isEmpty();
        });
  }
}
