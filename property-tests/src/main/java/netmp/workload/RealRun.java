package netmp.workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import netmp.exec.RealExecution;
import netmp.pcb.UdpDesign;
import netmp.probe.Probes;
import netmp.sockbuf.SockbufFactory;
import netmp.trace.IntervalTrace;

/**
 * Runs a workload on real threads.
 *
 * @param workload what to run
 * @param cpus protocol threads per stack
 * @param seed for what is random in the stacks; threads are as they are
 * @param sockbufs the design of the socket buffers
 * @param udp the design of UDP
 */
public record RealRun(
    Workload workload, int cpus, long seed, SockbufFactory sockbufs, UdpDesign udp) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Runs.
   *
   * @param recorders what records it; not closed
   * @return what became of it
   * @throws InterruptedException if the calling thread is interrupted
   */
  public RunResult run(Recorders recorders) throws InterruptedException {
    RealExecution execution = new RealExecution();
    IntervalTrace trace = new IntervalTrace();
    long start = execution.nanoTime();
    Bench bench =
        new Bench(
            new Bench.Setting(
                execution,
                name -> recorders.trace() == null ? Probes.OFF : trace.probes(name),
                cpus,
                new SplittableRandom(seed),
                Cable.PERFECT,
                recorders.capture(execution::nanoTime),
                true,
                sockbufs,
                udp));
    workload.start(bench);
    List<String> findings = new ArrayList<>(awaitUsers(bench));
    for (Host host : bench.hosts()) {
      host.stack().stop();
      for (Thread thread : host.stack().threads()) {
        thread.join(PATIENCE);
      }
    }
    findings.addAll(bench.findings());
    long events = recorders.trace() == null ? 0 : trace.write(recorders.trace());
    return new RunResult(
        findings, events, 0, execution.nanoTime() - start, SimRun.counters(bench.hosts()));
  }

  /** Users start users, so the list may grow while it is waited for. */
  private static List<String> awaitUsers(Bench bench) throws InterruptedException {
    for (int i = 0; i < bench.users().size(); i++) {
      Thread user = bench.users().get(i);
      if (!user.join(PATIENCE)) {
        return List.of(user.getName() + " did not end within " + PATIENCE.toSeconds() + " s");
      }
    }
    return List.of();
  }
}
