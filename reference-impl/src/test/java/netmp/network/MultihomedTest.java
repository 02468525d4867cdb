package netmp.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import netmp.arp.Arp;
import netmp.capture.CaptureReader;
import netmp.capture.CapturedFrame;
import netmp.dhcp.DhcpServer;
import netmp.ether.NetworkInterface;
import netmp.icmp.EchoRequest.Outcome;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.ip.Route;
import netmp.link.Link;
import netmp.link.LinkSettings;
import netmp.link.Switch;
import netmp.nic.Nic;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Endpoint;
import netmp.socket.Errno;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stack.Addressing;
import netmp.stack.Census;
import netmp.stack.InterfaceState.Status;
import netmp.stack.Resource;
import netmp.stack.StackConfig;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A host on two networks: 10.0.0.1 on that of "left", 10.1.0.1 on that of "right". Each of these
 * has a second interface without a link, so that it has an address that its neighbours do not see.
 */
class MultihomedTest {

  private static final int PORT = 7;
  private static final int GROUP = ip("239.1.2.3");
  private static final int LEFT = ip("10.0.0.2");
  private static final int BEHIND_LEFT = ip("203.0.113.1");
  private static final int RIGHT = ip("10.1.0.3");
  private static final int BEHIND_RIGHT = ip("203.0.114.1");
  private static final long ALL = MacAddress.BROADCAST;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
  private Network net;
  private Host host;
  private Host left;
  private Host right;
  private Link toLeft;
  private Link toRight;
  private Switch onLeft;
  private Switch onRight;

  private static int ip(String text) {
    return IpAddress.parse(text);
  }

  /** What a test does on a user thread. */
  private void run(int cpus, UnaryOperator<StackConfig> kind, UserTask.Body body) throws Exception {
    try (Network made =
        new Network(NetworkConfig.seeded(cpus).withCpus(cpus).withCapture(frames))) {
      net = made;
      host = net.host("host", 2, kind);
      left = net.host("left", 2, s -> neighbour(s, LEFT, "10.0.0.1", BEHIND_LEFT));
      right = net.host("right", 2, s -> neighbour(s, RIGHT, "10.1.0.1", BEHIND_RIGHT));
      onLeft = net.addSwitch();
      onRight = net.addSwitch();
      toLeft = net.link(host, 0, onLeft, LinkSettings.PERFECT);
      toRight = net.link(host, 1, onRight, LinkSettings.PERFECT);
      net.link(left, onLeft, LinkSettings.PERFECT);
      net.link(right, onRight, LinkSettings.PERFECT);
      for (Host each : List.of(host, left, right)) {
        net.daemon(each.name() + ".udp", () -> echo(each, 0));
        net.daemon(each.name() + ".1.udp", () -> echo(each, 1));
        net.daemon(each.name() + ".tcp", () -> serve(each));
      }
      net.spawn(
          "test",
          () -> {
            net.sleep(SECOND);
            body.run();
          });
      net.run();
    }
  }

  private static StackConfig neighbour(StackConfig stack, int own, String gateway, int behind) {
    NetworkInterface second = stack.nif(1);
    return stack
        .withNif(stack.nif().withAddress(own, 16, ip(gateway)))
        .withNif(1, second.withAddress(behind, 24, IpAddress.ANY));
  }

  /** Answers from the address that it was asked at. */
  private static void echo(Host at, int number) throws IOException {
    DatagramSocket socket = at.stack().datagramSocket();
    socket.bind(at.address(number), PORT);
    Datagram d = new Datagram(2000);
    while (socket.receive(d)) {
      socket.sendTo(d.data(), 0, d.length(), d.address(), d.port());
    }
  }

  private static void serve(Host at) throws IOException {
    StreamSocket listener = at.stack().streamSocket();
    listener.bind(0, PORT);
    listener.listen(10);
    byte[] buffer = new byte[5000];
    while (true) {
      StreamSocket connection = listener.accept();
      for (int n = connection.read(buffer, 0, 5000); n > 0; ) {
        connection.write(buffer, 0, n);
        n = connection.read(buffer, 0, 5000);
      }
      connection.close();
    }
  }

