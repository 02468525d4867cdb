package netmp.adversary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import netmp.adversary.EpisodeRun.Judge;
import netmp.adversary.EpisodeRun.Judgement;
import netmp.adversary.EpisodeRun.Verdict;
import netmp.exec.Execution.Kind;
import netmp.msg.Message;
import netmp.msg.MessagePort;
import netmp.msg.PortOwner;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.sim.SimTrace;
import netmp.sim.StepObserver;
import netmp.trace.EventSink;
import netmp.trace.TraceWriter;
import netmp.workload.RunResult;

/**
 * One run of a scenario. It is bad when it does not complete, when a thread dies of something, when
 * a check fails at the end, or when its trace is no behaviour of the specifications.
 */
public final class ScenarioRun {

  private static final long STEP_LIMIT = 20_000;

  /** What a thread does. */
  @FunctionalInterface
  public interface Task {

    /** Runs. */
    void run() throws Exception;
  }

  /** The scheduler. */
  public final DeterministicExecution execution;

  /** What the parts under test report to. */
  public final Probes probes;

  private final SimTrace trace;
  private final List<Runnable> checks = new ArrayList<>();
  private boolean judged = true;
  private boolean undisturbed;

  private ScenarioRun(ScheduleChooser chooser, EventSink sink) {
    execution =
        new DeterministicExecution(ready -> undisturbed ? 0 : chooser.choose(ready), STEP_LIMIT);
    trace = new SimTrace(execution, sink);
    probes = trace.probes("A");
  }

  /**
   * Runs.
   *
   * @param judge judges the trace
   * @param schedule the schedule
   * @param setup starts the threads
   * @return what became of it
   */
  public static Verdict of(Judge judge, Schedule schedule, Scenario.Setup setup) {
    return of(judge, schedule.chooser(), setup);
  }

  /**
   * Runs.
   *
   * @param judge judges the trace
   * @param chooser makes the schedule
   * @param setup starts the threads
   * @return what became of it
   */
  public static Verdict of(Judge judge, ScheduleChooser chooser, Scenario.Setup setup) {
    return of(judge, chooser, StepObserver.NONE, setup);
  }

  /** Runs, and somebody sees the steps and the events, which are some of the judge's. */
  static Verdict of(
      Judge judge, ScheduleChooser chooser, StepObserver observer, Scenario.Setup setup) {
    Judgement judgement = judge.open(new TraceWriter.Header("scenario", 0, false, 1));
    WrittenDown schedule = new WrittenDown(chooser);
    ScenarioRun run = new ScenarioRun(schedule, judgement);
    run.execution.setObserver(observer);
    setup.start(run);
    Result result = run.execution.run();
    List<String> findings = new ArrayList<>();
    if (result.completed()) {
      run.checks.forEach(check -> findings.addAll(failure(check)));
    } else {
      findings.add(result.outcome() + " " + result.detail());
    }
    if (run.judged) {
      findings.addAll(judgement.findings());
    }
    RunResult summary =
        new RunResult(findings, run.trace.events(), result.steps(), result.nanos(), Map.of());
    return new Verdict(summary, findings, schedule.preemptions(), judgement.visited());
  }

  private static List<String> failure(Runnable check) {
    try {
      check.run();
      return List.of();
    } catch (AssertionError e) {
      return List.of(e.getMessage());
    }
  }

  /**
   * Does not judge the trace: what is found shall be what comes of the defect, and not that steps
   * of the specification are missing.
   */
  public void withoutJudge() {
    judged = false;
  }

  /** Looks, when all user threads have ended by themselves. */
  public void atEnd(Runnable check) {
    checks.add(check);
  }

  /** A port that a protocol thread of its own serves. */
  public MessagePort port(String owner) {
    MessagePort port = new MessagePort(execution, probes);
    port.setOwner(execution.start(owner, Kind.PROTOCOL, () -> PortOwner.serve(port, execution)));
    return port;
  }

  /** The owner of a port does something. */
  public static void order(MessagePort port, Runnable body) {
    port.put(
        new Message() {
          @Override
          protected void dispatch() {
            body.run();
          }
        });
  }

  /** Starts a user thread. */
  public Thread user(String name, Task task) {
    return execution.start(
        name,
        Kind.USER,
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Prepares something for a race: nobody is preempted meanwhile. A user thread. */
  public <T> T undisturbed(Callable<T> preparation) throws Exception {
    undisturbed = true;
    try {
      return preparation.call();
    } finally {
      undisturbed = false;
    }
  }

  /** Lets virtual time pass, in nanoseconds. */
  public void rest(long nanos) {
    long deadline = execution.nanoTime() + nanos;
    while (execution.nanoTime() < deadline) {
      execution.parkUntil(deadline);
    }
  }
}
