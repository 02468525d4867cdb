package netmp.network;

import java.util.List;
import java.util.random.RandomGenerator;
import netmp.exec.Execution;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.sim.SimTrace;
import netmp.stack.NetStack;
import netmp.trace.EventSink;

/** Runs on virtual time, under a random schedule. */
final class VirtualRunner implements Runner {

  private final DeterministicExecution execution;
  private final SimTrace trace;

  VirtualRunner(NetworkConfig config, RandomGenerator random, EventSink sink) {
    execution =
        new DeterministicExecution(
            ScheduleChooser.uniform(random), config.stepLimit(), config.timeLimit().toNanos());
    trace = new SimTrace(execution, sink);
  }

  @Override
  public Execution execution() {
    return execution;
  }

  @Override
  public Probes probes(String stack) {
    return trace.probes(stack);
  }

  @Override
  public void start(UserTask task, Execution.Kind kind, UserTask.Body body) {
    task.start(kind, body);
  }

  @Override
  public End run() {
    Result result = execution.run();
    String time = "at %.6f s: ".formatted(result.nanos() / 1e9);
    return new End(
        result.completed(), time + result.outcome() + ": " + result.detail(), result.failure());
  }

  @Override
  public void finish(List<NetStack> stacks) {
    // Nothing runs after a run, and events were written as they came.
  }
}
