package netmp.benchmark.message;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.SplittableRandom;
import netmp.adversary.Episode;
import netmp.adversary.EpisodeRun;
import netmp.adversary.Episodes;
import netmp.adversary.Explorer;
import netmp.adversary.Source;
import netmp.adversary.SpecJudge;
import netmp.exec.Execution;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.sockbuf.Design;
import netmp.trace.TraceWriter;
import netmp.workload.Recorders;
import netmp.workload.SimRun;
import netmp.workload.UdpEcho;

/**
 * How fast the deterministic scheduler and the exploration go, per second of processor time: they
 * run on one thread, so on an idle machine that is a second.
 */
final class Simulation {

  private static final int DATAGRAMS = 400;
  private static final int ROUND_TRIPS = 20_000;
  private static final int ROUNDS = 8;
  private static final int WARM_UP = 3;
  private static final int EPISODES = 4000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Simulation() {}

  /** Appends the figures. */
  static void write(StringBuilder page) throws IOException {
    page.append("| | steps per second |\n|---|--:|\n");
    page.append(
        "| two users of a host, one protocol thread, no trace | %,.0f |\n"
            .formatted(stepsPerSecond(Simulation::oneHost)));
    page.append(
        "| udp-echo, no trace | %,.0f |\n".formatted(stepsPerSecond(seed -> udpEcho(seed, false))));
    page.append(
        "| udp-echo, traced | %,.0f |\n".formatted(stepsPerSecond(seed -> udpEcho(seed, true))));
    double judged;
    try (SpecJudge judge = new SpecJudge()) {
      judged = episodesPerSecond(new EpisodeRun(judge));
    }
    double unjudged = episodesPerSecond(new EpisodeRun(EpisodeRun.UNJUDGED));
    page.append(
        "\n| `./netmp explore` | episodes per second | hours of a million |\n|---|--:|--:|\n");
    row(page, "all traces judged", judged);
    row(page, "run, not judged", unjudged);
  }

  private static void row(StringBuilder page, String what, double perSecond) {
    page.append("| %s | %,.0f | %,.1f |\n".formatted(what, perSecond, 1e6 / perSecond / 3600));
  }

  /** A run from a seed; says how many steps it has taken. */
  private interface Run {
    long steps(int seed) throws IOException;
  }

  private static double stepsPerSecond(Run run) throws IOException {
    long steps = 0;
    long start = 0;
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      if (round == WARM_UP) {
        steps = 0;
        start = THREADS.getCurrentThreadCpuTime();
      }
      steps += run.steps(round);
    }
    return steps * 1e9 / (THREADS.getCurrentThreadCpuTime() - start);
  }

  /** A client and an echo server, and the protocol thread between them. */
  private static long oneHost(int seed) {
    ScheduleChooser chooser = ScheduleChooser.uniform(new SplittableRandom(seed));
    DeterministicExecution execution = new DeterministicExecution(chooser, Long.MAX_VALUE);
    execution.start("client", Execution.Kind.USER, () -> roundTrips(execution));
    Result result = execution.run();
    if (!result.completed()) {
      throw new IllegalStateException(result.detail(), result.failure());
    }
    return result.steps();
  }

  private static void roundTrips(DeterministicExecution execution) {
    try {
      StackPair pair = new StackPair(execution, 1);
      for (int i = 0; i < ROUND_TRIPS; i++) {
        pair.roundTrip();
      }
      pair.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the client failed", e);
    }
  }

  private static long udpEcho(int seed, boolean traced) throws IOException {
    SimRun run = SimRun.plain(new UdpEcho(3, DATAGRAMS), 2, seed, Design.CUPHOLDER);
    if (!traced) {
      return run.run(Recorders.NONE).steps();
    }
    try (TraceWriter writer =
        new TraceWriter(
            new BufferedOutputStream(OutputStream.nullOutputStream()),
            new TraceWriter.Header("udp-echo", seed, false, 2))) {
      return run.run(Recorders.of(writer)).steps();
    }
  }

  /** With everything the JVM does besides. The second exploration counts; the first warms up. */
  private static double episodesPerSecond(EpisodeRun run) {
    Explorer<Episode> explorer = new Explorer<>(Source.of(Episodes.any()), run);
    explorer.explore(1, EPISODES, n -> {});
    long start = PROCESS.getProcessCpuTime();
    explorer.explore(2, EPISODES, n -> {});
    return EPISODES * 1e9 / (PROCESS.getProcessCpuTime() - start);
  }
}
