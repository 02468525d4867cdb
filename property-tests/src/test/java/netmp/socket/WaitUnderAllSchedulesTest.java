package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import netmp.adversary.ScenarioRun;
import netmp.adversary.SpecJudge;
import netmp.sim.ReadyThreads;
import netmp.sim.ScheduleChooser;
import netmp.socket.WaitBench.Users;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Waits under every schedule with one preemption, and under those with two that are close: they end
 * as they should, and their traces are valid.
 */
class WaitUnderAllSchedulesTest {

  private static final long NEVER = Long.MAX_VALUE;
  private static final int THREADS = 3;
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

  /** Preempts after so many decisions, and again after so many more; -1 for no second. */
  private static final class Schedule implements ScheduleChooser {
    private final int first;
    private final int choice;
    private final int second;
    private int decisions;

    Schedule(int first, int choice, int second) {
      this.first = first;
      this.choice = choice;
      this.second = second;
    }

    @Override
    public int choose(ReadyThreads ready) {
      int now = decisions++;
      boolean preempts = now == first || (second >= 0 && now == first + 1 + second);
      return preempts ? 1 + choice % (ready.size() - 1) : 0;
    }

    boolean isPast() {
      return decisions <= first;
    }

    @Override
    public String toString() {
      return "after " + first + " decisions choose " + choice + ", and " + second + " later";
    }
  }

  private static void isSound(Users users) {
    for (int second = -1; second < FEW; second++) {
      for (int choice = 0; choice < THREADS; choice++) {
        isSound(users, choice, second);
      }
    }
  }

  private static void isSound(Users users, int choice, int second) {
    Schedule schedule;
    int first = 0;
    do {
      schedule = new Schedule(first, choice, second);
      List<String> findings =
          ScenarioRun.of(judge, schedule, WaitBench.setup(PlantedWait.NONE, users)).findings();
      assertThat(findings).as("%s", schedule).isEmpty();
      first++;
    } while (!schedule.isPast());
  }

  @Test
  void readersFindWhatComes() {
    isSound(WaitScenarios.readers(WaitScenarios.OWNER));
  }

  @Test
  void aReaderFindsWhatComes() {
    isSound(WaitScenarios.reader(WaitScenarios.OWNER));
  }

  @Test
  void writersFindRoom() {
    isSound(WaitScenarios.writers());
  }

  @Test
  void aWaitEndsWhenItsTimeIsOver() {
    isSound(WaitScenarios.timedReader());
  }

  /** The packet may come before, in, or after the time. */
  @Test
  void aPacketAtTheDeadline() {
    Users users =
        bench -> {
          bench.user(
              "A.reader",
              () -> {
                Errno first = bench.receive(bench.execution.nanoTime() + 1000);
                assertThat(first).isIn(Errno.OK, Errno.EAGAIN);
                Errno second = bench.receive(NEVER);
                assertThat(second).isEqualTo(Errno.OK);
              });
          bench.run.rest(1000);
          bench.order(() -> bench.append(1));
          bench.order(() -> bench.append(1));
        };
    isSound(users);
  }

  /** The interrupt comes at every step of the wait and of the reply. */
  @Test
  void anInterruptAtEveryStep() {
    List<Errno> ends = new ArrayList<>();
    Users users =
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
    isSound(users);
    assertThat(ends).contains(Errno.OK, Errno.EINTR);
  }

