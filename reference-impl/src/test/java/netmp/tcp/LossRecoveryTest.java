package netmp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a sender may have in the network after losses, probes and marks, byte by byte. */
class LossRecoveryTest {

  private static final int MSS = 1000;
  private static final long RTT = 100_000_000;

  /** Halves, as Reno does, and remembers what it was told. */
  private static final class Halving extends CongestionControl {
    private final List<Integer> grown = new ArrayList<>();
    private final List<Integer> heard = new ArrayList<>();

    @Override
    void heard(int ack, int next, long sample) {
      heard.add(ack);
    }

    @Override
    int slowStart(int bytes) {
      grown.add(bytes);
      return bytes;
    }

    @Override
    void avoid(int bytes, long now, long rtt) {
      grown.add(bytes);
    }

    @Override
    int reduced(int flight) {
      return flight / 2;
    }

    @Override
    void idled() {}
  }

  private final Halving control = new Halving();
  private final LossRecovery recovery = new LossRecovery(control);

  /** Sequence numbers count from 0, so that segment i is i * MSS..(i + 1) * MSS. */
  private int una;

  private int next;
  private long now = RTT;

  @BeforeEach
  void begin() {
    control.begin(MSS, false);
    recovery.begin(0, new Spares<>(Scoreboard::new));
    recovery.setSelective(true);
  }

  private void send(int segments) {
    for (int i = 0; i < segments; i++) {
      recovery.sent(next, MSS, now);
      next += MSS;
    }
  }

  /** As many as the window lets go. */
  private int sendAllowed() {
    int segments = Math.max(0, recovery.allowed() / MSS);
    send(segments);
    return segments;
  }

  /** The peer has everything before a segment, and the segments of some blocks: from, to, ... */
  private long acknowledge(int segment, int... blocks) {
    Segment s = new Segment();
    s.ack = segment * MSS;
    s.sackBlocks = blocks.length / 2;
    for (int i = 0; i < s.sackBlocks; i++) {
      s.sackLeft[i] = blocks[2 * i] * MSS;
      s.sackRight[i] = blocks[2 * i + 1] * MSS;
    }
    boolean duplicate = s.ack == una && next != una;
    long wait = recovery.acknowledged(s, una, next, duplicate, now);
    una = s.ack;
    return wait;
  }

  private void retransmitFirstLost() {
    recovery.retransmitted(recovery.board().nextLost(), now);
  }

  /** A first round trip was measured, and the window is so many segments. */
  private void warm(int window) {
    send(1);
    now += RTT;
    acknowledge(1);
    control.setCwnd(window * MSS);
    control.grown.clear();
  }

  /** RFC 6937. */
  @Nested
  class ProportionalRateReduction {

    /** 20 segments, the first is lost, and the third block of one says so. */
    @BeforeEach
    void loseOne() {
      warm(20);
      send(20);
      now += RTT;
      acknowledge(1, 2, 3);
      acknowledge(1, 2, 4);
      assertThat(control.ssthresh()).as("two are not enough").isGreaterThan(20 * MSS);
      acknowledge(1, 2, 5);
    }

    @Test
    void theFirstSegmentIsSentAgainAtOnce() {
      assertThat(control.ssthresh()).isEqualTo(10 * MSS);
      assertThat(recovery.pipe()).isEqualTo(16 * MSS);
      assertThat(recovery.allowed()).isEqualTo(MSS);
    }

    /** Section 3.1: what is sent is to what arrives as ssthresh is to the flight at the loss. */
    @Test
    void oneIsSentForTwoThatArrive() {
      retransmitFirstLost();
      assertThat(recovery.totalRetransmissions()).isEqualTo(1);
      assertThat(recovery.allowed()).isZero();
      int sent = 1;
      for (int arrived = 2; arrived <= 16; arrived++) {
        acknowledge(1, 2, 4 + arrived);
        sent += sendAllowed();
        if (recovery.pipe() > control.ssthresh()) {
          assertThat(sent).as("%d arrived", arrived).isEqualTo(arrived / 2);
        }
      }
      assertThat(recovery.pipe()).as("and then one for one").isEqualTo(10 * MSS);
      assertThat(sent).isEqualTo(9);
    }

