package netmp.arp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import netmp.ether.NetworkInterface;
import netmp.inet.MacAddress;
import netmp.mbuf.Mbuf;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import netmp.wire.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 5227, packet by packet. */
class AcdTest {

  private static final long SECOND = 1_000_000_000L;
  private static final int ME = TestHost.ADDRESS;
  private static final long OTHER = MacAddress.parse("02:00:00:00:00:0c");
  private static final String LOST = "lost to 02:00:00:00:00:0c";
  private static final String CONTESTED = "contested by 02:00:00:00:00:0c";

  private static TestHost probing() {
    TestHost host =
        new TestHost(NetworkInterface.withoutAddress("b0", TestHost.MAC, 1500), Acd.Defence.YIELD);
    host.acd.claim(ME);
    return host;
  }

  /** A host that has just announced its address for the first time. */
  private static TestHost using(Acd.Defence defence) {
    TestHost host = new TestHost(TestHost.NIF, defence);
    host.acd.announce();
    host.advance(3 * SECOND);
    host.sent.clear();
    return host;
  }

  private static byte[] frame(long mac, int sender, int target) {
    return Packets.ether(MacAddress.BROADCAST, mac, 0x0806, Packets.arp(1, mac, sender, 0, target));
  }

  /** Advances until a frame is sent, or the time is over; when it was. */
  private static List<Long> timesOfFrames(TestHost host, long until) {
    List<Long> times = new ArrayList<>();
    while (host.timers.nextDeadline() <= until) {
      int before = host.sent.size();
      host.advance(host.timers.nextDeadline() - host.timers.now());
      if (host.sent.size() > before) {
        times.add(host.timers.now());
      }
    }
    return times;
  }

  @Test
  void threeProbesAndTwoAnnouncementsAtTheirTimes() {
    TestHost host = probing();
    List<Long> times = timesOfFrames(host, 20 * SECOND);
    assertThat(host.sent).hasSize(3).containsOnly(frame(TestHost.MAC, 0, ME));
    assertThat(host.claims).containsExactly("claimed 10.9.0.2");
    assertThat(times.get(0)).isBetween(0L, SECOND);
    assertThat(times.get(1) - times.get(0)).isBetween(SECOND, 2 * SECOND);
    assertThat(times.get(2) - times.get(1)).isBetween(SECOND, 2 * SECOND);
    assertThat(host.timers.now()).isEqualTo(times.get(2) + 2 * SECOND);
    host.sent.clear();
    host.acd.announce();
    assertThat(host.sent).containsExactly(frame(TestHost.MAC, ME, ME));
    long first = host.timers.now();
    assertThat(timesOfFrames(host, 60 * SECOND)).containsExactly(first + 2 * SECOND);
    assertThat(host.sent).hasSize(2).containsOnly(frame(TestHost.MAC, ME, ME));
    assertThat(host.counters.get(Counter.ARP_PROBES_SENT)).isEqualTo(3);
    assertThat(host.counters.get(Counter.ARP_ANNOUNCEMENTS_SENT)).isEqualTo(2);
    host.assertBalanced();
  }