  /** A writer whose buffer stays full, and who gives up, is interrupted, or is told of the end. */
  @Test
  void aWriterInVain() {
    Users users =
        bench -> {
          bench.stopDraining();
          bench.order(() -> bench.socket.sendBuffer.setHighWater(100));
          bench.run.rest(1);
          assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK);
          assertThat(bench.send(60, Socket.DONT_WAIT)).isEqualTo(Errno.EAGAIN);
          long deadline = bench.execution.nanoTime() + 1000;
          assertThat(bench.send(60, deadline)).isEqualTo(Errno.EAGAIN);
          assertThat(bench.execution.nanoTime()).isEqualTo(deadline);
          List<Errno> ends = new ArrayList<>();
          Thread writer = bench.user("A.writer", () -> ends.add(bench.send(60, NEVER)));
          bench.user("A.other", () -> ends.add(bench.send(60, NEVER)));
          bench.run.rest(1000);
          bench.execution.interrupt(writer);
          bench.run.rest(1000);
          assertThat(ends).containsExactly(Errno.EINTR);
          bench.order(bench.socket::cantSendMore);
          bench.run.rest(1000);
          assertThat(ends).containsExactly(Errno.EINTR, Errno.EPIPE);
          bench.order(bench::drain);
        };
    isSound(users);
  }

  @Test
  void aReaderFindsTheError() {
    isSound(WaitScenarios.failing(WaitScenarios.OWNER));
  }

  /** One error, and one of two readers and a writer reports it; the others go on to wait. */
  @Test
  void anErrorIsReportedOnce() {
    List<Errno> ends = new ArrayList<>();
    Users users =
        bench -> {
          ends.clear();
          bench.stopDraining();
          bench.order(() -> bench.socket.sendBuffer.setHighWater(100));
          bench.run.rest(1);
          assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK);
          for (int i = 0; i < 2; i++) {
            bench.user("A.reader" + i, () -> ends.add(bench.receive(NEVER)));
          }
          bench.user("A.writer", () -> ends.add(bench.send(60, NEVER)));
          bench.order(() -> bench.socket.setError(Errno.ECONNREFUSED));
          bench.run.rest(1000);
          assertThat(ends).containsExactly(Errno.ECONNREFUSED);
          assertThat(bench.socket.takeError()).isEqualTo(Errno.OK);
          bench.order(bench.socket::cantSendMore);
          bench.order(bench.socket::cantReceiveMore);
          bench.run.rest(1000);
          assertThat(ends).hasSize(3).containsOnlyOnce(Errno.ECONNREFUSED);
          bench.order(bench::drain);
        };
    isSound(users);
  }

  /** Data that came before an error are read before it, though fewer than the low-water mark. */
  @Test
  void anErrorIsBehindTheData() {
    Users users =
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
    isSound(users);
  }

  /** Marks that move while a writer waits: a higher one is room, a lower one is hopeless. */
  @Test
  void aWriterAndTheHighWaterMark() {
    Users users =
        bench -> {
          bench.stopDraining();
          bench.order(() -> bench.socket.sendBuffer.setHighWater(100));
          bench.run.rest(1);
          assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK);
          List<Errno> ends = new ArrayList<>();
          bench.user("A.small", () -> ends.add(bench.send(60, NEVER)));
          bench.user("A.large", () -> ends.add(bench.send(90, NEVER)));
          bench.run.rest(1000);
          assertThat(ends).isEmpty();
          bench.order(() -> bench.socket.sendBuffer.setHighWater(80));
          bench.run.rest(1000);
          assertThat(ends).containsExactly(Errno.EMSGSIZE);
          bench.order(() -> bench.socket.sendBuffer.setHighWater(120));
          bench.run.rest(1000);
          assertThat(ends).containsExactly(Errno.EMSGSIZE, Errno.OK);
          bench.order(bench::drain);
        };
    isSound(users);
  }

  /** A reader waits for the low-water mark, a writer for room of its own. */
  @Test
  void lowWaterMarks() {
    Users users =
        bench -> {
          bench.socket.receiveBuffer.setLowWater(20);
          bench.socket.sendBuffer.setLowWater(50);
          bench.order(() -> bench.socket.sendBuffer.setHighWater(100));
          bench.run.rest(1);
          bench.user("A.reader", () -> assertThat(bench.receive(NEVER)).isEqualTo(Errno.OK));
          bench.user("A.writer", () -> assertThat(bench.send(40, NEVER)).isEqualTo(Errno.OK));
          bench.order(() -> bench.append(15));
          assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK);
          bench.order(() -> bench.append(15));
        };
    isSound(users);
  }
}
