package netmp.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import netmp.arbitrary.FragmentTrain.Fault;

/** Conversations are what they say: judged by the numbers in their frames alone. */
class ConversationsPropertiesTest {

  private static final Conversations CONVERSATIONS = new Conversations(Frames.flows());

  @Provide
  Arbitrary<Conversation> connections() {
    return CONVERSATIONS.tcp();
  }

  @Provide
  Arbitrary<FragmentTrain> trains() {
    return CONVERSATIONS.fragments();
  }

  @Provide
  Arbitrary<Conversation> exchanges() {
    return CONVERSATIONS.arp();
  }

  @Provide
  Arbitrary<Conversation> mutated() {
    return Conversations.mutated(CONVERSATIONS.tcp());
  }

  private static List<Ethernet> frames(Conversation conversation) {
    return conversation.frames().stream().map(timed -> (Ethernet) timed.frame()).toList();
  }

  private static Tcp segment(Ethernet frame) {
    return (Tcp) ((Ipv4) frame.payload()).payload();
  }

  @Property(tries = 300)
  void eachSideNumbersItsBytesWithoutGaps(@ForAll("connections") Conversation conversation) {
    List<Ethernet> frames = frames(conversation);
    assertThat(segment(frames.getFirst()).flags()).containsExactly(TcpFlag.SYN);
    MacAddress client = frames.getFirst().source();
    for (boolean fromClient : new boolean[] {true, false}) {
      List<Tcp> sent =
          frames.stream()
              .filter(frame -> frame.source().equals(client) == fromClient)
              .map(ConversationsPropertiesTest::segment)
              .toList();
      int first = sent.getFirst().sequence();
      BitSet numbers = new BitSet();
      sent.forEach(
          s -> numbers.set(s.sequence() - first, s.sequence() - first + s.sequenceLength()));
      assertThat(numbers.nextClearBit(0)).as("numbers in one piece").isEqualTo(numbers.length());
    }
    frames.forEach(frame -> Sums.assertGood(frame.encode()));
  }

  /** Frames that are not there twice are those whose order can be told. */
  @Property(tries = 300)
  void framesAreLateByAFewPlacesOnly(@ForAll("connections") Conversation conversation) {
    List<Ethernet> frames = frames(conversation);
    List<Integer> clocks = new ArrayList<>();
    for (Ethernet frame : frames) {
      for (TcpOption option : segment(frame).options()) {
        if (option instanceof TcpOption.Timestamps(int value, int _)) {
          clocks.add(value);
        }
      }
    }
    Set<Integer> seen = new HashSet<>();
    int late = 0;
    for (int clock : clocks) {
      long passed = seen.stream().filter(other -> other > clock).count();
      assertThat(passed).isLessThanOrEqualTo(Conversations.MAX_DELAY);
      late += passed > 0 ? 1 : 0;
      seen.add(clock);
    }
    Statistics.label("late").collect(late > 0);
    Statistics.label("late").coverage(c -> c.check(true).percentage(p -> p > 5));
  }

  /** What a train says of itself, against a count of which byte comes how often. */
  @Property(tries = 500)
  void trainsTellTheirFaults(@ForAll("trains") FragmentTrain train) {
    byte[] whole = train.whole().encode();
    assertThat(train.conversation().frames()).isNotEmpty();
    int[] counts = new int[whole.length - 34];
    Set<Ethernet> different = new HashSet<>(frames(train.conversation()));
    for (Ethernet frame : different) {
      Ipv4 fragment = (Ipv4) frame.payload();
      int from = 8 * fragment.header().fragmentOffset();
      byte[] data = fragment.payloadOctets().toByteArray();
      for (int i = 0; i < data.length; i++) {
        assertThat(data[i]).isEqualTo(whole[34 + from + i]);
        counts[from + i]++;
      }
      Sums.assertGood(frame.encode());
    }
    boolean complete = true;
    boolean overlap = false;
    for (int count : counts) {
      complete &= count > 0;
      overlap |= count > 1;
    }
    boolean lost = train.faults().contains(Fault.MISSING);
    assertThat(complete || lost).as("what does not come is told").isTrue();
    if (!lost) {
      assertThat(overlap).isEqualTo(train.faults().contains(Fault.OVERLAPPING));
    }
    boolean twice = different.size() < train.conversation().frames().size();
    assertThat(!twice || train.faults().contains(Fault.DUPLICATED)).isTrue();
    train.faults().forEach(fault -> Statistics.label("faults").collect(fault));
  }

  @Property(tries = 100)
  void requestsOfArpGoToAll(@ForAll("exchanges") Conversation conversation) {
    List<Ethernet> frames = frames(conversation);
    for (Ethernet frame : frames) {
      Arp packet = (Arp) frame.payload();
      boolean request = packet.operation() == Arp.REQUEST;
      assertThat(frame.destination().equals(MacAddress.BROADCAST)).isEqualTo(request);
      assertThat(frame.source()).isEqualTo(packet.senderMac());
    }
    assertThat(((Arp) frames.getFirst().payload()).operation()).isEqualTo(Arp.REQUEST);
  }

  @Property(tries = 100)
  void oneFrameIsMutated(@ForAll("mutated") Conversation conversation) {
    assertThat(conversation.frames()).filteredOn(t -> t.frame() instanceof Mutated).hasSize(1);
  }
}