  /** Asks by UDP; the own address, if there is an answer. */
  private static String udp(Host from, int to) throws IOException {
    try (DatagramSocket socket = from.stack().datagramSocket()) {
      socket.setOption(SocketOption.SO_RCVTIMEO, 2_000_000);
      socket.connect(to, PORT);
      socket.send(new byte[100], 0, 100);
      Datagram d = new Datagram(2000);
      socket.receive(d);
      assertThat(d.length()).isEqualTo(100);
      assertThat(d.address()).isEqualTo(to);
      return local(socket);
    }
  }

  private static String local(Socket socket) throws SocketError {
    Endpoint end = new Endpoint();
    socket.localEndpoint(end);
    return IpAddress.format(end.address());
  }

  private static String tcp(Host from, int to) throws IOException {
    try (StreamSocket socket = from.stack().streamSocket()) {
      socket.connect(to, PORT);
      byte[] text = new byte[20_000];
      byte[] back = new byte[20_000];
      socket.write(text, 0, text.length);
      for (int n = 0; n < back.length; ) {
        n += socket.read(back, n, back.length - n);
      }
      return local(socket);
    }
  }

  private static Outcome ping(Host from, int to) {
    return from.stack().echoRequest(to).ask(56, 2_000_000_000L);
  }

  private long sent(Host at, int number) {
    net.sleep(SECOND);
    return at.nic(number).counters().all().get("tx_packets");
  }

  private static long dropped(Host at, DropReason reason) {
    return at.stack().statistics().get(reason);
  }

  private static Errno errno(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(SocketError.class, call).errno();
  }

  private static StackConfig asIs(StackConfig stack) {
    return stack;
  }

  private static StackConfig routed(StackConfig stack) {
    return stack
        .withNif(stack.nif().withAddress(ip("10.0.0.1"), 16, LEFT))
        .withRoutes(List.of(new Route(ip("203.0.114.0"), 24, RIGHT)));
  }

