package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import netmp.adversary.SpecJudge;
import netmp.sim.ScheduleChooser;
import netmp.socket.WaitBench.Scenario;
import netmp.socket.WaitBench.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Waits under every schedule with one preemption, and under those with two that are close: what is
 * planted is found and repeats, what is sound passes, and its traces are valid.
 */
class WaitUnderAllSchedulesTest {

  private static final long NEVER = Long.MAX_VALUE;
  private static final int THREADS = 3;
  private static final int MANY = 12;
  private static final int FEW = 2;
  private static SpecJudge judge;

  @BeforeAll
  static void open() throws IOException {
    judge = new SpecJudge();
  }

  @AfterAll
  static void close() {
    judge.close();
  }

  /**
   * Preempts after so many decisions, and again after so many more.
   *
   * @param first decisions before the first preemption
   * @param choice who goes on
   * @param second decisions between the two, or -1 for no second
   */
  private record Schedule(int first, int choice, int second) {

    Run start() {
      return new Run(this);
    }
  }

  /** Counts the decisions of a run. */
  private static final class Run implements ScheduleChooser {
    private final Schedule schedule;
    private int decisions;

    Run(Schedule schedule) {
      this.schedule = schedule;
    }

    @Override
    public int choose(int options) {
      int now = decisions++;
      boolean preempts =
          now == schedule.first
              || (schedule.second >= 0 && now == schedule.first + 1 + schedule.second);
      return preempts ? 1 + schedule.choice % (options - 1) : 0;
    }

    boolean isPast() {
      return decisions <= schedule.first;
    }
  }

  /**
   * A schedule under which something is wrong.
   *
   * @param schedule the schedule
   * @param findings what is wrong
   */
  private record Found(Schedule schedule, List<String> findings) {}

