package netmp.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import netmp.arp.Arp;
import netmp.stack.Resource;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import org.junit.jupiter.api.Test;

/**
 * Floods, in virtual time: the flood comes in and meets the end that it should, what it takes stays
 * within its limit, and at least 95 of 100 connections of others are made and answered meanwhile.
 * {@code -Dnetmp.seed=N} repeats a run.
 */
class FloodTest {

  private static final long SEED = Long.getLong("netmp.seed", 1);

  private static FloodBench flood(Flood flood, int perSecond) throws IOException {
    return FloodBench.run(flood, perSecond, SEED).isBorne();
  }

  @Test
  void syns() throws IOException {
    FloodBench bench = flood(Flood.SYN, 4000);
    bench.counted(Counter.TCP_COOKIES_SENT, 1);
    assertThat(bench.most(Resource.HALF_OPEN)).as("the cache was full").isEqualTo(4096);
  }

  @Test
  void fragments() throws IOException {
    flood(Flood.FRAGMENTS, 2000).dropped(DropReason.IP_REASSEMBLY_LIMIT, 90);
  }

  @Test
  void neighbours() throws IOException {
    FloodBench bench = flood(Flood.ARP, 2000).counted(Counter.ARP_EVICTED, 1000);
    assertThat(bench.most(Resource.NEIGHBOURS)).as("the cache was full").isEqualTo(Arp.CAPACITY);
  }

  @Test
  void guessedResets() throws IOException {
    flood(Flood.BLIND_RESETS, 2000);
  }

  @Test
  void resetsInTheWindow() throws IOException {
    flood(Flood.WINDOW_RESETS, 2000)
        .counted(Counter.TCP_CHALLENGES_SENT, 100)
        .dropped(DropReason.TCP_RESET_OUT_OF_WINDOW, 30);
  }

  @Test
  void echoRequests() throws IOException {
    flood(Flood.ECHO, 2000).counted(Counter.ICMP_ECHO_ANSWERED, 5000);
  }

  @Test
  void unreachable() throws IOException {
    flood(Flood.UNREACHABLE, 2000).dropped(DropReason.TCP_ICMP_OUT_OF_WINDOW, 30);
  }

  @Test
  void fragmentationNeeded() throws IOException {
    flood(Flood.FRAGMENTATION_NEEDED, 2000).dropped(DropReason.TCP_ICMP_OUT_OF_WINDOW, 30);
  }

  @Test
  void closedPorts() throws IOException {
    flood(Flood.CLOSED_PORTS, 2000)
        .dropped(DropReason.UDP_NO_PORT, 90)
        .counted(Counter.ICMP_ERRORS_LIMITED, 1000);
  }
}