  // ---- by which interface, from which address ----

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void eachNetworkIsReachedFromTheAddressOnIt(int cpus) throws Exception {
    run(
        cpus,
        MultihomedTest::asIs,
        () -> {
          for (int i = 0; i < 5; i++) {
            long before = sent(host, 1);
            assertThat(udp(host, LEFT)).isEqualTo("10.0.0.1");
            assertThat(tcp(host, LEFT)).isEqualTo("10.0.0.1");
            assertThat(ping(host, LEFT)).isEqualTo(Outcome.ANSWERED);
            assertThat(sent(host, 1)).as("by the other interface").isEqualTo(before);
            before = sent(host, 0);
            assertThat(udp(host, RIGHT)).isEqualTo("10.1.0.1");
            assertThat(tcp(host, RIGHT)).isEqualTo("10.1.0.1");
            assertThat(ping(host, RIGHT)).isEqualTo(Outcome.ANSWERED);
            assertThat(sent(host, 0)).as("by the other interface").isEqualTo(before);
          }
          assertThat(udp(left, host.address(0))).isEqualTo("10.0.0.2");
          assertThat(tcp(left, host.address(0))).isEqualTo("10.0.0.2");
          assertThat(udp(right, host.address(1))).isEqualTo("10.1.0.3");
          assertThat(tcp(right, host.address(1))).isEqualTo("10.1.0.3");
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aGatewayDecidesTheInterface(int cpus) throws Exception {
    run(
        cpus,
        MultihomedTest::routed,
        () -> {
          long before = sent(host, 1);
          assertThat(udp(host, BEHIND_LEFT)).as("by the default route").isEqualTo("10.0.0.1");
          assertThat(tcp(host, BEHIND_LEFT)).isEqualTo("10.0.0.1");
          assertThat(sent(host, 1)).isEqualTo(before);
          before = sent(host, 0);
          assertThat(udp(host, BEHIND_RIGHT)).as("by the longer prefix").isEqualTo("10.1.0.1");
          assertThat(tcp(host, BEHIND_RIGHT)).isEqualTo("10.1.0.1");
          assertThat(sent(host, 0)).isEqualTo(before);
        });
  }

  @Test
  void whereNoRouteLeadsNothingIsSent() throws Exception {
    run(
        1,
        MultihomedTest::asIs,
        () -> {
          try (DatagramSocket socket = host.stack().datagramSocket()) {
            assertThat(errno(() -> socket.sendTo(new byte[1], 0, 1, BEHIND_LEFT, PORT)))
                .isEqualTo(Errno.EHOSTUNREACH);
          }
          assertThat(ping(host, BEHIND_LEFT)).isEqualTo(Outcome.NOT_SENT);
        });
  }

  @Test
  void segmentsAreAsLongAsTheLinkOfTheRouteTakes() throws Exception {
    run(
        1,
        s -> s.withNif(1, s.nif(1).withMtu(1300)),
        () -> {
          assertThat(segment(LEFT)).isEqualTo(1500 - 40 - 12);
          assertThat(segment(RIGHT)).isEqualTo(1300 - 40 - 12);
        });
  }

  private int segment(int to) throws IOException {
    try (StreamSocket socket = host.stack().streamSocket()) {
      socket.connect(to, PORT);
      return socket.option(SocketOption.TCP_MAXSEG);
    }
  }

  /** The peer learns of it by the option of the SYN, and of the answer to one. */
  @Test
  void soAreThoseOfThePeer() throws Exception {
    run(
        1,
        s -> s.withNif(1, s.nif(1).withMtu(1300)),
        () -> {
          try (StreamSocket socket = right.stack().streamSocket()) {
            socket.connect(host.address(1), PORT);
            assertThat(socket.option(SocketOption.TCP_MAXSEG)).isEqualTo(1300 - 40 - 12);
          }
          StreamSocket listener = right.stack().streamSocket();
          listener.bind(0, PORT + 5);
          listener.listen(1);
          try (StreamSocket socket = host.stack().streamSocket()) {
            socket.connect(RIGHT, PORT + 5);
            StreamSocket accepted = listener.accept();
            assertThat(accepted.option(SocketOption.TCP_MAXSEG)).isEqualTo(1300 - 40 - 12);
            accepted.close();
          }
        });
  }

  @Test
  void datagramsAreCutForTheLinkOfTheRoute() throws Exception {
    run(
        1,
        s -> s.withNif(1, s.nif(1).withMtu(1300)),
        () -> {
          try (DatagramSocket socket = host.stack().datagramSocket()) {
            long before = host.stack().statistics().get(Counter.IP_FRAGMENTED);
            socket.sendTo(new byte[1400], 0, 1400, LEFT, PORT);
            assertThat(host.stack().statistics().get(Counter.IP_FRAGMENTED)).isEqualTo(before);
            socket.sendTo(new byte[1400], 0, 1400, RIGHT, PORT);
            assertThat(host.stack().statistics().get(Counter.IP_FRAGMENTED)).isEqualTo(before + 1);
            Datagram d = new Datagram(2000);
            for (int i = 0; i < 2; i++) {
              assertThat(socket.receive(d)).isTrue();
              assertThat(d.length()).isEqualTo(1400);
            }
          }
        });
  }

  // ---- the weak end system model (RFC 1122 section 3.3.4.2) ----

  /** Left sends by the gateway of its network, which is this host, to its other address. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void anAddressIsTheHostsAndNotTheLinks(int cpus) throws Exception {
    run(
        cpus,
        MultihomedTest::asIs,
        () -> {
          toRight.setUp(false);
          int other = host.address(1);
          for (int i = 0; i < 5; i++) {
            assertThat(tcp(left, other)).isEqualTo("10.0.0.2");
            assertThat(ping(left, other))
                .as("and the answer is from there")
                .isEqualTo(Outcome.ANSWERED);
          }
          try (DatagramSocket socket = left.stack().datagramSocket()) {
            socket.connect(other, PORT + 1);
            socket.send(new byte[1], 0, 1);
            net.sleep(SECOND);
            assertThat(errno(() -> socket.send(new byte[1], 0, 1)))
                .as("so is an error")
                .isEqualTo(Errno.ECONNREFUSED);
          }
        });
    try (CaptureReader reader = new CaptureReader(new ByteArrayInputStream(frames.toByteArray()))) {
      int errors = 0;
      for (CapturedFrame next = reader.next(); next != null; next = reader.next()) {
        byte[] frame = next.bytes();
        if (Packets.number(frame, 12, 2) == 0x0800 && frame[23] == 1 && frame[34] == 3) {
          errors++;
          assertThat(Packets.number(frame, 26, 4)).isEqualTo(ip("10.1.0.1"));
        }
      }
      assertThat(errors).isEqualTo(2); // at both ends
    }
  }

  @Test
  void whatABoundSocketSendsLeavesByTheRouteFromItsAddress() throws Exception {
    run(
        1,
        MultihomedTest::asIs,
        () -> {
          long before = sent(host, 1);
          try (DatagramSocket socket = host.stack().datagramSocket();
              StreamSocket stream = host.stack().streamSocket()) {
            socket.bind(host.address(1), 0);
            stream.bind(host.address(1), 0);
            socket.sendTo(new byte[1], 0, 1, LEFT, PORT);
            stream.connect(LEFT, PORT);
            assertThat(local(stream)).isEqualTo("10.1.0.1");
            Datagram d = new Datagram(10);
            assertThat(socket.receive(d)).isTrue();
            assertThat(IpAddress.format(d.localAddress())).isEqualTo("10.1.0.1");
            assertThat(errno(() -> host.stack().datagramSocket().bind(LEFT, 0)))
                .isEqualTo(Errno.EADDRNOTAVAIL);
          }
          assertThat(sent(host, 1)).isEqualTo(before);
        });
  }

  /** The peer sends by the right link, to an address there, and is answered by the left one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void eachDirectionOfAConnectionMayHaveALinkOfItsOwn(int cpus) throws Exception {
    run(
        cpus,
        MultihomedTest::asIs,
        () -> {
          Host peer = net.host("peer", 2, MultihomedTest::asIs);
          net.link(peer, 0, onLeft, LinkSettings.PERFECT);
          net.link(peer, 1, onRight, LinkSettings.PERFECT);
          for (int port = 4000; port < 4008; port++) {
            int owner = host.nic(0).rss().queue(peer.address(0), host.address(1), port, PORT);
            String queue = "rx_queue_" + owner + "_packets";
            long before = host.nic(1).counters().all().get(queue);
            long left = host.nic(0).counters().all().get("rx_packets");
            try (StreamSocket socket = peer.stack().streamSocket()) {
              socket.bind(peer.address(0), port);
              socket.connect(host.address(1), PORT);
              byte[] text = new byte[10_000];
              socket.write(text, 0, text.length);
              for (int n = 0; n < text.length; ) {
                n += socket.read(text, n, text.length - n);
              }
            }
            net.sleep(SECOND);
            assertThat(host.nic(1).counters().all().get(queue)).isGreaterThan(before + 10);
            assertThat(host.nic(0).counters().all().get("rx_packets")).isLessThan(left + 3);
          }
        });
  }

  @Test
  void toItsOtherAddressItSendsByNoLink() throws Exception {
    run(
        4,
        MultihomedTest::asIs,
        () -> {
          long before = sent(host, 0) + sent(host, 1);
          assertThat(udp(host, host.address(1))).isEqualTo("10.1.0.1");
          assertThat(tcp(host, host.address(0))).isEqualTo("10.0.0.1");
          assertThat(sent(host, 0) + sent(host, 1)).isEqualTo(before);
        });
  }

  @Test
  void nothingIsForwarded() throws Exception {
    run(
        1,
        MultihomedTest::asIs,
        () -> {
          long before = sent(host, 1);
          assertThat(ping(left, RIGHT)).isEqualTo(Outcome.TIMED_OUT);
          assertThat(dropped(host, DropReason.IP_NOT_OURS)).isEqualTo(1);
          assertThat(sent(host, 1)).isEqualTo(before);
        });
  }

  @Test
  void noLinkBringsWhatIsFromAnAddressOfThisHost() throws Exception {
    run(
        1,
        MultihomedTest::asIs,
        () -> {
          byte[] datagram = Packets.ip(17, host.address(1), host.address(0), new byte[8]).build();
          Nic nic = host.nic(0);
          byte[] frame = Packets.ether(nic.macAddress(), 0x0200_0000_0002L, 0x0800, datagram);
          nic.receive(frame, 0, frame.length);
          net.sleep(SECOND);
          assertThat(dropped(host, DropReason.IP_BAD_SOURCE)).isEqualTo(1);
        });
  }

  /** In a network that holds both of the others. */
  private static StackConfig at(StackConfig stack, int address) {
    return stack.withNif(stack.nif().withAddress(address, 8, IpAddress.ANY));
  }

  // ---- ARP ----

  /** On the right link somebody has the address of left. */
  @Test
  void aNeighbourIsNotTakenForOneOfTheSameAddressOnTheOtherLink() throws Exception {
    run(
        4,
        MultihomedTest::asIs,
        () -> {
          Host impostor = net.host("impostor", s -> at(s, LEFT));
          net.link(impostor, onRight, LinkSettings.PERFECT);
          assertThat(ping(impostor, host.address(1))).isEqualTo(Outcome.TIMED_OUT);
          assertThat(dropped(host, DropReason.ARP_OFF_LINK)).isPositive();
          long before = sent(impostor, 0);
          assertThat(udp(host, LEFT)).isEqualTo("10.0.0.1");
          assertThat(sent(impostor, 0)).isEqualTo(before);
        });
  }

  @Test
  void noLinkIsToldOfTheAddressOnTheOther() throws Exception {
    run(
        1,
        MultihomedTest::asIs,
        () -> {
          Host asking = net.host("asking", s -> at(s, ip("10.0.0.9")));
          net.link(asking, onLeft, LinkSettings.PERFECT);
          assertThat(ping(asking, host.address(0))).isEqualTo(Outcome.ANSWERED);
          assertThat(ping(asking, host.address(1))).as("unresolved").isEqualTo(Outcome.TIMED_OUT);
          net.sleep(SECOND.multipliedBy(5));
          assertThat(asking.stack().statistics().get(DropReason.ARP_UNRESOLVED)).isEqualTo(1);
        });
  }

  // ---- to many ----

  private List<DatagramSocket> receivers() throws SocketError {
    List<DatagramSocket> receivers = new ArrayList<>();
    for (Host each : List.of(left, right)) {
      receivers.add(receiver(each));
    }
    return receivers;
  }

  private static DatagramSocket receiver(Host at) throws SocketError {
    DatagramSocket socket = at.stack().datagramSocket();
    socket.bind(0, PORT + 2);
    return socket;
  }

  /** Which of two receives what is sent now: "left ", "right ", both, or none; and from where. */
  private String heard(DatagramSocket sender, int address, List<DatagramSocket> receivers)
      throws SocketError {
    sender.sendTo(new byte[1], 0, 1, address, PORT + 2);
    net.sleep(SECOND);
    Datagram d = new Datagram(10);
    String heard = "";
    for (int i = 0; i < 2; i++) {
      if (receivers.get(i).receiveNow(d)) {
        heard += (i == 0 ? "left " : "right ") + IpAddress.format(d.address()) + " ";
      }
    }
    return heard.strip();
  }

  @Test
  void broadcastsLeaveByOneLink() throws Exception {
    run(
        1,
        MultihomedTest::asIs,
        () -> {
          List<DatagramSocket> receivers = receivers();
          try (DatagramSocket sender = host.stack().datagramSocket();
              DatagramSocket bound = host.stack().datagramSocket()) {
            sender.setOption(SocketOption.SO_BROADCAST, 1);
            bound.setOption(SocketOption.SO_BROADCAST, 1);
            bound.bind(host.address(1), 0);
            int all = IpAddress.BROADCAST;
            assertThat(heard(sender, ip("10.0.255.255"), receivers)).isEqualTo("left 10.0.0.1");
            assertThat(heard(sender, ip("10.1.255.255"), receivers)).isEqualTo("right 10.1.0.1");
            assertThat(heard(sender, all, receivers)).isEqualTo("left 10.0.0.1");
            assertThat(heard(bound, all, receivers)).isEqualTo("right 10.1.0.1");
          }
        });
  }

  @Test
  void aBroadcastIsForTheHostsOfItsLink() throws Exception {
    run(
        1,
        MultihomedTest::asIs,
        () -> {
          DatagramSocket receiver = receiver(host);
          Datagram d = new Datagram(10);
          for (Host each : List.of(left, right)) {
            try (DatagramSocket sender = each.stack().datagramSocket()) {
              sender.setOption(SocketOption.SO_BROADCAST, 1);
              int directed = each.address(0) | 0xffff;
              for (int address : new int[] {IpAddress.BROADCAST, directed}) {
                sender.sendTo(new byte[1], 0, 1, address, PORT + 2);
                net.sleep(SECOND);
                assertThat(receiver.receiveNow(d)).isTrue();
              }
            }
          }
          assertThat(dropped(host, DropReason.IP_NOT_OURS)).isZero();
          byte[] data = Packets.udp(9, PORT + 2, new byte[1]);
          byte[] datagram = Packets.ip(17, LEFT, ip("10.1.255.255"), data).build();
          byte[] frame = Packets.ether(ALL, 0x0200_0000_0002L, 0x0800, datagram);
          host.nic(0).receive(frame, 0, frame.length);
          net.sleep(SECOND);
          assertThat(dropped(host, DropReason.IP_NOT_OURS)).as("of the other link").isEqualTo(1);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aGroupIsJoinedOnAnInterface(int cpus) throws Exception {
    run(
        cpus,
        MultihomedTest::asIs,
        () -> {
          DatagramSocket member = receiver(host);
          long before = sent(host, 0);
          long reports = sent(host, 1);
          member.joinGroup(GROUP, host.address(1));
          assertThat(sent(host, 1)).as("routers are told there").isGreaterThan(reports);
          assertThat(sent(host, 0)).isEqualTo(before);
          assertThat(errno(() -> member.joinGroup(GROUP, host.address(1))))
              .isEqualTo(Errno.EADDRINUSE);
          assertThat(errno(() -> member.joinGroup(GROUP, LEFT))).isEqualTo(Errno.EADDRNOTAVAIL);
          net.sleep(SECOND);
          assertThat(hears(member)).isEqualTo("right ");
          member.joinGroup(GROUP);
          net.sleep(SECOND);
          assertThat(hears(member)).as("the route's is the first").isEqualTo("left right ");
          member.leaveGroup(GROUP, host.address(1));
          net.sleep(SECOND);
          assertThat(hears(member)).isEqualTo("left ");
          assertThat(errno(() -> member.leaveGroup(GROUP, host.address(1))))
              .isEqualTo(Errno.EADDRNOTAVAIL);
          member.leaveGroup(GROUP);
          net.sleep(SECOND);
          assertThat(hears(member)).isEmpty();
        });
  }

  /** Whose datagrams to the group come. */
  private String hears(DatagramSocket member) throws IOException {
    String heard = "";
    for (Host each : List.of(left, right)) {
      try (DatagramSocket sender = each.stack().datagramSocket()) {
        sender.setOption(SocketOption.IP_MULTICAST_IF, each.address(0));
        sender.sendTo(new byte[1], 0, 1, GROUP, PORT + 2);
        net.sleep(SECOND);
        heard += member.receiveNow(new Datagram(10)) ? each.name() + " " : "";
      }
    }
    return heard;
  }

  @Test
  void membersOfDifferentLinksThatShareAPortHearTheirOwn() throws Exception {
    run(
        1,
        MultihomedTest::asIs,
        () -> {
          DatagramSocket[] members = new DatagramSocket[2];
          for (int i = 0; i < 2; i++) {
            members[i] = host.stack().datagramSocket();
            members[i].setOption(SocketOption.SO_REUSEPORT, 1);
            members[i].bind(0, PORT + 2);
            members[i].joinGroup(GROUP, host.address(i));
          }
          net.sleep(SECOND);
          assertThat(hears(members[0])).isEqualTo("left ");
          assertThat(members[1].receiveNow(new Datagram(10))).isTrue();
          assertThat(members[1].receiveNow(new Datagram(10))).isFalse();
        });
  }

  @Test
  void theUserChoosesByWhichInterfaceAGroupIsSentTo() throws Exception {
    run(
        1,
        MultihomedTest::asIs,
        () -> {
          List<DatagramSocket> receivers = receivers();
          for (DatagramSocket each : receivers) {
            each.joinGroup(GROUP);
          }
          DatagramSocket here = receiver(host);
          here.joinGroup(GROUP, host.address(1));
          try (DatagramSocket sender = host.stack().datagramSocket()) {
            assertThat(heard(sender, GROUP, receivers)).isEqualTo("left 10.0.0.1");
            assertThat(here.receiveNow(new Datagram(10))).as("not on that link").isFalse();
            sender.setOption(SocketOption.IP_MULTICAST_IF, host.address(1));
            assertThat(sender.option(SocketOption.IP_MULTICAST_IF)).isEqualTo(host.address(1));
            assertThat(heard(sender, GROUP, receivers)).isEqualTo("right 10.1.0.1");
            assertThat(here.receiveNow(new Datagram(10))).isTrue();
            assertThat(errno(() -> sender.setOption(SocketOption.IP_MULTICAST_IF, LEFT)))
                .isEqualTo(Errno.EADDRNOTAVAIL);
            sender.setOption(SocketOption.IP_MULTICAST_IF, 0);
            assertThat(heard(sender, GROUP, receivers)).isEqualTo("left 10.0.0.1");
          }
          try (DatagramSocket bound = host.stack().datagramSocket()) {
            bound.bind(host.address(1), 0);
            assertThat(heard(bound, GROUP, receivers)).isEqualTo("right 10.1.0.1");
            bound.setOption(SocketOption.IP_MULTICAST_IF, host.address(0));
            assertThat(heard(bound, GROUP, receivers)).isEqualTo("left 10.1.0.1");
          }
        });
  }

  // ---- the links ----

  @Test
  void oneInterfaceIsOnAVlan() throws Exception {
    run(
        1,
        s -> s.withNif(1, s.nif(1).withVlan(20)),
        () -> {
          Host tagged = net.host("tagged", s -> vlan(s, ip("10.1.0.9")));
          net.link(tagged, onRight, LinkSettings.PERFECT);
          assertThat(ping(host, tagged.address())).isEqualTo(Outcome.ANSWERED);
          assertThat(ping(host, LEFT)).isEqualTo(Outcome.ANSWERED);
          assertThat(ping(host, RIGHT)).as("which is on none").isEqualTo(Outcome.TIMED_OUT);
        });
  }

  private static StackConfig vlan(StackConfig stack, int address) {
    return stack.withNif(stack.nif().withAddress(address, 16, IpAddress.ANY).withVlan(20));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void whileOneLinkIsDownTheOtherWorks(int cpus) throws Exception {
    run(
        cpus,
        MultihomedTest::asIs,
        () -> {
          assertThat(ping(host, LEFT)).isEqualTo(ping(host, RIGHT));
          net.sleep(SECOND);
          int buffers = host.stack().availableBuffers();
          Census before = host.stack().census();
          assertThat(before.used(Resource.NEIGHBOURS)).isEqualTo(2);
          for (Link down : List.of(toLeft, toRight)) {
            down.setUp(false);
            int reached = down == toLeft ? RIGHT : LEFT;
            assertThat(ping(host, reached == LEFT ? RIGHT : LEFT)).isEqualTo(Outcome.TIMED_OUT);
            assertThat(tcp(host, reached)).isNotEmpty();
            assertThat(udp(host, reached)).isNotEmpty();
            down.setUp(true);
          }
          net.sleep(Duration.ofMinutes(25));
          assertThat(host.stack().census().used()).isEqualTo(before.used());
          assertThat(before.limit(Resource.NEIGHBOURS)).isEqualTo(2 * Arp.CAPACITY);
          assertThat(host.stack().availableBuffers()).isEqualTo(buffers);
        });
  }

  /** A switch that hears of a station anew knows where it is. */
  @Test
  void aLinkThatComesUpHearsOfItsOwnAddress() throws Exception {
    run(
        1,
        MultihomedTest::asIs,
        () -> {
          long before = sent(host, 0);
          long there = sent(host, 1);
          host.nic(1).setCarrier(false);
          host.nic(1).setCarrier(true);
          assertThat(sent(host, 1)).isEqualTo(there + 1);
          assertThat(sent(host, 0)).isEqualTo(before);
        });
  }

  /** The address of the first interface is fixed, that of the second is leased on its link. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void anInterfaceHasALeaseOfItsOwn(int cpus) throws Exception {
    run(
        cpus,
        MultihomedTest::asIs,
        () -> {
          DhcpServer server = new DhcpServer(net, right, ip("10.1.0.77"), 1, 3600);
          Host leased =
              net.host(
                  "leased",
                  2,
                  s -> s.withNif(1, s.nif(1).withoutAddress()).withAddressing(1, Addressing.DHCP));
          net.link(leased, 0, onLeft, LinkSettings.PERFECT);
          net.link(leased, 1, onRight, LinkSettings.PERFECT);
          assertThat(udp(leased, LEFT)).as("meanwhile the other works").isEqualTo("10.0.0.4");
          assertThat(leased.stack().interfaceState(1).status()).isEqualTo(Status.TENTATIVE);
          assertThat(leased.stack().awaitAddress(Duration.ofMinutes(1).toNanos())).isTrue();
          assertThat(udp(leased, RIGHT)).isEqualTo("10.1.0.77");
          assertThat(udp(leased, LEFT)).isEqualTo("10.0.0.4");
          assertThat(server.log).isNotEmpty();
          leased.stack().down();
          assertThat(leased.stack().interfaceState(0).status()).isEqualTo(Status.DOWN);
          assertThat(leased.stack().interfaceState(1).status()).isEqualTo(Status.DOWN);
          net.sleep(SECOND);
          assertThat(server.log.getLast()).contains("RELEASE");
          assertThat(leased.stack().census().used(Resource.NEIGHBOURS)).isZero();
        });
  }

  /** An address that is asked for first is contested on its own link only. */
  @Test
  void anAddressIsContestedOnItsOwnLink() throws Exception {
    run(
        1,
        MultihomedTest::asIs,
        () -> {
          Host twin = net.host("twin", s -> at(s, ip("10.1.0.9")));
          net.link(twin, onLeft, LinkSettings.PERFECT);
          UnaryOperator<StackConfig> probed =
              s ->
                  s.withNif(1, s.nif(1).withAddress(ip("10.1.0.9"), 16, IpAddress.ANY))
                      .withAddressing(1, Addressing.PROBED);
          for (Switch second : List.of(onRight, onLeft)) {
            Host asks = net.host("asks" + (second == onLeft), 2, probed);
            net.link(asks, 0, onLeft, LinkSettings.PERFECT);
            net.link(asks, 1, second, LinkSettings.PERFECT);
            assertThat(asks.stack().awaitAddress(Duration.ofMinutes(1).toNanos()))
                .isEqualTo(second == onRight);
          }
          Host first =
              net.host(
                  "first",
                  2,
                  s ->
                      s.withNif(s.nif().withAddress(LEFT, 16, IpAddress.ANY))
                          .withAddressing(Addressing.PROBED));
          net.link(first, onLeft, LinkSettings.PERFECT);
          assertThat(first.stack().awaitAddress(Duration.ofMinutes(1).toNanos())).isFalse();
          assertThat(first.stack().interfaceState(0).status()).isEqualTo(Status.CONFLICT);
          assertThat(first.stack().interfaceState(1).status()).isEqualTo(Status.UP);
        });
  }
}