  @Test
  void whoeverHasTheAddressKeepsIt() {
    TestHost host = probing();
    host.advance(2 * SECOND);
    host.receive(
        Packets.ether(TestHost.MAC, OTHER, 0x0806, Packets.arp(2, OTHER, ME, TestHost.MAC, 0)));
    assertThat(host.claims).containsExactly(LOST);
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.ARP_CONFLICT, 1L));
    host.sent.clear();
    host.advance(60 * SECOND);
    assertThat(host.sent).isEmpty();
    assertThat(host.claims).hasSize(1);
  }

  @Test
  void anObjectionAfterTheLastProbeCounts() {
    TestHost host = probing();
    host.advance(2 * SECOND);
    while (host.sent.size() < 3) {
      host.advance(SECOND / 10);
    }
    host.advance(2 * SECOND - SECOND / 4);
    assertThat(host.claims).isEmpty();
    host.receive(frame(OTHER, ME, ME));
    assertThat(host.claims).containsExactly(LOST);
  }

  @Test
  void whoeverWantsItTooIsAConflict() {
    TestHost host = probing();
    host.receive(frame(TestHost.MAC, 0, ME)); // our own, come back
    host.receive(frame(OTHER, 0, ME + 1)); // of another address
    assertThat(host.claims).isEmpty();
    host.receive(frame(OTHER, 0, ME));
    assertThat(host.claims).containsExactly(LOST);
    assertThat(host.drops()).containsEntry(DropReason.ARP_FROM_HERE, 1L);
  }

  @Test
  void whileProbingNobodyIsAnswered() {
    TestHost host = probing();
    host.receive(frame(OTHER, TestHost.PEER, ME));
    assertThat(host.sent).isEmpty();
    assertThat(host.claims).isEmpty();
  }

  @Test
  void manyConflictsSlowDown() {
    TestHost host = probing();
    for (int i = 0; i < Acd.MAX_CONFLICTS; i++) {
      host.receive(frame(OTHER, ME, ME));
      host.acd.claim(ME);
    }
    assertThat(timesOfFrames(host, 70 * SECOND).getFirst()).isGreaterThanOrEqualTo(60 * SECOND);
  }

  @Test
  void aProbeThatCannotBeSentAsksNobody() {
    TestHost host = probing();
    List<Mbuf> taken = new ArrayList<>();
    while (host.pool.available() > 0) {
      taken.add(host.pool.alloc());
    }
    host.advance(60 * SECOND);
    assertThat(host.claims).isEmpty();
    taken.forEach(Mbuf::free);
    host.advance(60 * SECOND);
    assertThat(host.claims).hasSize(1);
    assertThat(host.sent).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Acd.Defence.class,
      names = {"YIELD", "KEEP"})
  void theFirstTimeItIsDefended(Acd.Defence defence) {
    TestHost host = using(defence);
    host.receive(frame(OTHER, ME, TestHost.PEER));
    assertThat(host.sent).containsExactly(frame(TestHost.MAC, ME, ME));
    assertThat(host.claims).containsExactly(CONTESTED);
  }

  @Test
  void theSecondTimeWithinTenSecondsItIsGivenUp() {
    TestHost host = using(Acd.Defence.YIELD);
    host.receive(frame(OTHER, ME, ME));
    host.advance(10 * SECOND - 1);
    host.receive(frame(OTHER, ME, ME));
    assertThat(host.claims).containsExactly(CONTESTED, LOST);
    assertThat(host.sent).hasSize(1);
    host.receive(frame(OTHER, ME, ME)); // nobody watches any more
    assertThat(host.claims).hasSize(2);
  }

  @Test
  void aSecondTimeLaterIsAFirstTime() {
    TestHost host = using(Acd.Defence.YIELD);
    host.receive(frame(OTHER, ME, ME));
    host.advance(10 * SECOND);
    host.receive(frame(OTHER, ME, ME));
    assertThat(host.claims).containsExactly(CONTESTED, CONTESTED);
    assertThat(host.sent).hasSize(2);
  }

  @Test
  void orKeptAndDefendedEveryTenSeconds() {
    TestHost host = using(Acd.Defence.KEEP);
    for (int i = 0; i < 100; i++) {
      host.receive(frame(OTHER, ME, ME));
      host.advance(SECOND);
    }
    assertThat(host.sent).hasSize(10).containsOnly(frame(TestHost.MAC, ME, ME));
    assertThat(host.claims).hasSize(100).containsOnly(CONTESTED);
    assertThat(host.counters.get(DropReason.ARP_CONFLICT)).isEqualTo(100);
    host.assertBalanced();
  }

  @Test
  void aConfiguredAddressMayBeUndefended() {
    TestHost host = new TestHost();
    host.receive(frame(OTHER, ME, ME));
    assertThat(host.sent).isEmpty();
    assertThat(host.claims).containsExactly(CONTESTED);
  }

  @Test
  void aProbeForAnAddressInUseIsAnsweredAndNoConflict() {
    TestHost host = using(Acd.Defence.YIELD);
    host.receive(frame(OTHER, 0, ME));
    assertThat(host.claims).isEmpty();
    assertThat(host.sent)
        .containsExactly(
            Packets.ether(OTHER, TestHost.MAC, 0x0806, Packets.arp(2, TestHost.MAC, ME, OTHER, 0)));
  }
}
