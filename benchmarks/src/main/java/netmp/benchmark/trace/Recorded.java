package netmp.benchmark.trace;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import netmp.pcb.UdpDesign;
import netmp.probe.Probe;
import netmp.sim.ScheduleChooser;
import netmp.sockbuf.Design;
import netmp.trace.EventSink;
import netmp.trace.TraceWriter;
import netmp.workload.Recorders;
import netmp.workload.RunResult;
import netmp.workload.SimRun;
import netmp.workload.Workload;

/** The trace of one run of the stack, to be written once or several times. */
final class Recorded implements EventSink {

  /** More than a stack of these workloads gives to its objects. */
  private static final int NUMBERS = 10_000;

  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final Workload workload;
  private final List<Event> events = new ArrayList<>();

  private record Event(long n, String thread, String object, Probe probe, long a, long b) {}

  private Recorded(Workload workload) {
    this.workload = workload;
  }

  /** Runs a workload on two CPUs, and keeps its trace. */
  static Recorded of(Workload workload) {
    Recorded recorded = new Recorded(workload);
    RunResult result =
        new SimRun(
                workload,
                2,
                1,
                ScheduleChooser.uniform(new SplittableRandom(1)),
                wire -> wire,
                true,
                Design.CUPHOLDER,
                UdpDesign.LOCAL_PORT,
                NO_LIMIT)
            .run(Recorders.of(recorded));
    if (!result.findings().isEmpty()) {
      throw new IllegalStateException(workload.name() + ": " + result.findings());
    }
    return recorded;
  }

  @Override
  public void event(long n, long from, String thread, String object, Probe probe, long a, long b) {
    events.add(new Event(n, thread, object, probe, a, b));
  }

  int size() {
    return events.size();
  }

  /**
   * Writes the run so many times, one behind the other, each with objects of its own, as if the
   * same stacks had gone on.
   */
  void write(int times, Path file) throws IOException {
    try (TraceWriter writer =
        new TraceWriter(
            new BufferedOutputStream(Files.newOutputStream(file)),
            new TraceWriter.Header(workload.name(), 1, false, 2))) {
      for (int time = 0; time < times; time++) {
        int moved = time * NUMBERS;
        Map<String, String> names = new HashMap<>();
        for (Event e : events) {
          long n = e.n + (long) time * events.size();
          String object = names.computeIfAbsent(e.object, name -> moved(name, moved));
          writer.event(n, n, e.thread, object, e.probe, e.a, e.b);
        }
      }
    }
  }

  private static String moved(String object, int by) {
    int number = object.lastIndexOf('/') + 1;
    int moved = Integer.parseInt(object.substring(number)) + by;
    return object.substring(0, number) + moved;
  }
}
