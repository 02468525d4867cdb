package netmp.arp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import netmp.ether.Ifnet;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.ip.IpOutput;
import netmp.mbuf.Mbuf;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import netmp.wire.TestHost;
import org.junit.jupiter.api.Test;

class ArpTest {

  private static final long SECOND = 1_000_000_000L;
  private static final int ME = TestHost.ADDRESS;
  private static final int PEER = TestHost.PEER;
  private static final long OTHER_MAC = MacAddress.parse("02:00:00:00:00:0c");

  private static final int FIRST = IpAddress.parse("10.1.0.1");
  private static final NetworkInterface WIDE =
      new NetworkInterface("w0", TestHost.MAC, ME, 8, IpAddress.ANY);

  private final TestHost host = new TestHost();

  // ---- answering ----

  @Test
  void aRequestForOurAddressIsAnsweredToTheAsker() {
    host.receive(request(TestHost.PEER_MAC, PEER, ME));
    assertThat(host.sent)
        .containsExactly(
            Packets.ether(
                TestHost.PEER_MAC,
                TestHost.MAC,
                0x0806,
                Packets.arp(2, TestHost.MAC, ME, TestHost.PEER_MAC, PEER)));
    assertThat(host.counters.get(Counter.ARP_REPLIES_SENT)).isEqualTo(1);
    host.assertBalanced();
  }

  @Test
  void paddingOfARequestIsNotSentBack() {
    byte[] padded = Packets.join(request(TestHost.PEER_MAC, PEER, ME), new byte[18]);
    host.receive(padded);
    assertThat(host.sent.getFirst()).hasSize(14 + 28);
  }

  @Test
  void aRequestForAnotherAddressIsNotAnswered() {
    host.receive(request(TestHost.PEER_MAC, PEER, ME + 1));
    assertThat(host.sent).isEmpty();
    assertThat(host.counters.get(Counter.ARP_RECEIVED)).isEqualTo(1);
    host.assertBalanced();
  }

  @Test
  void aProbeIsAnsweredButTeachesNothing() {
    host.receive(request(TestHost.PEER_MAC, 0, ME));
    assertThat(host.sent)
        .containsExactly(
            Packets.ether(
                TestHost.PEER_MAC,
                TestHost.MAC,
                0x0806,
                Packets.arp(2, TestHost.MAC, ME, TestHost.PEER_MAC, 0)));
    assertThat(host.replicaOfCpu1).isEmpty();
  }

