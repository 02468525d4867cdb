package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import netmp.arbitrary.Conversation;
import netmp.arbitrary.Conversations;
import netmp.arbitrary.Endpoint;
import netmp.arbitrary.Ethernet;
import netmp.arbitrary.Flow;
import netmp.arbitrary.FragmentTrain;
import netmp.arbitrary.FragmentTrain.Fault;
import netmp.arbitrary.Frame;
import netmp.arbitrary.Frames;
import netmp.arbitrary.Ipv4;
import netmp.arbitrary.Ipv4Address;
import netmp.arbitrary.MacAddress;
import netmp.arbitrary.Mutated;
import netmp.arbitrary.Tcp;
import netmp.arbitrary.TcpFlag;
import netmp.arbitrary.TimedFrame;
import netmp.stats.Counter;
import netmp.stats.DropReason;

/**
 * Generated frames against a whole stack, which takes those that are valid for what they are; and
 * of those that are not it throws at nothing, loses no buffer, and accounts for each.
 */
@PropertyDefaults(tries = 100)
class GeneratedFramesTest {

  private static final Endpoint PEER =
      new Endpoint(MacAddress.parse("02:00:00:00:00:0a"), Ipv4Address.parse("10.0.0.1"), 5000);
  private static final Arbitrary<Flow> FLOW = Arbitraries.just(new Flow(PEER, ReceivingHost.HERE));
  private static final Frames FRAMES = new Frames(FLOW);
  private static final Conversations CONVERSATIONS = new Conversations(FLOW);

  /** A segment that is well-formed may have no place in the state of a listener. */
  private static final Set<DropReason> OF_A_LISTENER =
      EnumSet.of(
          DropReason.TCP_NO_PORT,
          DropReason.TCP_BAD_ACK,
          DropReason.TCP_BAD_FLAGS,
          DropReason.TCP_RESET,
          DropReason.TCP_RESET_OUT_OF_WINDOW);

  @Provide
  Arbitrary<Ethernet> udp() {
    return FRAMES.udp();
  }

  @Provide
  Arbitrary<Ethernet> tcp() {
    return FRAMES.tcp();
  }

  @Provide
  Arbitrary<Ethernet> echo() {
    return FRAMES.icmpEcho();
  }

  @Provide
  Arbitrary<Ethernet> errors() {
    return FRAMES.icmpError();
  }

  @Provide
  Arbitrary<Ethernet> arp() {
    return FRAMES.arp();
  }

  @Provide
  Arbitrary<Ethernet> tagged() {
    return Frames.tagged(FRAMES.udp());
  }

  @Provide
  Arbitrary<Mutated> mutated() {
    return Frames.mutated(FRAMES.any());
  }

  @Provide
  Arbitrary<Conversation> connections() {
    return CONVERSATIONS.tcp();
  }

  @Provide
  Arbitrary<Conversation> exchanges() {
    return CONVERSATIONS.arp();
  }

  @Provide
  Arbitrary<Conversation> mutatedConversations() {
    Arbitrary<Conversation> trains = CONVERSATIONS.fragments().map(FragmentTrain::conversation);
    return Conversations.mutated(
        Arbitraries.oneOf(CONVERSATIONS.tcp(), CONVERSATIONS.arp(), trains));
  }

  @Provide
  Arbitrary<FragmentTrain> trains() {
    return CONVERSATIONS.fragments();
  }

  private static ReceivingHost receive(Frame frame) {
    return receive(0, List.of(new TimedFrame(Duration.ZERO, frame)));
  }

  private static ReceivingHost receive(int vlan, List<TimedFrame> frames) {
    ReceivingHost host = new ReceivingHost(vlan);
    host.receive(frames);
    return host;
  }

  @Property
  void datagramsAreDelivered(@ForAll("udp") Ethernet frame) {
    ReceivingHost host = receive(frame);
    assertThat(host.drops()).isEmpty();
    assertThat(host.count(Counter.UDP_DELIVERED)).isEqualTo(1);
  }

  @Property
  void segmentsComeToTheListener(@ForAll("tcp") Ethernet frame) {
    ReceivingHost host = receive(frame);
    assertThat(OF_A_LISTENER).containsAll(host.drops());
    assertThat(host.count(Counter.IP_DELIVERED)).isEqualTo(1);
    Set<TcpFlag> flags = ((Tcp) ((Ipv4) frame.payload()).payload()).flags();
    boolean begins = flags.contains(TcpFlag.SYN) && !flags.contains(TcpFlag.ACK);
    assertThat(host.count(Counter.TCP_DELIVERED)).isEqualTo(begins ? 1 : 0);
    assertThat(host.drops()).hasSize(begins ? 0 : 1);
  }