  /** The first schedule under which something is wrong, or null. */
  private static Found find(
      Function<String, List<String>> judge,
      WaiterList.Factory waiterLists,
      int pairs, Scenario scenario) {
    for (int second = -1; second < pairs; second++) {
      for (int choice = 0; choice < THREADS; choice++) {
        Found found = find(judge, waiterLists, scenario, choice, second);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static Found find(
      Function<String, List<String>> judge,
      WaiterList.Factory waiterLists,
      Scenario scenario, int choice, int second) {
    for (int first = 0; ; first++) {
      Schedule schedule = new Schedule(first, choice, second);
      Run run = schedule.start();
      Verdict verdict = WaitBench.run(judge, run, waiterLists, scenario);
      if (!verdict.findings().isEmpty()) {
        return new Found(schedule, verdict.findings());
      }
      if (run.isPast()) {
        return null;
      }
    }
  }

  /** For an owner that is notified and does not look, which the specification does not allow. */
  private static List<String> judgeNoNotify(String trace) {
    return judge.judge(
        trace
            .lines()
            .filter(line -> !line.contains("\"Post\"") && !line.contains("\"Clear\""))
            .collect(Collectors.joining("\n", "", "\n")));
  }

  private static void isSound(Scenario scenario) {
    assertThat(find(judge::judge, PlantedWait.NONE, FEW, scenario)).isNull();
  }

  /** One reader, one packet. */
  private static Scenario reader(PlantedWait defect) {
    return bench -> {
      bench.user("A.reader", () -> assertThat(bench.receive(NEVER)).isEqualTo(Errno.OK));
      bench.user("A.wire", () -> defect.deliver(bench, 10));
    };
  }

  /** Two readers, two packets, one of them empty. */
  private static Scenario readers(PlantedWait defect) {
    return bench -> {
      for (int i = 0; i < 2; i++) {
        bench.user("A.reader" + i, () -> assertThat(bench.receive(NEVER)).isEqualTo(Errno.OK));
      }
      defect.deliver(bench, 10);
      defect.deliver(bench, 0);
    };
  }

  /** Two writers of two packets each in a buffer that holds one. */
  private static Scenario writers() {
    return bench -> {
      bench.order(() -> bench.socket.sendBuffer.setHighWater(100));
      for (int i = 0; i < 2; i++) {
        bench.user(
            "A.writer" + i,
            () -> {
              assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK);
              assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK);
            });
      }
    };
  }

  /** A reader whose time is over before a packet comes. */
  private static Scenario timedReader() {
    return bench -> {
      long deadline = bench.execution.nanoTime() + 1000;
      assertThat(bench.receive(deadline)).isEqualTo(Errno.EAGAIN);
      assertThat(bench.execution.nanoTime()).isEqualTo(deadline);
    };
  }

  /** A reader whom an error wakes. */
  private static Scenario failing(PlantedWait defect) {
    return bench -> {
      bench.user("A.reader", () -> assertThat(bench.receive(NEVER)).isEqualTo(Errno.ECONNREFUSED));
      bench.user("A.wire", () -> defect.fail(bench));
    };
  }

  private static Scenario scenario(PlantedWait defect) {
    return switch (defect) {
      case NONE, D13 -> readers(defect);
      case D14 -> reader(defect);
      case D14_ERROR -> failing(defect);
      case D15 -> writers();
      case D27 -> timedReader();
    };
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void whatIsPlantedIsFoundAndRepeats(PlantedWait defect) {
    Scenario scenario = scenario(defect);
    Found found = find(judge::judge, defect, MANY, scenario);
    assertThat(found).isNotNull();
    Verdict first = WaitBench.run(judge::judge, found.schedule().start(), defect, scenario);
    Verdict again = WaitBench.run(judge::judge, found.schedule().start(), defect, scenario);
    assertThat(again).isEqualTo(first);
    assertThat(first.findings()).isEqualTo(found.findings());
  }

  @Test
  void readersFindWhatComes() {
    isSound(readers(PlantedWait.NONE));
  }

  @Test
  void aReaderFindsWhatComes() {
    isSound(reader(PlantedWait.NONE));
  }

  @Test
  void writersFindRoom() {
    isSound(writers());
  }

  @Test
  void aWaitEndsWhenItsTimeIsOver() {
    isSound(timedReader());
  }

  /** The packet may come before, in, or after the time. */
  @Test
  void aPacketAtTheDeadline() {
    Scenario scenario =
        bench -> {
          bench.user(
              "A.reader",
              () -> {
                Errno first = bench.receive(bench.execution.nanoTime() + 1000);
                assertThat(first).isIn(Errno.OK, Errno.EAGAIN);
                Errno second = bench.receive(NEVER);
                assertThat(second).isEqualTo(Errno.OK);
              });
          bench.rest(1000);
          bench.order(() -> bench.append(1));
          bench.order(() -> bench.append(1));
        };
    isSound(scenario);
  }

  /** The interrupt comes at every step of the wait and of the reply. */
  @Test
  void anInterruptAtEveryStep() {
    List<Errno> ends = new ArrayList<>();
    Scenario scenario =
        bench -> {
          Thread reader =
              bench.user(
                  "A.reader",
                  () -> {
                    Errno end = bench.receive(NEVER);
                    ends.add(end);
                    if (end == Errno.EINTR) {
                      assertThat(bench.execution.interrupted()).isTrue();
                      assertThat(bench.receive(NEVER)).isEqualTo(Errno.OK);
                    } else {
                      assertThat(end).isEqualTo(Errno.OK);
                    }
                  });
          bench.user("A.wire", () -> bench.order(() -> bench.append(5)));
          bench.execution.interrupt(reader);
        };
    isSound(scenario);
    assertThat(ends).contains(Errno.OK, Errno.EINTR);
  }

  /** A writer whose buffer stays full, and who gives up, is interrupted, or is told of the end. */
  @Test
  void aWriterInVain() {
    Scenario scenario =
        bench -> {
          bench.stopDraining();
          bench.order(() -> bench.socket.sendBuffer.setHighWater(100));
          bench.rest(1);
          assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK);
          assertThat(bench.send(60, Socket.DONT_WAIT)).isEqualTo(Errno.EAGAIN);
          long deadline = bench.execution.nanoTime() + 1000;
          assertThat(bench.send(60, deadline)).isEqualTo(Errno.EAGAIN);
          assertThat(bench.execution.nanoTime()).isEqualTo(deadline);
          List<Errno> ends = new ArrayList<>();
          Thread writer = bench.user("A.writer", () -> ends.add(bench.send(60, NEVER)));
          bench.user("A.other", () -> ends.add(bench.send(60, NEVER)));
          bench.rest(1000);
          bench.execution.interrupt(writer);
          bench.rest(1000);
          assertThat(ends).containsExactly(Errno.EINTR);
          bench.order(bench.socket::cantSendMore);
          bench.rest(1000);
          assertThat(ends).containsExactly(Errno.EINTR, Errno.EPIPE);
          bench.order(bench::drain);
        };
    isSound(scenario);
  }

  @Test
  void aReaderFindsTheError() {
    isSound(failing(PlantedWait.NONE));
  }

  /** One error, and one of two readers and a writer reports it; the others go on to wait. */
  @Test
  void anErrorIsReportedOnce() {
    List<Errno> ends = new ArrayList<>();
    Scenario scenario =
        bench -> {
          ends.clear();
          bench.stopDraining();
          bench.order(() -> bench.socket.sendBuffer.setHighWater(100));
          bench.rest(1);
          assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK);
          for (int i = 0; i < 2; i++) {
            bench.user("A.reader" + i, () -> ends.add(bench.receive(NEVER)));
          }
          bench.user("A.writer", () -> ends.add(bench.send(60, NEVER)));
          bench.order(() -> bench.socket.setError(Errno.ECONNREFUSED));
          bench.rest(1000);
          assertThat(ends).containsExactly(Errno.ECONNREFUSED);
          assertThat(bench.socket.takeError()).isEqualTo(Errno.OK);
          bench.order(bench.socket::cantSendMore);
          bench.order(bench.socket::cantReceiveMore);
          bench.rest(1000);
          assertThat(ends).hasSize(3).containsOnlyOnce(Errno.ECONNREFUSED);
          bench.order(bench::drain);
        };
    assertThat(find(WaitUnderAllSchedulesTest::judgeNoNotify, PlantedWait.NONE, FEW, scenario))
        .isNull();
  }

