package netmp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The scoreboard against a list of segments that is searched from its beginning each time. */
class ScoreboardPropertiesTest {

  private enum Kind {
    SEND,
    ACKNOWLEDGE,
    SACK,
    MARK,
    RETRANSMIT,
    SPLIT,
    TIMEOUT
  }

  /** What happens; a and b say where, as far as that makes sense. */
  record Step(Kind kind, int a, int b) {}

  /** A segment of the naive board. */
  private static final class Sent {
    int seq;
    int length;
    boolean sacked;
    boolean lost;
    long order;
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(8, Kind.SEND),
            Tuple.of(2, Kind.ACKNOWLEDGE),
            Tuple.of(5, Kind.SACK),
            Tuple.of(3, Kind.MARK),
            Tuple.of(3, Kind.RETRANSMIT),
            Tuple.of(1, Kind.SPLIT),
            Tuple.of(1, Kind.TIMEOUT));
    Arbitrary<Integer> where = Arbitraries.integers().between(0, 1000);
    return Combinators.combine(kinds, where, where).as(Step::new).list().ofMaxSize(80);
  }

  @Property
  void agreesWithAList(@ForAll("steps") List<Step> steps) {
    new Pair().run(steps);
  }

  /** Both boards. */
  private static final class Pair {
    private static final int ORIGIN = Integer.MAX_VALUE - 500;

    private final Scoreboard board = new Scoreboard();
    private final List<Sent> list = new ArrayList<>();
    private int una = ORIGIN;
    private int nxt = ORIGIN;
    private long time;
    private int delivered;
    private int expected;

    void run(List<Step> steps) {
      for (Step step : steps) {
        time++;
        apply(step);
        check();
      }
    }

    private void apply(Step step) {
      switch (step.kind) {
        case SEND -> send(1 + step.a % 20);
        case ACKNOWLEDGE -> acknowledge(una + step.a % (nxt - una + 1));
        case SACK -> sack(step.a, step.b);
        case MARK -> mark(step.a);
        case RETRANSMIT -> retransmit();
        case SPLIT -> split(step.a);
        case TIMEOUT -> {
          board.markAllLost();
          list.forEach(sent -> sent.lost |= !sent.sacked);
        }
      }
    }

    private void send(int length) {
      board.sent(nxt, length, time);
      Sent sent = new Sent();
      sent.seq = nxt;
      sent.length = length;
      sent.order = time;
      list.add(sent);
      nxt += length;
    }

    private void acknowledge(int ack) {
      board.acknowledge(ack, (b, index) -> delivered += b.length(index));
      una = ack;
      while (!list.isEmpty() && list.getFirst().seq + list.getFirst().length - ack <= 0) {
        Sent gone = list.removeFirst();
        expected += gone.sacked ? 0 : gone.length;
      }
      if (!list.isEmpty() && list.getFirst().seq - ack < 0) {
        Sent first = list.getFirst();
        first.length -= ack - first.seq;
        first.seq = ack;
      }
    }

    private void sack(int a, int b) {
      if (nxt - una < 2) {
        return;
      }
      int left = una + 1 + a % (nxt - una - 1);
      int right = left + 1 + b % (nxt - left);
      board.sack(left, right, (s, index) -> delivered += s.length(index));
      for (Sent sent : list) {
        boolean whole = sent.seq - left >= 0 && sent.seq + sent.length - right <= 0;
        if (whole && !sent.sacked) {
          sent.sacked = true;
          sent.lost = false;
          expected += sent.length;
        }
      }
    }

    private void mark(int a) {
      if (!list.isEmpty()) {
        int at = a % list.size();
        board.markLost(board.first() + at);
        list.get(at).lost |= !list.get(at).sacked;
      }
    }

    private void retransmit() {
      long index = board.nextLost();
      if (index != Scoreboard.NONE) {
        Sent sent = list.get((int) (index - board.first()));
        board.retransmitted(index, time);
        sent.lost = false;
        sent.order = time;
      }
    }

    private void split(int a) {
      if (list.isEmpty()) {
        return;
      }
      int at = a % list.size();
      Sent sent = list.get(at);
      if (sent.length > 1) {
        int first = sent.length / 2;
        board.split(board.first() + at, first);
        Sent rest = new Sent();
        rest.seq = sent.seq + first;
        rest.length = sent.length - first;
        rest.sacked = sent.sacked;
        rest.lost = sent.lost;
        rest.order = Long.MAX_VALUE; // not in the log
        sent.length = first;
        list.add(at + 1, rest);
      }
    }

    private void check() {
      assertThat(delivered).isEqualTo(expected);
      assertThat(board.isEmpty()).isEqualTo(list.isEmpty());
      assertThat(board.outstanding()).isEqualTo(sum(list));
      List<Sent> sacked = list.stream().filter(sent -> sent.sacked).toList();
      List<Sent> lost = list.stream().filter(sent -> sent.lost).toList();
      assertThat(board.sacked()).isEqualTo(sum(sacked));
      assertThat(board.pipe()).isEqualTo(sum(list) - sum(sacked) - sum(lost));
      assertThat(board.nextLost())
          .isEqualTo(
              lost.isEmpty() ? Scoreboard.NONE : board.first() + list.indexOf(lost.getFirst()));
      Sent oldest = null;
      for (Sent sent : list) {
        boolean open = !sent.sacked && !sent.lost && sent.order != Long.MAX_VALUE;
        if (open && (oldest == null || sent.order < oldest.order)) {
          oldest = sent;
        }
      }
      assertThat(board.oldestTransmission())
          .isEqualTo(oldest == null ? Scoreboard.NONE : board.first() + list.indexOf(oldest));
    }

    private static int sum(List<Sent> some) {
      return some.stream().mapToInt(sent -> sent.length).sum();
    }
  }
}