    @Test
    void itEndsAtTheThreshold() {
      retransmitFirstLost();
      now += RTT;
      acknowledge(1, 2, 21);
      acknowledge(21);
      assertThat(control.cwnd()).isEqualTo(10 * MSS);
      assertThat(control.grown).isEmpty();
      send(10);
      now += RTT;
      acknowledge(22);
      assertThat(control.grown).as("it grows again").containsExactly(MSS);
    }

    /** What was sent in the recovery is no part of it. */
    @Test
    void itEndsWithWhatWasSentBefore() {
      retransmitFirstLost();
      now += RTT;
      acknowledge(1, 2, 20);
      acknowledge(20);
      assertThat(control.cwnd()).as("20 is not there").isGreaterThan(recovery.pipe());
      int inRecovery = control.cwnd();
      acknowledge(20);
      assertThat(control.cwnd()).isLessThanOrEqualTo(inRecovery);
      acknowledge(21);
      assertThat(control.cwnd()).isLessThanOrEqualTo(control.ssthresh());
    }
  }

  /** RFC 6937's slow start reduction bound: much is lost, so the window is far below. */
  @Nested
  class MuchIsLost {

    @BeforeEach
    void loseMost() {
      warm(20);
      send(20);
      now += RTT;
      acknowledge(1, 16, 17);
      acknowledge(1, 16, 18);
      acknowledge(1, 16, 19);
      assertThat(control.ssthresh()).isEqualTo(10 * MSS);
      assertThat(recovery.pipe()).as("those behind").isEqualTo(2 * MSS);
    }

    /** One for what arrived, and one more. */
    @Test
    void twoForOne() {
      assertThat(recovery.allowed()).isEqualTo(2 * MSS);
      retransmitFirstLost();
      retransmitFirstLost();
      acknowledge(1, 16, 20);
      assertThat(recovery.allowed()).isEqualTo(2 * MSS);
    }

    @Test
    void whatWasNotSentIsCaughtUp() {
      retransmitFirstLost();
      acknowledge(1, 16, 20);
      acknowledge(1, 16, 21);
      assertThat(recovery.pipe()).isEqualTo(MSS);
      assertThat(recovery.allowed()).as("3 arrived, 1 went, and one more").isEqualTo(3 * MSS);
    }

    @Test
    void neverBeyondTheThreshold() {
      for (int i = 0; i < 7; i++) {
        retransmitFirstLost();
      }
      acknowledge(1, 16, 20);
      assertThat(recovery.pipe()).isEqualTo(8 * MSS);
      assertThat(control.cwnd()).isEqualTo(10 * MSS);
    }
  }

  /** RFC 6582: the peer says nothing of what it has behind a gap. */
  @Nested
  class WithoutBlocks {

    @BeforeEach
    void nothingSelective() {
      recovery.setSelective(false);
      warm(20);
      send(20);
      now += RTT;
    }

    @Test
    void threeDuplicates() {
      acknowledge(1);
      acknowledge(1);
      assertThat(recovery.pipe()).isEqualTo(18 * MSS);
      assertThat(recovery.board().hasLost()).isFalse();
      acknowledge(1);
      assertThat(recovery.board().nextLost()).isEqualTo(recovery.board().first());
      assertThat(control.ssthresh()).isEqualTo(10 * MSS);
      assertThat(recovery.pipe()).isEqualTo(16 * MSS);
      assertThat(recovery.allowed()).isEqualTo(MSS);
    }

    /** Each duplicate is a segment that has left the network (section 3.1 of RFC 6937). */
    @Test
    void aDuplicateCountsForASegment() {
      for (int i = 0; i < 3; i++) {
        acknowledge(1);
      }
      retransmitFirstLost();
      for (int arrived = 2; arrived <= 4; arrived++) {
        acknowledge(1);
      }
      assertThat(recovery.pipe()).isEqualTo(14 * MSS);
      assertThat(recovery.allowed()).as("4 * 10/20 - 1").isEqualTo(MSS);
    }

