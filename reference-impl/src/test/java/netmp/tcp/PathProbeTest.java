package netmp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 4821 section 7.7.1: the loss of a probe is told from other losses. */
class PathProbeTest {

  private static final int MSS = 1000;
  private static final int LONG = 1300;

  private final Scoreboard board = new Scoreboard();
  private final PathProbe probe = new PathProbe();
  private int next;

  private void send(int length) {
    board.sent(next, length, 0);
    next += length;
  }

  /** A segment, the probe, and three segments. */
  private void sendWithProbe() {
    send(MSS);
    probe.sent(next, LONG);
    send(LONG);
    send(MSS);
    send(MSS);
    send(MSS);
  }

  private long probeIndex() {
    return board.first() + 1;
  }

  @Test
  void itsLossAlone() {
    sendWithProbe();
    board.markLost(probeIndex());
    assertThat(probe.isAllThatIsLost(board)).isTrue();
    assertThat(probe.endsBy(MSS)).isFalse();
    assertThat(probe.endsBy(MSS + LONG)).isTrue();
    assertThat(probe.hasPassed()).isFalse();
    assertThat(probe.endsBy(next)).as("once").isFalse();
  }

  @Test
  void anotherLossBesideIt() {
    sendWithProbe();
    board.markLost(probeIndex());
    board.markLost(board.first());
    assertThat(probe.isAllThatIsLost(board)).isFalse();
    assertThat(probe.endsBy(next)).isTrue();
  }

  @Test
  void anotherLossBehindIt() {
    sendWithProbe();
    board.markLost(probeIndex() + 1);
    assertThat(probe.isAllThatIsLost(board)).isFalse();
  }

  /** Its parts are sent again one after the other; what of them is lost then is lost in earnest. */
  @Test
  void itsPartsAreLostAgain() {
    sendWithProbe();
    board.markLost(probeIndex());
    board.split(probeIndex(), MSS);
    board.retransmitted(probeIndex(), 1);
    assertThat(probe.isAllThatIsLost(board)).as("the other part still waits").isTrue();
    board.markLost(probeIndex());
    assertThat(probe.isAllThatIsLost(board)).isFalse();
  }

  @Test
  void itPasses() {
    sendWithProbe();
    assertThat(probe.endsBy(next)).isTrue();
    assertThat(probe.hasPassed()).isTrue();
    assertThat(probe.length()).isEqualTo(LONG);
    assertThat(probe.isUnderWay()).isFalse();
  }
}