  /** Data that came before an error are read before it, though fewer than the low-water mark. */
  @Test
  void anErrorIsBehindTheData() {
    Scenario scenario =
        bench -> {
          bench.socket.receiveBuffer.setLowWater(20);
          bench.user(
              "A.reader",
              () -> {
                assertThat(bench.receive(NEVER)).isEqualTo(Errno.OK);
                assertThat(bench.receive(NEVER)).isEqualTo(Errno.EHOSTUNREACH);
                assertThat(bench.receive(Socket.DONT_WAIT)).isEqualTo(Errno.EAGAIN);
              });
          bench.order(() -> bench.append(7));
          bench.order(() -> bench.socket.setError(Errno.EHOSTUNREACH));
        };
    isSound(scenario);
  }

  /** Marks that move while a writer waits: a higher one is room, a lower one is hopeless. */
  @Test
  void aWriterAndTheHighWaterMark() {
    Scenario scenario =
        bench -> {
          bench.stopDraining();
          bench.order(() -> bench.socket.sendBuffer.setHighWater(100));
          bench.rest(1);
          assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK);
          List<Errno> ends = new ArrayList<>();
          bench.user("A.small", () -> ends.add(bench.send(60, NEVER)));
          bench.user("A.large", () -> ends.add(bench.send(90, NEVER)));
          bench.rest(1000);
          assertThat(ends).isEmpty();
          bench.order(() -> bench.socket.sendBuffer.setHighWater(80));
          bench.rest(1000);
          assertThat(ends).containsExactly(Errno.EMSGSIZE);
          bench.order(() -> bench.socket.sendBuffer.setHighWater(120));
          bench.rest(1000);
          assertThat(ends).containsExactly(Errno.EMSGSIZE, Errno.OK);
          bench.order(bench::drain);
        };
    assertThat(find(WaitUnderAllSchedulesTest::judgeNoNotify, PlantedWait.NONE, FEW, scenario))
        .isNull();
  }

  /** A reader waits for the low-water mark, a writer for room of its own. */
  @Test
  void lowWaterMarks() {
    Scenario scenario =
        bench -> {
          bench.socket.receiveBuffer.setLowWater(20);
          bench.socket.sendBuffer.setLowWater(50);
          bench.order(() -> bench.socket.sendBuffer.setHighWater(100));
          bench.rest(1);
          bench.user("A.reader", () -> assertThat(bench.receive(NEVER)).isEqualTo(Errno.OK));
          bench.user("A.writer", () -> assertThat(bench.send(40, NEVER)).isEqualTo(Errno.OK));
          bench.order(() -> bench.append(15));
          assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK);
          bench.order(() -> bench.append(15));
        };
    isSound(scenario);
  }
}