    @Test
    void aPartialAcknowledgmentShowsTheNextHole() {
      for (int i = 0; i < 3; i++) {
        acknowledge(1);
      }
      retransmitFirstLost();
      now += RTT;
      acknowledge(5);
      assertThat(recovery.board().nextLost()).isEqualTo(recovery.board().first());
      assertThat(recovery.board().seq(recovery.board().first())).isEqualTo(5 * MSS);
      acknowledge(21);
      assertThat(control.cwnd()).isEqualTo(10 * MSS);
    }

    /** Four segments go, three of which were the duplicates and one the hole. */
    @Test
    void aPartialAcknowledgmentTakesDuplicatesBack() {
      for (int i = 0; i < 3; i++) {
        acknowledge(1);
      }
      retransmitFirstLost();
      acknowledge(5);
      assertThat(recovery.board().outstanding()).isEqualTo(16 * MSS);
      assertThat(recovery.pipe()).as("one is lost, none is behind it").isEqualTo(15 * MSS);
      acknowledge(5);
      assertThat(recovery.pipe()).as("one is behind it").isEqualTo(14 * MSS);
    }

    @Test
    void progressBeginsTheCountAnew() {
      acknowledge(1);
      acknowledge(1);
      acknowledge(2);
      assertThat(recovery.pipe()).isEqualTo(19 * MSS);
      acknowledge(2);
      acknowledge(2);
      assertThat(recovery.board().hasLost()).isFalse();
      acknowledge(2);
      assertThat(recovery.board().hasLost()).isTrue();
    }

    @Test
    void thereIsNoProbe() {
      assertThat(recovery.mayProbe()).isFalse();
      assertThat(recovery.mayProbePath()).isFalse();
    }
  }

  /** RFC 5681 section 3.1, RFC 6298 section 5. */
  @Nested
  class Timeout {

    @BeforeEach
    void nothingComes() {
      warm(20);
      send(12);
    }

    @Test
    void oneSegmentIsSentAgain() {
      long rto = recovery.rtt.rto();
      recovery.timeout(next);
      assertThat(control.ssthresh()).isEqualTo(6 * MSS);
      assertThat(control.cwnd()).isEqualTo(MSS);
      assertThat(recovery.pipe()).isZero();
      assertThat(recovery.rtt.rto()).isEqualTo(2 * rto);
    }

    @Test
    void asecondOneLeavesTheThreshold() {
      recovery.timeout(next);
      retransmitFirstLost();
      now += RTT;
      acknowledge(4);
      recovery.timeout(next);
      assertThat(control.ssthresh()).isEqualTo(6 * MSS);
    }

    /** Slow start up to the threshold; what was sent before the timeout is no fast recovery. */
    @Test
    void slowStartFollows() {
      recovery.timeout(next);
      retransmitFirstLost();
      now += RTT;
      acknowledge(2);
      assertThat(control.cwnd()).isEqualTo(2 * MSS);
      retransmitFirstLost();
      retransmitFirstLost();
      now += RTT;
      acknowledge(13);
      assertThat(control.cwnd()).isEqualTo(6 * MSS);
      send(5);
      recovery.timeout(next);
      assertThat(control.ssthresh()).as("it was over").isEqualTo(2500);
    }

    @Test
    void duplicatesBeforeItAreForgotten() {
      recovery.setSelective(false);
      acknowledge(1);
      acknowledge(1);
      recovery.timeout(next);
      retransmitFirstLost();
      assertThat(recovery.pipe()).isEqualTo(MSS);
    }

    /** RFC 2018 section 8: the peer may have thrown away what it had behind the gap. */
    @Test
    void blocksAreForgottenIfTheFirstSegmentIsInOne() {
      acknowledge(1, 2, 4);
      acknowledge(2);
      assertThat(recovery.board().sacked()).isEqualTo(2 * MSS);
      recovery.timeout(next);
      assertThat(recovery.board().sacked()).isZero();
      assertThat(recovery.board().nextLost()).isEqualTo(recovery.board().first());
    }