  @Property
  void echoesAreAnswered(@ForAll("echo") Ethernet frame) {
    ReceivingHost host = receive(frame);
    boolean reply = host.drops().equals(Set.of(DropReason.ICMP_UNASKED_ECHO_REPLY));
    assertThat(host.count(Counter.ICMP_ECHO_ANSWERED)).isEqualTo(reply ? 0 : 1);
    assertThat(reply || host.drops().isEmpty()).as("%s", host.drops()).isTrue();
  }

  @Property
  void errorsAreUnderstood(@ForAll("errors") Ethernet frame) {
    ReceivingHost host = receive(frame);
    boolean tcp = host.drops().equals(Set.of(DropReason.TCP_ICMP_NO_CONNECTION));
    assertThat(host.count(Counter.ICMP_ERRORS_DELIVERED)).isEqualTo(tcp ? 0 : 1);
    assertThat(tcp || host.drops().isEmpty()).as("%s", host.drops()).isTrue();
  }

  @Property
  void packetsOfArpAreProcessed(@ForAll("arp") Ethernet frame) {
    ReceivingHost host = receive(frame);
    assertThat(host.drops()).isEmpty();
    assertThat(host.count(Counter.ARP_RECEIVED)).isEqualTo(1);
  }

  @Property
  void taggedFramesComeToTheirVlan(@ForAll("tagged") Ethernet frame) {
    int vlan = frame.vlan().orElseThrow().id();
    ReceivingHost host = receive(vlan, List.of(new TimedFrame(Duration.ZERO, frame)));
    assertThat(host.drops()).isEmpty();
    assertThat(host.count(Counter.UDP_DELIVERED)).isEqualTo(1);
  }

  @Property
  void fragmentsAreJoinedIfTheyCanBe(@ForAll("trains") FragmentTrain train) {
    ReceivingHost host = receive(0, train.conversation().frames());
    boolean lost = train.faults().contains(Fault.MISSING);
    boolean bad = train.faults().contains(Fault.OVERLAPPING);
    if (lost || bad) {
      assertThat(host.count(Counter.UDP_DELIVERED)).isZero();
    } else {
      assertThat(host.count(Counter.UDP_DELIVERED)).isPositive();
    }
    Set<DropReason> allowed =
        EnumSet.of(DropReason.IP_DUPLICATE_FRAGMENT, DropReason.IP_REASSEMBLY_TIMEOUT);
    if (bad) {
      allowed.add(DropReason.IP_OVERLAPPING_FRAGMENT);
    }
    assertThat(allowed).containsAll(host.drops());
  }

  @Property
  void connectionsAreWellFormed(@ForAll("connections") Conversation conversation) {
    ReceivingHost host = receive(0, conversation.frames());
    Set<DropReason> allowed = EnumSet.of(DropReason.TCP_OUT_OF_WINDOW);
    allowed.addAll(OF_A_LISTENER);
    assertThat(allowed).containsAll(host.drops());
    assertThat(host.count(Counter.TCP_DELIVERED)).as("the SYN").isPositive();
  }

  @Property
  void exchangesAreProcessed(@ForAll("exchanges") Conversation conversation) {
    ReceivingHost host = receive(0, conversation.frames());
    assertThat(host.drops()).isEmpty();
    assertThat(host.count(Counter.ARP_RECEIVED)).isEqualTo(host.received());
    assertThat(host.count(Counter.ARP_REPLIES_SENT)).isEqualTo(host.received());
  }

  @Property(tries = 1000)
  void mutatedFramesAreAccountedForAndReachEveryLayer(@ForAll("mutated") Mutated frame) {
    ReceivingHost host = receive(frame);
    assertThat(host.received()).isLessThanOrEqualTo(1);
    String layer = host.drops().stream().map(GeneratedFramesTest::layer).findFirst().orElse("none");
    Statistics.collect(layer);
    Statistics.coverage(
        coverage ->
            List.of("none", "ETHER", "ARP", "IP", "ICMP", "UDP", "TCP")
                .forEach(each -> coverage.check(each).count(n -> n > 0)));
  }

  private static String layer(DropReason reason) {
    return reason.name().substring(0, reason.name().indexOf('_'));
  }

  @Property(tries = 200)
  void mutatedConversationsAreAccountedFor(
      @ForAll("mutatedConversations") Conversation conversation) {
    receive(0, conversation.frames());
  }
}
