package netmp.drill;

import static org.assertj.core.api.Assertions.assertThat;

import netmp.drill.Drill.Outcome;
import netmp.drill.Drill.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A script that says something else than the stack does is refused, and how. */
class DrillTest {

  /** A line of it is replaced by something wrong. */
  private static final String SOUND =
      """
      0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
      +0 bind(3, ..., ...) = 0
      +0 listen(3, 1) = 0
      +0 < S 0:0(0) win 65535 <mss 1000,sackOK,TS val 1000 ecr 0>
      +0 > S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,TS val 100 ecr 1000>
      +.1 < . 1:1(0) ack 1 win 65535 <nop,nop,TS val 1100 ecr 100>
      +0 accept(3, ..., ...) = 4
      +0 write(4, ..., 300) = 300
      +0 > P. 1:301(300) ack 1 win 65535 <nop,nop,TS val 200 ecr 1100>
      +.1 < P. 1:101(100) ack 301 win 65535 <nop,nop,TS val 1200 ecr 200>
      +.04 > . 301:301(0) ack 101 win 65435 <nop,nop,TS val 340 ecr 1200>
      +0 read(4, ..., 500) = 100
      +0 fcntl(4, F_SETFL, O_RDWR|O_NONBLOCK) = 0
      +0 read(4, ..., 500) = -1 EAGAIN (Resource temporarily unavailable)
      +0 getsockopt(4, SOL_SOCKET, SO_ERROR, [0], [4]) = 0
      +0 poll([{fd=4, events=POLLIN|POLLOUT, revents=POLLOUT}], 1, 0) = 1
      +0 ioctl(4, SIOCINQ, [0]) = 0
      +0...0.2 poll([{fd=4, events=POLLIN, revents=0}], 1, 200) = 0
      """;

  private static Outcome strict(String script) {
    return new Drill(true).run(script);
  }

  private static Outcome lenient(String script) {
    return new Drill(false).run(script);
  }

  private static String with(int line, String replacement) {
    String[] lines = SOUND.split("\n");
    lines[line - 1] = replacement;
    return String.join("\n", lines);
  }