    @Test
    void otherBlocksAreNot() {
      acknowledge(1, 2, 4);
      recovery.timeout(next);
      assertThat(recovery.board().sacked()).isEqualTo(2 * MSS);
    }

    @Test
    void aProbeOfThePathMayBeLost() {
      recovery.pathProbe.sent(next, MSS);
      assertThat(recovery.pathProbe.hasPassed()).isTrue();
      recovery.timeout(next);
      assertThat(recovery.pathProbe.hasPassed()).isFalse();
    }
  }

  /** RFC 8985 section 7. */
  @Nested
  class TailLossProbe {

    @Test
    void onlyWhereSomethingIsOut() {
      assertThat(recovery.mayProbe()).isFalse();
      send(1);
      assertThat(recovery.mayProbe()).as("no round trip is known").isFalse();
      now += RTT;
      acknowledge(1);
      assertThat(recovery.mayProbe()).as("nothing is out").isFalse();
      send(2);
      assertThat(recovery.mayProbe()).isTrue();
      acknowledge(1, 2, 3);
      assertThat(recovery.mayProbe()).as("RACK will tell").isFalse();
    }

    @Test
    void whenItIsSent() {
      warm(20);
      send(1);
      long rto = recovery.rtt.rto();
      assertThat(recovery.probeTimeout(5)).isEqualTo(2 * RTT + 5);
      assertThat(recovery.probeTimeout(10 * rto)).isEqualTo(rto);
      send(1);
      assertThat(recovery.probeTimeout(5)).isEqualTo(2 * RTT);
    }

    private void probe(boolean repeats) {
      warm(20);
      send(4);
      recovery.probed(next, repeats);
      assertThat(recovery.mayProbe()).isFalse();
    }

    /** Section 7.4.2: the original was lost, which nobody else will find out. */
    @Test
    void oneThatRepairedALossIsCongestion() {
      probe(true);
      send(1);
      now += RTT;
      acknowledge(6);
      assertThat(control.ssthresh()).isLessThan(20 * MSS);
      assertThat(control.cwnd()).isEqualTo(control.ssthresh());
      assertThat(recovery.mayProbe()).isFalse();
      send(1);
      assertThat(recovery.mayProbe()).isTrue();
    }

    @Test
    void oneThatCameTwiceIsNot() {
      probe(true);
      send(1);
      now += RTT;
      acknowledge(6, 4, 5);
      assertThat(control.ssthresh()).isGreaterThan(20 * MSS);
    }

    @Test
    void oneOfNewTextIsNot() {
      probe(false);
      send(1);
      now += RTT;
      acknowledge(6);
      assertThat(control.ssthresh()).isGreaterThan(20 * MSS);
    }

    /** What it has sent again may still be on its way. */
    @Test
    void whatIsAcknowledgedUpToItSaysNothing() {
      probe(true);
      now += RTT;
      acknowledge(4);
      assertThat(recovery.mayProbe()).as("it is not answered").isFalse();
      acknowledge(5);
      assertThat(control.ssthresh()).isGreaterThan(20 * MSS);
      send(1);
      assertThat(recovery.mayProbe()).isTrue();
    }
  }

  /** RFC 2883: the first block may be of what came twice. */
  @Nested
  class DuplicateBlocks {

    @BeforeEach
    void probeRepeats() {
      warm(20);
      send(6);
      recovery.probed(4 * MSS, true);
      now += RTT;
    }

    private boolean isReported(int segment, int... blocks) {
      acknowledge(segment, blocks);
      return control.ssthresh() > 20 * MSS;
    }

    @Test
    void belowTheAcknowledgment() {
      assertThat(isReported(5, 4, 5)).isTrue();
    }

    @Test
    void insideTheSecondBlock() {
      assertThat(isReported(5, 6, 7, 6, 7)).isTrue();
    }

    @Test
    void notInsideTheSecondBlock() {
      assertThat(isReported(5, 6, 7)).isFalse();
    }

    @Test
    void aboveTheSecondBlock() {
      send(3);
      assertThat(isReported(5, 8, 9, 6, 7)).isFalse();
      assertThat(recovery.board().sacked()).as("both are blocks").isEqualTo(2 * MSS);
    }

