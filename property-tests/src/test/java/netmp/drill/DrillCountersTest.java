package netmp.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import org.junit.jupiter.api.Test;

/** What of TCP is counted is met somewhere, and what no script of the suite comes to. */
class DrillCountersTest {

  private static final String ACCEPTED =
      """
      0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
      +0 bind(3, ..., ...) = 0
      +0 listen(3, 1) = 0
      +0 < S 0:0(0) win 65535 <mss 1000>
      +0 > S. 0:0(0) ack 1 win 65535 <mss 1460>
      +.1 < . 1:1(0) ack 1 win 65535
      +0 accept(3, ..., ...) = 4
      """;

  /** Packets of a receive buffer of 64 kilobytes; segments are small below so many bytes. */
  private static final int PLACES = 64 * 1024 / 32;

  private static final int DEFAULT_MSS = 536;

  /**
   * What no script of the table comes to: faults that the tool's packets never have, a host without
   * buffers or with as many half-open connections as it remembers, thousands of small segments, and
   * connections whose numbers only a real peer can follow. Other tests have them.
   */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "SHORT",
          "TO_GROUP",
          "BAD_OFFSET",
          "BAD_CHECKSUM",
          "BAD_OPTION",
          "FULL_SOCKBUF",
          "ICMP_NO_CONNECTION",
          "NO_MBUF",
          "TIME_WAIT_REUSED",
          "PATH_PROBES",
          "SYN_EVICTED");

  @Test
  void theTableHasAllThatScriptsComeTo() throws IOException {
    Set<String> met = new TreeSet<>(ELSEWHERE);
    TcpCounts.table().values().forEach(counts -> met.addAll(counts.keySet()));
    List<String> all = new ArrayList<>();
    Stream.of(Counter.values(), DropReason.values())
        .flatMap(Stream::of)
        .map(Enum::name)
        .filter(name -> name.startsWith(TcpCounts.TCP))
        .forEach(name -> all.add(name.substring(TcpCounts.TCP.length())));
    assertThat(met).containsExactlyInAnyOrderElementsOf(all);
  }

  /**
   * The bytes of small segments are few, but each takes a place in the receive buffer. What finds
   * none is dropped, and told to be missing.
   */
  @Test
  void smallSegmentsFillTheBuffer() {
    StringBuilder script = new StringBuilder(ACCEPTED);
    for (int i = 1; i <= PLACES; i++) {
      script.append("+0 < . %d:%d(1) ack 1 win 65535%n".formatted(i, i + 1));
    }
    script.append("+0 > . 1:1(0) ack %d%n".formatted(1 + 2 * DEFAULT_MSS));
    script.append("+0 < . %d:%d(1) ack 1 win 65535%n".formatted(PLACES + 1, PLACES + 2));
    script.append("+0 > . 1:1(0) ack %d%n".formatted(PLACES + 1));
    assertThat(TcpCounts.of(Parser.parse(script.toString()), null))
        .containsEntry("FULL_SOCKBUF", 1L)
        .containsEntry("DELIVERED", 2L + PLACES)
        .containsEntry("SENT", 3L);
  }
}