  /** However long a word is, and however deep a list, the stack of the thread is enough. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\"a", "\"\\a", "`a", "`\\a", "--a=a", "--a=\"\"", "%{a", "a", "1", "/**/", "["})
  void longWordsAreRead(String word) {
    String begin = word.substring(0, word.length() - 1);
    String all = begin + word.substring(word.length() - 1).repeat(100_000);
    assertThat(Drill.read(all).verdict()).isEqualTo(Verdict.UNREADABLE);
    assertThat(Drill.read(word.repeat(100_000)).verdict()).isEqualTo(Verdict.UNREADABLE);
  }

  /** The last quote ends a string, even an escaped one. */
  @Test
  void escapedQuoteEndsStringIfNoOtherDoes() {
    assertThat(Lexer.tokens("\"a\\\"b\" \"c\\\"d\\\"e"))
        .extracting(Token::text)
        .containsExactly("a\\\"b", "c\\\"d\\", "e", "");
  }

  @Test
  void soundScriptPasses() {
    assertThat(strict(SOUND)).isEqualTo(new Outcome(Verdict.PASSED, ""));
    assertThat(lenient(SOUND)).isEqualTo(new Outcome(Verdict.PASSED, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9 | +0 > . 1:301(300) ack 1 <...> | field tcp_psh: expected: 0 (0x0) vs actual: 1 (0x1)",
        "9 | +0 > FP. 1:301(300) ack 1 <...> | field tcp_fin: expected: 1 (0x1) vs actual: 0 (0x0)",
        "9 | +0 > PE. 1:301(300) ack 1 <...> | field tcp_ece: expected: 1 (0x1)",
        "9 | +0 > P. 2:302(300) ack 1 <...> | field tcp_seq: expected: 2 (0x2) vs actual: 1 (0x1)",
        "9 | +0 > P. 1:301(300) ack 2 <...> | field tcp_ack_seq: expected: 2 (0x2) vs actual: 1",
        "9 | +0 > P. 1:301(300) ack 1 win 9 <...> | field tcp_window: expected: 9 (0x9) vs actual",
        "9 | +0 > P. 1:301(300) ack 1 urg 5 <...> | field tcp_urg: expected: 1 (0x1) vs actual: 0",
        "9 | +0 > P. 1:201(200) ack 1 <...> | payload: expected 200 bytes vs actual 300 bytes",
        "9 | +0 > P. 1:301(300) ack 1 | field tcp_data_offset: expected: 5 (0x5) vs actual: 8",
        "9 | +0 > [ect0] P. 1:301(300) ack 1 <...> | field ip_ecn: expected: 2 (0x2) vs actual: 0",
        "9 | +0 > [ect01] P. 1:301(300) ack 1 <...> | ip_ecn: expected: 0x1 or 0x2 vs actual: 0x0",
        "9 | +0 > [tos 0x10] P. 1:301(300) ack 1 <...> | field tos: expected: 16 (0x10)",
        "9 | +0 > [ttl 9] P. 1:301(300) ack 1 <...> | field ttl: expected: 9 (0x9) vs actual: 64",
        "9 | +0 > udp (300) | field ipv4_protocol: expected: 17 (0x11) vs actual: 6",
        "9 | +0 > P. 1:301(300) ack 1 <TS val 200 ecr 1100,nop,nop> | bad outbound TCP options",
        "5 | +0 > S. 0:0(0) ack 1 <mss 1400,sackOK,TS val 100 ecr 1000> | value outbound TCP option"
            + " 2",
        "11 | +.05 > . 301:301(0) ack 101 <...> | timing error: expected outbound packet at"
            + " 0.250000",
        "11 | +.03 > . 301:301(0) ack 101 <...> | tolerance 0.004000 sec",
        "11 | +.05~+.06 > . 301:301(0) ack 101 <...> | in relative time range +0.050000~+0.060000",
        "11 | 0.3~0.4 > . 301:301(0) ack 101 <...> | in time range 0.300000~0.400000 sec but",
        "12 | +0 read(4, ..., 500) = 99 | read call: Expected result 99 but got 100",
        "12 | +0 read(4, ..., 500) = -1 EAGAIN (x) | Expected result -1 but got 100",
        "14 | +0 read(4, ..., 500) = -1 EPIPE (x) | Expected errno EPIPE but got errno 35 (EAGAIN",
        "14 | +0 read(4, ..., 500) = 0 | Expected result 0 but got -1 with errno 35 (EAGAIN",
        "13 | +0 read(4, ..., 500) = 5 | timing error: expected system call return at 0.240000",
        "15 | +0 getsockopt(4, SOL_SOCKET, SO_ERROR, [EPIPE], [4]) = 0 | Bad getsockopt value of"
            + " SO_ERROR",
        "16 | +0 poll([{fd=4, events=POLLIN, revents=POLLIN}], 1, 0) = 0 | bad revents: expected:"
            + " 0x1",
        "17 | +0 ioctl(4, SIOCINQ, [1]) = 0 | Bad ioctl value: expected: 1 actual: 0",
        "18 | +0...0.1 poll([{fd=4, events=POLLIN}], 1, 200) = 0 | poll has not returned",
        "18 | +0...0.3 poll([{fd=4, events=POLLIN}], 1, 200) = 0 | expected system call return at"
            + " 0.54",
        "10 | +0 < . 1:1(0) ack 1 win 9 <nop,nop,TS val 1100 ecr 7> | unable to infer live TS ecr"
            + " for",
        "3 | +0 listen(7, 1) = 0 | Expected result 0 but got -1 with errno 9 (EBADF",
        "13 | 0 close(4) = 0 | time goes backward in script"
      })
  void wrongExpectationIsRefused(int line, String replacement, String message) {
    Outcome outcome = lenient(with(line, replacement));
    assertThat(outcome.message()).startsWith(line + ": ").contains(message);
    assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void refusedPacketIsShownBesideTheExpectedOne() {
    assertThat(lenient(with(9, "+0 > . 2:302(300) ack 1 win 7 <...>")).message())
        .isEqualToNormalizingNewlines(
            """
            9: error handling packet: live packet field tcp_psh: expected: 0 (0x0) vs actual: 1 (0x1)
            script packet:  0.100000 . 2:302(300) ack 1 win 7
            actual packet:  0.100000 P. 1:301(300) ack 1 win 65535 <nop,nop,TS val 200 ecr 1100>\
            """);
  }

  @Test
  void packetThatIsMissing() {
    Outcome outcome = lenient(SOUND + "+0 > . 301:301(0) ack 102 <...>\n");
    assertThat(outcome.message()).startsWith("19: ").contains("timed out waiting for packet");
  }

  /** As with packetdrill, the next packet that is expected meets it. */
  @Test
  void packetThatIsTooMuch() {
    String inbound = SOUND.lines().toList().get(9);
    Outcome outcome = lenient(with(9, "").replace(inbound, ""));
    assertThat(outcome.message())
        .startsWith("11: ")
        .contains("actual packet:  0.100000 P. 1:301(300)");
  }

  @Test
  void packetThatNobodyAskedForAtTheEnd() {
    String script = SOUND + "+0 write(4, ..., 10) = 10\n";
    assertThat(strict(script).message())
        .startsWith("19: unexpected packet at the end of the script, sent at ");
    assertThat(lenient(script).verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void echoedTimestampCountsWhereStrict() {
    String script = with(9, "+0 > P. 1:301(300) ack 1 win 65535 <nop,nop,TS val 200 ecr 1099>");
    assertThat(strict(script).message()).contains("field tcp_ts_ecr: expected: 1099");
    assertThat(lenient(script).verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void timestampCountsIfItsTickIsKnown() {
    String script = with(11, "+.04 > . 301:301(0) ack 101 <nop,nop,TS val 350 ecr 1200>");
    assertThat(lenient(script).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(lenient("--tcp_ts_tick_usecs=1000\n" + script).message())
        .startsWith("12: ")
        .contains("bad outbound TCP timestamp value, tolerance 4000 usec");
  }

  @Test
  void segmentsOfOneWriteMakeUpOneOfTheScriptUnlessStrictSegments() {
    String script =
        with(8, "+0 write(4, ..., 1976) = 1976").lines().limit(8).toList().stream()
                .reduce("", (all, line) -> all + line + "\n")
            + "+0 > P. 1:1977(1976) ack 1 <...>\n";
    assertThat(lenient(script)).isEqualTo(new Outcome(Verdict.PASSED, ""));
    assertThat(lenient("--strict_segments\n" + script).message())
        .contains("field tcp_psh: expected: 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 socket(..., SOCK_STREAM, IPPROTO_TCP) | 1:40: expected '=', found the end of the script",
        "0 socket(..., SOCK_STREAM IPPROTO_TCP) = 3 | 1:27: expected ')', found 'IPPROTO_TCP'",
        "0 > S. 0:0(0) ack x | 1:19: expected TCP ack sequence number, found 'x'",
        "0 > S. 0:5(0) | 1:8: inconsistent TCP sequence numbers and payload size",
        "0 > X 0:0(0) | 1:5: expected flags of TCP, found 'X'",
        "0 > S 0:0(0) win 65536 | 1:18: TCP window value out of range: 65536",
        "0 > S 0:0(0) <mss 1460 | 1:23: expected '>', found the end of the script",
        "0 < S 0:0(0) <...> | 1:19: <...> for TCP options can only be used with outbound packets",
        "* < S 0:0(0) | 1:1: event time <star> or a range can only be used with outbound packets",
        "0.2~0.1 > S 0:0(0) | 1:1: time range is backwards",
        "-1 > S 0:0(0) | 1:1: negative time",
        "0 write(3, \"abc, 3) = 3 | 1:12: what begins here has no end",
        "0 < icmp nonsense | 1:10: expected a type of ICMP, found 'nonsense'",
        "0 < icmp unreachable x | 1:22: no such code of this type: 'x'",
        "hello | 1:1: expected a time, found 'hello'",
        "0 99 | 1:3: expected a packet or a call, found '99'",
        "--bind_port=x 0 close(3) = 0 | 1:1: bad --bind_port: x",
        "// nothing | 1:11: there is no event in the script"
      })
  void scriptThatCannotBeRead(String script, String message) {
    assertThat(lenient(script)).isEqualTo(new Outcome(Verdict.UNREADABLE, message));
  }

  @Test
  void placeOfAnErrorIsThatInTheFile() {
    assertThat(lenient(with(9, "  +0 > P. 1:301(300) ack ack")).message()).startsWith("9:26: ");
    assertThat(lenient("/* one\ntwo */ 0 close(3) ? 0").message()).startsWith("2:19: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 splice(3, ..., ...) = 0 | 1: needs the system call splice",
        "0 socket(..., SOCK_RAW, IPPROTO_TCP) = 3 | 1: needs the constant SOCK_RAW",
        "0 `ip route add` | 1: needs the command `ip route add`",
        "0 `sysctl -w net.inet.tcp.rfc1323=0` | 1: needs the setting net.inet.tcp.rfc1323=0",
        "0 `sysctl -q net.ipv4.tcp_sack=0` | 1: needs the setting net.ipv4.tcp_sack=0",
        "0 `set_sysctls.py /proc/sys/net/ipv4/tcp_ecn=3` | 1: needs the setting net.ipv4.tcp_ecn=3",
        "--ip_version=ipv6 0 close(3) = 0 | 1: needs the option --ip_version=ipv6",
        "--wire_client 0 close(3) = 0 | 1: needs the option --wire_client",
        "--mtu=1280 0 close(3) = 0 | 1: needs the option --mtu=1280",
        "0 > S 0:0(0) <mss 1460,FO> | 1: needs the TCP option FO",
        "0 > sctp: INIT | 1: needs packets of sctp",
        "0 > [flowlabel 0x1] . 1:1(0) ack 1 | 1: needs flow labels of IPv6",
        "0 %{ import sys }% | 1: needs code: import sys"
      })
  void scriptThatNeedsWhatIsNotThereIsSkipped(String script, String message) {
    assertThat(lenient(script)).isEqualTo(new Outcome(Verdict.SKIPPED, message));
  }

  /** Not as passed, though everything before it is good. */
  @Test
  void needThatIsFoundWhileRunning() {
    String option = "+0 setsockopt(4, IPPROTO_TCP, TCP_FASTOPEN, [1], 4) = 0\n";
    assertThat(lenient(SOUND + option))
        .isEqualTo(new Outcome(Verdict.SKIPPED, "19: needs the option TCP_FASTOPEN"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--define=PORT=8081 0 socket(..., SOCK_STREAM, 0) = PORT",
        "0x0 close(9) = -1 EBADF (no such)",
      })
  void wordsThatAreNoTimes(String script) {
    assertThat(lenient(script).verdict()).isIn(Verdict.UNREADABLE, Verdict.SKIPPED);
  }

  @Test
  void definitionsCommentsAndStringsInPieces() {
    String script =
        """
        --define=WHAT=SOCK_STREAM
        # one
        // two
        /* three
         * four */
        `sysctl -q net.ipv4.tcp_timestamps=1`
        0 socket(..., WHAT, IPPROTO_TCP) = 3 // five
        +0 bind(3, {sa_family = AF_INET, sin_port = htons(99), sin_addr = inet_addr("0.0." "0.0")}, 16) = 0
        +0 getsockname(3, {sa_family = AF_INET, sin_port = htons(99), sin_addr = inet_addr("0.0.0.0")}, ...) = 0
        """;
    assertThat(strict(script)).isEqualTo(new Outcome(Verdict.PASSED, ""));
  }

  /** Random bytes, and scripts of which something is missing, are never an error of the tool. */
  @Test
  void anythingCanBeRead() {
    for (int length = 0; length < SOUND.length(); length += 7) {
      assertThat(lenient(SOUND.substring(0, length)).verdict()).isNotNull();
    }
    for (int at = 0; at < SOUND.length(); at += 11) {
      String without = SOUND.substring(0, at) + SOUND.substring(Math.min(at + 3, SOUND.length()));
      assertThat(lenient(without).verdict()).isNotNull();
    }
  }
}