    @Test
    void belowTheSecondBlock() {
      send(3);
      assertThat(isReported(5, 6, 7, 8, 9)).isFalse();
      assertThat(recovery.board().sacked()).isEqualTo(2 * MSS);
    }

    @Test
    void blocksThatCannotBeAreNotTaken() {
      acknowledge(2, 5, 5, 2, 3);
      acknowledge(2, 6, 9);
      acknowledge(2, 6, 4);
      assertThat(recovery.board().sacked()).isZero();
      acknowledge(2, 6, 7);
      assertThat(recovery.board().sacked()).as("up to the end").isEqualTo(MSS);
    }
  }

  /** RFC 8985. */
  @Nested
  class Rack {

    @BeforeEach
    void sendSome() {
      warm(20);
    }

    /** Section 6.2: a quarter of the least round trip. */
    @Test
    void whatIsOvertakenHasTime() {
      send(2);
      now += RTT;
      long wait = acknowledge(1, 2, 3);
      assertThat(wait).isEqualTo(RTT / 4);
      assertThat(recovery.board().hasLost()).isFalse();
      now += wait;
      assertThat(recovery.reorderTimeout(next, now)).isZero();
      assertThat(control.ssthresh()).isEqualTo(2 * MSS);
      assertThat(recovery.allowed()).as("it is sent again").isEqualTo(MSS);
    }

    @Test
    void reorderingIsNoticed() {
      send(2);
      now += RTT;
      acknowledge(1, 2, 3);
      assertThat(recovery.hasSeenReordering()).isFalse();
      acknowledge(3);
      assertThat(recovery.hasSeenReordering()).isTrue();
    }

    @Test
    void aRetransmissionGivesNoSample() {
      send(1);
      recovery.timeout(next);
      retransmitFirstLost();
      now += RTT / 2;
      acknowledge(2);
      assertThat(recovery.tookNoSample()).isTrue();
      assertThat(recovery.rtt.srtt()).isEqualTo(RTT);
      send(1);
      now += RTT;
      acknowledge(3);
      assertThat(recovery.tookNoSample()).isFalse();
    }

    /** Karn's algorithm is for acknowledgments, not for timestamps (RFC 7323). */
    @Test
    void timestampsGiveOne() {
      recovery.sample(-1);
      assertThat(recovery.rtt.least()).isEqualTo(RTT);
      recovery.sample(0);
      assertThat(recovery.rtt.least()).isEqualTo(1);
    }

    /** The window stays wide for 16 recoveries after a report of a duplicate. */
    @Test
    void theWindowNarrowsAgain() {
      send(1);
      now += RTT;
      acknowledge(2, 1, 2);
      for (int i = 0; i < 16; i++) {
        assertThat(reorderWindow()).as("recovery %d", i).isEqualTo(2 * (RTT / 4));
        loseAndRepair();
      }
      assertThat(reorderWindow()).isEqualTo(RTT / 4);
    }

    private long reorderWindow() {
      int first = next / MSS;
      send(2);
      now += RTT;
      long wait = acknowledge(first, first + 1, first + 2);
      acknowledge(first + 2);
      control.setCwnd(20 * MSS);
      return wait;
    }

    private void loseAndRepair() {
      int first = next / MSS;
      send(1);
      recovery.timeout(next);
      retransmitFirstLost();
      now += RTT;
      acknowledge(first + 1);
      control.setCwnd(20 * MSS);
    }
  }

  /** RFC 9438 section 5.8: a window that was not used does not grow. */
  @Nested
  class Growth {

    private List<Integer> grownBy(int window, int flight, boolean slowStart) {
      warm(window);
      if (!slowStart) {
        control.endSlowStart();
      }
      send(flight);
      now += RTT;
      acknowledge(2);
      return control.grown;
    }

    @Test
    void aFullWindow() {
      assertThat(grownBy(10, 10, false)).containsExactly(MSS);
    }

