package netmp.socket;

import java.util.ArrayList;
import java.util.List;
import netmp.adversary.ScenarioRun;
import netmp.exec.Execution;
import netmp.local.Local;
import netmp.local.PlantedLocal;
import netmp.mbuf.MbufPool;
import netmp.msg.MessagePort;
import netmp.pcb.UdpDesign;
import netmp.probe.Probes;
import netmp.sockbuf.Design;

/** The local stream sockets of a stack, and nothing else of it. */
final class LocalBench {

  /** Packets that all users have together. */
  static final int PACKETS = 16;

  /** Makes the sockets, such as broken ones. */
  @FunctionalInterface
  interface Factory {

    /** As the constructor of {@link Sockets}. */
    Sockets create(Execution execution, Probes probes, MbufPool pool, List<Local> locals);
  }

  /** As the code has them. */
  static final Factory SOUND =
      (execution, probes, pool, locals) ->
          new Sockets(
              execution,
              probes,
              Design.CUPHOLDER,
              UdpDesign.LOCAL_PORT,
              pool,
              List.of(),
              List.of(),
              locals);

  final ScenarioRun run;
  final Sockets sockets;
  final MbufPool pool = MbufPool.forManyThreads(PACKETS, 1);

  /** On one CPU. */
  LocalBench(ScenarioRun run) {
    this(run, SOUND);
  }

  /** On one CPU. */
  LocalBench(ScenarioRun run, Factory factory) {
    this(run, 1, PlantedLocal.NONE, factory);
  }

  LocalBench(ScenarioRun run, int cpus, PlantedLocal defect) {
    this(run, cpus, defect, SOUND);
  }

  private LocalBench(ScenarioRun run, int cpus, PlantedLocal defect, Factory factory) {
    this.run = run;
    List<Local> locals = new ArrayList<>();
    for (int cpu = 0; cpu < cpus; cpu++) {
      MessagePort port = run.port("A.p" + cpu);
      locals.add(defect.create(port, cpu, locals));
    }
    sockets = factory.create(run.execution, run.probes, pool, locals);
  }
}
