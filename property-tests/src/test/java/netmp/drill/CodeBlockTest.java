package netmp.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import netmp.drill.Drill.Outcome;
import netmp.drill.Drill.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts may say in code. Here a is 7, and b is 0. */
class CodeBlockTest {

  private static void run(String code) {
    CodeBlock.parse(3, code, Set.of("a", "b")).run(name -> name.equals("a") ? 7 : 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assert a == 7",
        "assert a",
        "assert not b",
        "assert a != 8 and b == 0",
        "assert b or a",
        "assert b and a or a",
        "assert 1 < a <= 7",
        "assert not 1 < a < 7",
        "assert a >= 7 > b",
        "assert (a + 1) * 2 == 16",
        "assert a - 1 - 1 == 5",
        "assert a // 2 * 2 + a % 2 == a",
        "assert -a // 2 == -4",
        "assert a & 0x3 == 3",
        "assert b | 4 == 4",
        "assert 4 | 1 & 2 == 4",
        "assert (b or a) == 7",
        "assert a == 7 # was 8; assert a == 8",
        "assert a == 7, 'what, then; is it'",
        "assert a == 7, a",
        "assert a == 7; assert b == 0",
        "\n  assert a == 7 # (a comment\n  print(a)\n# another\n",
        ""
      })
  void itHolds(String code) {
    run(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assert a == 8",
        "assert b",
        "assert not a",
        "assert a != 7",
        "assert b or b",
        "assert a and b",
        "assert 1 < a < 7",
        "assert 8 < a <= 8",
        "assert a <= 6",
        "assert a > 7",
        "assert a >= 8",
        "assert (a + 1) * 2 == 15",
        "assert a & 8",
        "assert a == 7; assert b == 1",
        "assert a // b == 0",
        "assert a % b == 0"
      })
  void itDoesNot(String code) {
    assertThatThrownBy(() -> run(code)).isInstanceOf(Mismatch.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assert c == 7",
        "assert a =",
        "assert a = 7",
        "assert (a == 7",
        "assert a == 7)",
        "assert",
        "assert a == ",
        "assert a / 2 == 3",
        "assert a == 7.0",
        "assert f(a)",
        "assert a and and b",
        "assert 99999999999999999999 > a",
        "import sys",
        "asserta",
        "printed = a",
        "x = a"
      })
  void isNotKnown(String code) {
    assertThatThrownBy(() -> run(code)).isInstanceOf(Unsupported.class);
  }

  @Test
  void itSaysWhatWasAskedFor() {
    assertThatThrownBy(() -> run("assert a == 8 or b, 'x'"))
        .hasMessage("assert a == 8 or b, 'x' is false: a is 7, b is 0");
  }

  @Test
  void nestingHasABound() {
    String deep = "(".repeat(900);
    assertThatThrownBy(() -> run("assert " + deep)).isInstanceOf(Unsupported.class);
    assertThatThrownBy(() -> run("assert " + "-".repeat(900) + "a"))
        .isInstanceOf(Unsupported.class);
    assertThatThrownBy(() -> run("assert a" + "+1".repeat(100_000)))
        .isInstanceOf(Unsupported.class);
    run("assert a" + "+1".repeat(450));
  }

  private static Outcome script(String code) {
    return new Drill(true)
        .run(
            """
            0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0 bind(3, ..., ...) = 0
            +0 listen(3, 1) = 0
            +0 < S 0:0(0) win 65535 <mss 1000,sackOK,wscale 3>
            +0 > S. 0:0(0) ack 1 <...>
            +.1 < . 1:1(0) ack 1 win 8000
            +0 accept(3, ..., ...) = 4
            +0 write(4, ..., 500) = 500
            +0 > P. 1:501(500) ack 1
            +0 %{ CODE }%
            """
                .replace("CODE", code));
  }

  @Test
  void tcpInfoInTheUnitsOfLinux() {
    String code =
        """
        assert tcpi_state == TCP_ESTABLISHED
        assert tcpi_options == TCPI_OPT_SACK | TCPI_OPT_WSCALE
        assert tcpi_snd_wscale == 3
        assert tcpi_rtt == tcpi_min_rtt == 100000
        assert tcpi_rttvar == 50000
        assert tcpi_rto == 300000
        assert tcpi_snd_mss == 1000
        assert tcpi_snd_cwnd == 10
        assert tcpi_snd_ssthresh == 0x7fffffff
        assert tcpi_snd_wnd == 64000
        assert tcpi_unacked == 1
        assert tcpi_sacked == tcpi_notsent_bytes == tcpi_retransmits == tcpi_total_retrans == 0
        assert tcpi_pmtu == 1500
        """;
    assertThat(script(code)).isEqualTo(new Outcome(Verdict.PASSED, ""));
  }

  @Test
  void whatIsFalseFailsTheScript() {
    assertThat(script("assert tcpi_unacked == 2"))
        .isEqualTo(
            new Outcome(
                Verdict.FAILED, "10: assert tcpi_unacked == 2 is false: tcpi_unacked is 1"));
  }

  @Test
  void otherCodeIsAReasonToSkip() {
    assertThat(script("assert tcpi_ca_state == 0").verdict()).isEqualTo(Verdict.SKIPPED);
  }

  /** Whatever numbers the script gives them. */
  @Test
  void theConnectionThatWasAcceptedLastIsAsked() {
    String second =
        """
        +0 < 2001 > 8080 S 0:0(0) win 65535 <mss 700>
        +0 > 8080 > 2001 S. 0:0(0) ack 1 <...>
        +.1 < 2001 > 8080 . 1:1(0) ack 1 win 65535
        +0 accept(3, ..., ...) = 2
        +0 %{ assert tcpi_snd_mss == 700 }%
        """;
    assertThat(script("assert tcpi_snd_mss == 1000 }%\n" + second + "+0 %{"))
        .isEqualTo(new Outcome(Verdict.PASSED, ""));
  }

  @Test
  void withoutAConnectionThereIsNothingToAsk() {
    Outcome outcome = new Drill(true).run("0 %{ assert tcpi_unacked == 0 }%\n");
    assertThat(outcome.message())
        .isEqualTo("1: code asks for TCP_INFO, and there is no connection");
  }
}