    @Test
    void oneSegmentLess() {
      assertThat(grownBy(10, 9, false)).isEmpty();
    }

    @Test
    void inSlowStartMoreThanHalf() {
      assertThat(grownBy(10, 6, true)).containsExactly(MSS);
    }

    @Test
    void inSlowStartHalf() {
      assertThat(grownBy(10, 5, true)).isEmpty();
    }

    @Test
    void afterSlowStartMoreThanHalfIsNotEnough() {
      assertThat(grownBy(10, 6, false)).isEmpty();
    }

    @Test
    void aDuplicateIsNoProgress() {
      warm(10);
      send(10);
      acknowledge(1);
      assertThat(control.grown).isEmpty();
    }

    /** HyStart++ wants to hear all. */
    @Test
    void theAlgorithmHearsOfAll() {
      warm(10);
      send(2);
      acknowledge(1);
      acknowledge(2);
      assertThat(control.heard).containsExactly(MSS, MSS, 2 * MSS);
    }
  }

  /** RFC 3168 section 6.1.2. */
  @Nested
  class Marks {

    @BeforeEach
    void sendTen() {
      warm(10);
      send(10);
    }

    @Test
    void theWindowFallsOnceInARoundTrip() {
      assertThat(recovery.marked(MSS, next)).isTrue();
      assertThat(control.cwnd()).isEqualTo(5 * MSS);
      assertThat(recovery.marked(2 * MSS, next)).isFalse();
      assertThat(recovery.marked(next - 1, next)).isFalse();
      assertThat(control.cwnd()).isEqualTo(5 * MSS);
      assertThat(recovery.marked(next, next)).as("the next round trip").isTrue();
    }

    @Test
    void itDoesNotGrowUntilTheRoundTripIsOver() {
      recovery.marked(MSS, next);
      now += RTT;
      recovery.unmarked(2 * MSS);
      acknowledge(2);
      assertThat(control.grown).isEmpty();
      recovery.unmarked(11 * MSS);
      acknowledge(11);
      assertThat(control.grown).isNotEmpty();
    }

    @Test
    void aLossHasSeenToItAlready() {
      acknowledge(1, 2, 5);
      assertThat(control.ssthresh()).isEqualTo(5 * MSS);
      assertThat(recovery.marked(MSS, next)).isFalse();
    }
  }

  /** RFC 4821, RFC 1191. */
  @Nested
  class PathMtu {

    @BeforeEach
    void sendTen() {
      warm(20);
    }

    @Test
    void aProbeNeedsAQuietConnection() {
      assertThat(recovery.mayProbePath()).isTrue();
      recovery.pathProbe.sent(next, MSS);
      assertThat(recovery.mayProbePath()).isFalse();
      assertThat(recovery.pathProbe.endsBy(next + MSS)).isTrue();
      assertThat(recovery.mayProbePath()).isTrue();
      send(1);
      recovery.timeout(next);
      assertThat(recovery.mayProbePath()).isFalse();
    }

    /** It was too long, which is no congestion. */
    @Test
    void theLossOfAProbeAloneIsNone() {
      send(1);
      recovery.pathProbe.sent(next, MSS);
      send(4);
      now += RTT;
      acknowledge(2, 3, 6);
      assertThat(recovery.board().hasLost()).isTrue();
      assertThat(control.ssthresh()).isGreaterThan(20 * MSS);
    }

    @Test
    void longerOnesAreSentAgain() {
      assertThat(recovery.longestArrived()).isEqualTo(MSS);
      assertThat(recovery.resize(MSS - 1)).as("none is out").isFalse();
      assertThat(recovery.longestArrived()).isEqualTo(MSS - 1);
      send(3);
      assertThat(recovery.resize(MSS)).as("none is longer").isFalse();
      assertThat(recovery.board().hasLost()).isFalse();
      assertThat(recovery.resize(MSS - 1)).isTrue();
      assertThat(recovery.pipe()).isZero();
      assertThat(control.cwnd()).as("it is no congestion").isEqualTo(20 * MSS);
      assertThat(control.mss()).isEqualTo(MSS - 1);
    }
  }
}
