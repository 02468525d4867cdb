package netmp.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** What fails shrinks to the smallest that does, by jqwik itself and from any seed. */
@PropertyDefaults(tries = 20_000, afterFailure = AfterFailureMode.RANDOM_SEED)
class ShrinkingTest {

  private static final Endpoint A = new Endpoint(new MacAddress(1), new Ipv4Address(1), 1);
  private static final Endpoint B = new Endpoint(new MacAddress(2), new Ipv4Address(2), 2);
  private static final Arbitrary<Flow> FLOW = Arbitraries.just(new Flow(A, B));
  private static final Frames FRAMES = new Frames(FLOW);
  private static final Conversations CONVERSATIONS = new Conversations(FLOW);

  private static final String IP =
      "Ipv4[header=Ipv4Header[dscp=0, ecn=0, identification=0, dontFragment=false, "
          + "moreFragments=false, fragmentOffset=0, timeToLive=64, options=[]], "
          + "source=0.0.0.1, destination=0.0.0.2, payload=";

  private static final String FRAME =
      "] of Ethernet[destination=00:00:00:00:00:02, source=00:00:00:00:00:01, "
          + "vlan=Optional.empty, payload="
          + IP;

  private static final String TCP =
      "Tcp[sourcePort=1, destinationPort=2, sequence=0, acknowledgment=0, ";

  private static final String BARE = TCP + "flags=[ACK], window=0, urgentPointer=0, options=[";

  private static final String STAMPED = BARE + "Timestamps[value=0, echo=0]], data=]]";

  @Provide
  Arbitrary<Ipv4> segments() {
    return FRAMES.tcp().map(frame -> (Ipv4) frame.payload());
  }

  @Provide
  Arbitrary<Mutated> mutated() {
    return Frames.mutated(FRAMES.any());
  }

  @Provide
  Arbitrary<Mutated> mutatedSegments() {
    return Frames.mutated(FRAMES.tcp());
  }

  @Provide
  Arbitrary<List<String>> connections() {
    return CONVERSATIONS.tcp().map(c -> c.frames().stream().map(ShrinkingTest::text).toList());
  }

  private static String text(TimedFrame timed) {
    Tcp segment = tcp((Ipv4) ((Ethernet) timed.frame()).payload());
    String flags = segment.flags().stream().map(TcpFlag::name).collect(Collectors.joining(" "));
    return segment.data().length() == 0 ? flags : flags + " " + segment.data().length();
  }

  @Provide
  Arbitrary<Set<FragmentTrain.Fault>> faults() {
    return CONVERSATIONS.fragments().map(FragmentTrain::faults);
  }

  private static Tcp tcp(Ipv4 datagram) {
    return (Tcp) datagram.payload();
  }

  @Property
  @ShrinksTo(IP + STAMPED)
  void anOption(@ForAll("segments") Ipv4 datagram) {
    assertThat(tcp(datagram).options()).noneMatch(TcpOption.Timestamps.class::isInstance);
  }

  @Property
  @ShrinksTo(
      IP + TCP + "flags=[SYN], window=0, urgentPointer=0, options=[WindowScale[shift=0]], data=]]")
  void anOptionOfASyn(@ForAll("segments") Ipv4 datagram) {
    assertThat(tcp(datagram).options()).noneMatch(TcpOption.WindowScale.class::isInstance);
  }

  @Property
  @ShrinksTo(IP + BARE + "], data=000000]]")
  void data(@ForAll("segments") Ipv4 datagram) {
    assertThat(tcp(datagram).data().length()).isLessThan(3);
  }

  @Property
  @ShrinksTo("Mutated[" + FRAME + "Udp[sourcePort=1, destinationPort=2, checksummed=true, data=]]]")
  void noMutationFirst(@ForAll("mutated") Mutated mutated) {
    assertThat(mutated.encode()).hasSizeLessThan(14);
  }

  @Property
  @ShrinksTo("Mutated[tcp.dataOffset = 15" + FRAME + BARE + "], data=]]]")
  void theFrameShrinksAroundTheMutation(@ForAll("mutatedSegments") Mutated mutated) {
    assertThat(mutated.mutations()).noneMatch(m -> m.toString().equals("tcp.dataOffset = 15"));
  }

  @Property
  @ShrinksTo("Mutated[tcp.timestamps.length = 0" + FRAME + STAMPED + "]")
  void anOptionThatIsMutatedStays(@ForAll("mutatedSegments") Mutated mutated) {
    assertThat(mutated.mutations())
        .noneMatch(m -> m.toString().equals("tcp.timestamps.length = 0"));
  }

  @Property
  @ShrinksTo("[SYN, SYN ACK, ACK, PSH ACK 1, ACK]")
  void aConversation(@ForAll("connections") List<String> frames) {
    assertThat(frames).noneMatch(text -> text.startsWith("PSH ACK"));
  }

  @Property
  @ShrinksTo("[OVERLAPPING]")
  void aFault(@ForAll("faults") Set<FragmentTrain.Fault> faults) {
    assertThat(faults).doesNotContain(FragmentTrain.Fault.OVERLAPPING);
  }
}
