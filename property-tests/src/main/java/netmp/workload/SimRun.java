package netmp.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import netmp.nic.NicCounters;
import netmp.nic.Wire;
import netmp.pcb.UdpDesign;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.sim.SimTrace;
import netmp.sockbuf.SockbufFactory;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.stats.Statistics;

/**
 * Runs a workload under the deterministic scheduler.
 *
 * @param workload what to run
 * @param cpus protocol threads per stack
 * @param seed everything random in the stacks comes from it
 * @param chooser decides who runs
 * @param onWire given a wire, what stands in front of it
 * @param lossless whether that lets every frame through, once
 * @param sockbufs the design of the socket buffers
 * @param udp the design of UDP
 * @param stepLimit scheduling points after which the run is given up
 */
public record SimRun(
    Workload workload,
    int cpus,
    long seed,
    ScheduleChooser chooser,
    UnaryOperator<Wire> onWire,
    boolean lossless,
    SockbufFactory sockbufs,
    UdpDesign udp,
    long stepLimit) {

  private static final long STEP_LIMIT = 50_000_000;

  /**
   * A run without an adversary: threads are chosen at random.
   *
   * @param workload what to run
   * @param cpus protocol threads per stack
   * @param seed repeats the run
   * @param sockbufs the design of the socket buffers
   * @return the run, of UDP by local port
   */
  public static SimRun plain(Workload workload, int cpus, long seed, SockbufFactory sockbufs) {
    return plain(workload, cpus, seed, sockbufs, UdpDesign.LOCAL_PORT);
  }

  /**
   * A run without an adversary: threads are chosen at random.
   *
   * @param workload what to run
   * @param cpus protocol threads per stack
   * @param seed repeats the run
   * @param sockbufs the design of the socket buffers
   * @param udp the design of UDP
   * @return the run
   */
  public static SimRun plain(
      Workload workload, int cpus, long seed, SockbufFactory sockbufs, UdpDesign udp) {
    return new SimRun(
        workload,
        cpus,
        seed,
        ScheduleChooser.uniform(new SplittableRandom(seed)),
        wire -> wire,
        true,
        sockbufs,
        udp,
        STEP_LIMIT);
  }

  /**
   * Runs.
   *
   * @param recorders what records it; not closed
   * @return what became of it
   */
  public RunResult run(Recorders recorders) {
    DeterministicExecution execution = new DeterministicExecution(chooser, stepLimit);
    SimTrace trace = new SimTrace(execution, recorders.trace());
    Bench bench =
        new Bench(
            new Bench.Setting(
                execution,
                trace::probes,
                cpus,
                new SplittableRandom(seed),
                (from, to, receiver) -> onWire.apply(receiver),
                recorders.capture(execution::nanoTime),
                lossless,
                sockbufs,
                udp));
    workload.start(bench);
    Result result = execution.run();
    List<String> findings = new ArrayList<>(bench.findings());
    if (!result.completed()) {
      findings.add(result.outcome() + ": " + result.detail().strip());
    }
    return new RunResult(
        findings, trace.events(), result.steps(), result.nanos(), counters(bench.hosts()));
  }

  /** Nonzero counters of all hosts, host by host. */
  static Map<String, Long> counters(List<Host> hosts) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Host host : hosts) {
      Statistics statistics = host.stack().statistics();
      for (Counter counter : Counter.values()) {
        put(counts, host.name() + ": " + counter.text(), statistics.get(counter));
      }
      for (DropReason reason : DropReason.values()) {
        put(counts, host.name() + ": dropped: " + reason.text(), statistics.get(reason));
      }
      NicCounters device = host.nic().counters();
      put(counts, host.name() + ": device: no receive buffer", device.rxNoBuffer());
      put(counts, host.name() + ": device: for another address", device.rxFiltered());
      put(counts, host.name() + ": device: length errors", device.rxLengthErrors());
    }
    return counts;
  }

  private static void put(Map<String, Long> counts, String what, long count) {
    if (count != 0) {
      counts.put(what, count);
    }
  }
}
