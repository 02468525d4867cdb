package netmp.sim;

import java.util.ArrayList;
import java.util.List;
import netmp.probe.Probe;
import netmp.probe.ProbeSink;
import netmp.probe.Probes;
import netmp.trace.EventSink;

/**
 * Ties the probes of the stacks of one deterministic run to its scheduler, and to a trace if one is
 * wanted: a step is recorded, then another thread may go on. One thread runs at a time, so the
 * records are a total order.
 */
public final class SimTrace {

  private final DeterministicExecution execution;
  private final EventSink sink;
  private long events;

  /**
   * Probes for a run.
   *
   * @param execution the run
   * @param sink receives the events, or null to switch threads only
   */
  public SimTrace(DeterministicExecution execution, EventSink sink) {
    this.execution = execution;
    this.sink = sink;
  }

  /**
   * How many steps were reported.
   *
   * @return the number so far
   */
  public long events() {
    return events;
  }

  /**
   * The probes of a stack.
   *
   * @param stack the stack's name, the first part of its objects' names
   * @return probes that report here
   */
  public Probes probes(String stack) {
    return new Probes(new Sink(stack));
  }

  private final class Sink implements ProbeSink {
    private final String stack;
    private final List<String> names = new ArrayList<>();

    Sink(String stack) {
      this.stack = stack;
    }

    @Override
    public int newObject(String kind) {
      int number = names.size() + 1;
      names.add(stack + "/" + kind + "/" + number);
      return number;
    }

    @Override
    public String name(int object) {
      return names.get(object - 1);
    }

    @Override
    public void hit(Probe probe, int object, long a, long b) {
      events++;
      if (sink != null) {
        sink.event(events, events, execution.currentName(), name(object), probe, a, b);
      }
      execution.switchPoint();
    }
  }
}
