package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import netmp.adversary.EpisodeRun;
import netmp.adversary.SpecJudge;
import netmp.sockbuf.Design;
import netmp.trace.TraceWriter;

/**
 * Whatever users do with local stream sockets, under whatever schedule: who waits for them, by
 * event queue or by poll, returns if something holds; what is reported when all is at rest is
 * exactly what holds; nothing leaks, and the trace is a behaviour of the specifications.
 */
class ReadinessPropertiesTest {

  private static SpecJudge judge;

  @BeforeContainer
  static void open() throws IOException {
    judge = new SpecJudge();
  }

  @AfterContainer
  static void close() {
    judge.close();
  }

  @Property(tries = 300)
  void whoWaitsIsTold(
      @ForAll long seed, @ForAll Design design, @ForAll @IntRange(max = 2) int cpusLog) {
    SimRun run = SimRun.plain(new ReadinessProgram(seed), 1 << cpusLog, seed, design);
    assertThat(run.run(Recorders.NONE).findings()).isEmpty();
  }

  @Property(tries = 15)
  void theTraceIsABehaviour(
      @ForAll long seed, @ForAll Design design, @ForAll @IntRange(max = 2) int cpusLog) {
    EpisodeRun.Judgement judgement =
        judge.open(new TraceWriter.Header("readiness", seed, false, 1 << cpusLog));
    SimRun run = SimRun.plain(new ReadinessProgram(seed), 1 << cpusLog, seed, design);
    assertThat(run.run(Recorders.of(judgement)).findings()).isEmpty();
    assertThat(judgement.findings()).isEmpty();
  }
}
