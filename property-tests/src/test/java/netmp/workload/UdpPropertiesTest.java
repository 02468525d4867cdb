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
import netmp.pcb.UdpDesign;
import netmp.sockbuf.Design;
import netmp.trace.TraceWriter;

/**
 * Whatever users do with datagram sockets, in whichever design and under whatever schedule, is what
 * BSD's rules say, and datagrams come to whom they are for, also while the socket is connected and
 * disconnected. Nothing leaks, and the trace is a behaviour of the specifications.
 */
class UdpPropertiesTest {

  private static SpecJudge judge;

  @BeforeContainer
  static void open() throws IOException {
    judge = new SpecJudge();
  }

  @AfterContainer
  static void close() {
    judge.close();
  }

  @Property(tries = 200)
  void datagramsComeToWhomTheyAreFor(
      @ForAll long seed,
      @ForAll Design sockbuf,
      @ForAll UdpDesign udp,
      @ForAll @IntRange(max = 2) int cpusLog) {
    SimRun run = SimRun.plain(new UdpProgram(3, 25), 1 << cpusLog, seed, sockbuf, udp);
    assertThat(run.run(Recorders.NONE).findings()).isEmpty();
  }

  @Property(tries = 12)
  void theTraceIsABehaviour(
      @ForAll long seed,
      @ForAll Design sockbuf,
      @ForAll UdpDesign udp,
      @ForAll @IntRange(max = 2) int cpusLog) {
    EpisodeRun.Judgement judgement =
        judge.open(new TraceWriter.Header("udp-program", seed, false, 1 << cpusLog));
    SimRun run = SimRun.plain(new UdpProgram(2, 10), 1 << cpusLog, seed, sockbuf, udp);
    assertThat(run.run(Recorders.of(judgement)).findings()).isEmpty();
    assertThat(judgement.findings()).isEmpty();
  }
}