  @Test
  void aReplyFromNobodyIsNoProbe() {
    host.receive(reply(TestHost.PEER_MAC, 0));
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.ARP_OFF_LINK, 1L));
  }

  @Test
  void theBroadcastAddressIsNobodysAddress() {
    host.receive(reply(TestHost.PEER_MAC, IpAddress.parse("10.9.0.255")));
    host.receive(reply(0, PEER));
    assertThat(host.drops())
        .isEqualTo(Map.of(DropReason.ARP_OFF_LINK, 1L, DropReason.ARP_GROUP_SENDER, 1L));
  }

  // ---- learning ----

  @Test
  void whoAsksForUsIsLearnt() {
    host.receive(request(TestHost.PEER_MAC, PEER, ME));
    host.sent.clear();
    send(PEER);
    assertThat(host.sent).hasSize(1);
    assertThat(destination(host.sent.getFirst())).isEqualTo(TestHost.PEER_MAC);
    assertThat(host.replicaOfCpu1).containsExactly("10.9.0.1 at 02:00:00:00:00:0a");
  }

  @Test
  void whoAsksForOthersIsNotLearntButBroughtUpToDate() {
    host.receive(request(TestHost.PEER_MAC, PEER, ME + 1));
    assertThat(host.replicaOfCpu1).isEmpty();
    host.knowingPeer();
    host.receive(request(OTHER_MAC, PEER, ME + 1));
    send(PEER);
    assertThat(destination(host.sent.getFirst())).isEqualTo(OTHER_MAC);
    assertThat(host.replicaOfCpu1)
        .containsExactly("10.9.0.1 at 02:00:00:00:00:0a", "10.9.0.1 at 02:00:00:00:00:0c");
  }

  @Test
  void whatIsKnownAlreadyIsNotPublishedAgain() {
    host.knowingPeer().knowingPeer();
    assertThat(host.replicaOfCpu1).hasSize(1);
  }

  // ---- resolving ----

  @Test
  void aPacketWaitsForTheAnswer() {
    send(PEER);
    assertThat(host.sent).containsExactly(broadcastRequest(PEER));
    host.sent.clear();
    host.receive(reply(TestHost.PEER_MAC, PEER));
    assertThat(host.sent).hasSize(1);
    assertThat(destination(host.sent.getFirst())).isEqualTo(TestHost.PEER_MAC);
    assertThat(Packets.number(host.sent.getFirst(), 12, 2)).isEqualTo(0x0800);
    host.assertBalanced();
  }

  @Test
  void whatIsOffLinkGoesToTheGateway() {
    send(IpAddress.parse("192.0.2.1"));
    assertThat(host.sent).containsExactly(broadcastRequest(TestHost.GATEWAY));
  }

  @Test
  void packetsWaitInOrderAndTheOldestGoFirst() {
    for (int i = 0; i < Arp.QUEUE_LIMIT + 3; i++) {
      send(PEER, i);
    }
    assertThat(host.sent).containsExactly(broadcastRequest(PEER));
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.ARP_QUEUE_FULL, 3L));
    host.sent.clear();
    host.receive(reply(TestHost.PEER_MAC, PEER));
    assertThat(host.sent.stream().map(frame -> (int) frame[34]).toList())
        .isEqualTo(java.util.stream.IntStream.range(3, Arp.QUEUE_LIMIT + 3).boxed().toList());
    host.assertBalanced();
  }

  @Test
  void requestsAreRepeatedEverySecondThreeTimes() {
    send(PEER);
    host.advance(SECOND - 1);
    assertThat(host.sent).hasSize(1);
    host.advance(1);
    assertThat(host.sent).hasSize(2);
    host.advance(SECOND);
    assertThat(host.sent).hasSize(3).containsOnly(broadcastRequest(PEER));
    assertThat(host.drops()).isEmpty();
    host.advance(SECOND);
    assertThat(host.sent).hasSize(3);
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.ARP_UNRESOLVED, 1L));
    assertThat(host.counters.get(Counter.ARP_REQUESTS_SENT)).isEqualTo(3);
    host.assertBalanced();
  }

  @Test
  void anAnswerToTheLastRequestIsInTime() {
    send(PEER);
    host.advance(3 * SECOND - 1);
    host.sent.clear();
    host.receive(reply(TestHost.PEER_MAC, PEER));
    assertThat(host.sent).hasSize(1);
    host.advance(10 * SECOND);
    assertThat(host.drops()).isEmpty();
  }

  @Test
  void whoDidNotAnswerIsLeftAloneForAWhile() {
    send(PEER);
    host.advance(3 * SECOND);
    host.sent.clear();
    send(PEER);
    host.advance(Arp.HOLD_DOWN - 1);
    send(PEER);
    assertThat(host.sent).isEmpty();
    assertThat(host.drops())
        .isEqualTo(Map.of(DropReason.ARP_UNRESOLVED, 1L, DropReason.ARP_HELD_DOWN, 2L));
    host.advance(1);
    send(PEER);
    assertThat(host.sent).containsExactly(broadcastRequest(PEER));
  }

  @Test
  void whoAnswersLateIsHeldDownNoLonger() {
    send(PEER);
    host.advance(4 * SECOND);
    host.sent.clear();
    host.receive(reply(TestHost.PEER_MAC, PEER));
    send(PEER);
    assertThat(host.sent).hasSize(1);
    assertThat(destination(host.sent.getFirst())).isEqualTo(TestHost.PEER_MAC);
  }

  @Test
  void withoutABufferTheRequestIsCountedAndRepeated() {
    List<Mbuf> hoard = new java.util.ArrayList<>();
    Mbuf mine = host.packet(Packets.ramp(8));
    for (Mbuf m = host.pool.alloc(); m != null; m = host.pool.alloc()) {
      hoard.add(m);
    }
    assertThat(host.output(mine, PEER, 17)).isEqualTo(IpOutput.Result.SENT);
    host.dispatch();
    assertThat(host.counters.get(Counter.ARP_NO_MBUF)).isEqualTo(1);
    assertThat(host.sent).isEmpty();
    hoard.forEach(Mbuf::free);
    host.advance(SECOND);
    assertThat(host.sent).containsExactly(broadcastRequest(PEER));
  }

  // ---- growing old ----

  @Test
  void aNeighbourIsPolledBeforeItIsTooOldAndStaysWhenItAnswers() {
    host.knowingPeer();
    host.advance(TestHost.LIFETIME - 3 * SECOND - 1);
    assertThat(host.sent).isEmpty();
    host.advance(1);
    byte[] poll =
        Packets.ether(
            TestHost.PEER_MAC, TestHost.MAC, 0x0806, Packets.arp(1, TestHost.MAC, ME, 0, PEER));
    assertThat(host.sent).containsExactly(poll);
    host.advance(SECOND);
    assertThat(host.sent).containsExactly(poll, poll);
    host.knowingPeer();
    host.advance(TestHost.LIFETIME - 3 * SECOND - 1);
    assertThat(host.sent).isEmpty();
    assertThat(host.replicaOfCpu1).hasSize(1);
  }

  @Test
  void aNeighbourBeingPolledIsStillUsed() {
    host.knowingPeer();
    host.advance(TestHost.LIFETIME - 1);
    host.sent.clear();
    send(PEER);
    assertThat(destination(host.sent.getFirst())).isEqualTo(TestHost.PEER_MAC);
  }

  @Test
  void aNeighbourThatAnswersNoPollIsForgotten() {
    host.knowingPeer();
    host.advance(TestHost.LIFETIME - 1);
    assertThat(host.sent).hasSize(3);
    assertThat(host.replicaOfCpu1).hasSize(1);
    host.advance(1);
    assertThat(host.replicaOfCpu1)
        .containsExactly("10.9.0.1 at 02:00:00:00:00:0a", "10.9.0.1 gone");
    host.sent.clear();
    send(PEER);
    assertThat(host.sent).containsExactly(broadcastRequest(PEER));
  }

  @Test
  void aDoubtedNeighbourIsAskedAndStaysWhenItAnswers() {
    host.knowingPeer();
    host.ip.doubt(PEER);
    host.ip.doubt(PEER);
    assertThat(host.sent).as("polls").hasSize(1);
    assertThat(destination(host.sent.getFirst())).isEqualTo(TestHost.PEER_MAC);
    assertThat(host.counters.get(Counter.ARP_DOUBTED)).isEqualTo(1);
    host.knowingPeer();
    host.advance(10 * SECOND);
    assertThat(host.sent).isEmpty();
    assertThat(host.replicaOfCpu1).hasSize(1);
  }

  @Test
  void aDoubtedNeighbourThatDoesNotAnswerIsForgotten() {
    host.knowingPeer();
    host.ip.doubt(PEER);
    host.advance(3 * SECOND);
    assertThat(host.sent).hasSize(3);
    assertThat(host.replicaOfCpu1).last().isEqualTo("10.9.0.1 gone");
  }

  @Test
  void behindAGatewayItIsTheGatewayThatIsDoubted() {
    host.ip.doubt(IpAddress.parse("192.0.2.1"));
    assertThat(host.sent).as("nobody is known").isEmpty();
    host.receive(request(OTHER_MAC, TestHost.GATEWAY, ME));
    host.sent.clear();
    host.ip.doubt(IpAddress.parse("192.0.2.1"));
    assertThat(destination(host.sent.getFirst())).isEqualTo(OTHER_MAC);
  }

  @Test
  void theOldestNeighbourMakesRoom() {
    TestHost busy = new TestHost(WIDE);
    for (int i = 0; i <= Arp.CAPACITY; i++) {
      busy.advance(1);
      busy.receive(request(TestHost.PEER_MAC, FIRST + i, ME));
    }
    assertThat(busy.counters.get(Counter.ARP_EVICTED)).isEqualTo(1);
    assertThat(busy.replicaOfCpu1)
        .hasSize(Arp.CAPACITY + 2)
        .contains("10.1.0.1 gone")
        .doesNotContain("10.1.0.2 gone");
    busy.sent.clear();
    busy.output(busy.packet(Packets.ramp(8)), FIRST + 1, 17);
    busy.output(busy.packet(Packets.ramp(8)), FIRST, 17);
    busy.dispatch();
    assertThat(destination(busy.sent.get(0))).isEqualTo(TestHost.PEER_MAC);
    assertThat(destination(busy.sent.get(1))).isEqualTo(MacAddress.BROADCAST);
  }

  @Test
  void whoIsHeardOfAgainIsNotTheOldest() {
    TestHost busy = new TestHost(WIDE);
    for (int i = 0; i < Arp.CAPACITY; i++) {
      busy.advance(1);
      busy.receive(request(TestHost.PEER_MAC, FIRST + i, ME));
    }
    busy.advance(1);
    busy.receive(request(TestHost.PEER_MAC, FIRST, ME));
    busy.receive(request(TestHost.PEER_MAC, FIRST + Arp.CAPACITY, ME));
    assertThat(busy.replicaOfCpu1).contains("10.1.0.2 gone").doesNotContain("10.1.0.1 gone");
  }

  @Test
  void whatWaitsForTheNeighbourThatMakesRoomIsDropped() {
    TestHost busy = new TestHost(WIDE);
    busy.output(busy.packet(Packets.ramp(8)), FIRST, 17);
    busy.dispatch();
    for (int i = 1; i < Arp.CAPACITY; i++) {
      busy.advance(1);
      busy.receive(request(TestHost.PEER_MAC, FIRST + i, ME));
    }
    busy.advance(1);
    busy.receive(request(TestHost.PEER_MAC, FIRST + Arp.CAPACITY, ME));
    assertThat(busy.drops()).as("who is asked stays, whoever asks for us").isEmpty();
    busy.output(busy.packet(Packets.ramp(8)), FIRST + Arp.CAPACITY + 1, 17);
    busy.dispatch();
    assertThat(busy.drops()).isEqualTo(Map.of(DropReason.ARP_UNRESOLVED, 1L));
    busy.sent.clear();
    busy.advance(2 * SECOND);
    assertThat(busy.sent)
        .as("no more requests for it")
        .noneMatch(frame -> Packets.number(frame, 38, 4) == FIRST);
    busy.advance(2 * SECOND);
    busy.assertBalanced();
  }

  @Test
  void strangersWhoDoNotAnswerPushOutEachOtherAndNobodyWhoIsThere() {
    TestHost busy = new TestHost(WIDE);
    busy.receive(request(TestHost.PEER_MAC, FIRST, ME));
    for (int i = 1; i <= Arp.CAPACITY; i++) {
      busy.advance(1);
      busy.output(busy.packet(Packets.ramp(8)), FIRST + i, 17);
      busy.dispatch();
    }
    assertThat(busy.counters.get(Counter.ARP_EVICTED)).isEqualTo(1);
    assertThat(busy.replicaOfCpu1).doesNotContain("10.1.0.1 gone");
    assertThat(busy.arp.neighbours()).isEqualTo(Arp.CAPACITY);
  }

  @Test
  void whatWaitsForAllNeighboursTogetherTakesAPartOfTheBuffers() {
    TestHost busy = new TestHost(WIDE);
    int most = busy.pool.capacity() / Arp.FOR_WAITING;
    for (int i = 0; i < most + 3; i++) {
      busy.advance(1);
      busy.output(busy.packet(Packets.ramp(8)), FIRST + i, 17);
      busy.dispatch();
    }
    assertThat(busy.drops()).isEqualTo(Map.of(DropReason.ARP_QUEUE_FULL, 3L));
    busy.sent.clear();
    for (int i : new int[] {2, 3}) {
      busy.receive(request(TestHost.PEER_MAC, FIRST + i, ME));
    }
    assertThat(busy.sent.stream().filter(frame -> Packets.number(frame, 12, 2) == 0x0800))
        .as("the third had to give up its packet, the fourth not")
        .hasSize(1);
  }

  @Test
  void aLifetimeWithoutTimeForPollsIsRefused() {
    assertThatThrownBy(
            () ->
                new Arp(
                    new Ifnet(0, TestHost.NIF),
                    null,
                    3 * SECOND,
                    null,
                    null,
                    null,
                    List.of(),
                    null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 3 seconds");
  }

  private void send(int destination) {
    send(destination, 0);
  }

  private void send(int destination, int mark) {
    byte[] data = Packets.ramp(8);
    data[0] = (byte) mark;
    assertThat(host.output(host.packet(data), destination, 17)).isEqualTo(IpOutput.Result.SENT);
    host.dispatch();
  }

  private static byte[] request(long mac, int sender, int target) {
    return Packets.ether(MacAddress.BROADCAST, mac, 0x0806, Packets.arp(1, mac, sender, 0, target));
  }

  private static byte[] reply(long mac, int sender) {
    return Packets.ether(
        TestHost.MAC, OTHER_MAC, 0x0806, Packets.arp(2, mac, sender, TestHost.MAC, ME));
  }

  private static byte[] broadcastRequest(int target) {
    return Packets.ether(
        MacAddress.BROADCAST, TestHost.MAC, 0x0806, Packets.arp(1, TestHost.MAC, ME, 0, target));
  }

  private static long destination(byte[] frame) {
    return Packets.number(frame, 0, 6);
  }

  @Test
  void whereNoRouteLeadsNobodyIsDoubted() {
    NetworkInterface nif = new NetworkInterface("b0", TestHost.MAC, ME, 24, IpAddress.ANY);
    TestHost alone = new TestHost(nif).knowingPeer();
    alone.ip.doubt(IpAddress.parse("192.0.2.1"));
    assertThat(alone.counters.get(Counter.ARP_DOUBTED)).isZero();
    alone.ip.doubt(PEER);
    assertThat(alone.counters.get(Counter.ARP_DOUBTED)).isEqualTo(1);
  }
}
