package netmp.adversary;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import netmp.pcb.UdpDesign;
import netmp.probe.Probe;
import netmp.sockbuf.Design;
import netmp.trace.EventSink;
import netmp.validate.TraceEvent;
import netmp.workload.Recorders;
import netmp.workload.RunResult;
import netmp.workload.SimRun;
import netmp.workload.Workloads;

/** Total orders of events, object by object, in memory. One thread at a time. */
public final class ObjectTraces implements EventSink {

  private static final int CLIENTS = 2;
  private static final int MESSAGES = 4;

  private final int perKind;
  private final int perObject;
  private final SequencedMap<String, SequencedMap<String, List<TraceEvent>>> kinds =
      new LinkedHashMap<>();

  /** Tells objects of different runs apart. */
  private String run = "";

  /**
   * Nothing was kept yet.
   *
   * @param perKind objects of each kind and run that are kept, from 1
   * @param perObject events of each object that are kept, from 1; the first ones
   */
  public ObjectTraces(int perKind, int perObject) {
    this.perKind = perKind;
    this.perObject = perObject;
  }

  /**
   * Runs the small workloads with every design of socket buffers, each with a design of UDP, and
   * keeps what the probes report.
   *
   * @param seed repeats the runs
   * @throws IllegalStateException if a run is not good
   */
  public void ofSmallWorkloads(long seed) {
    for (String name : Workloads.SMALL) {
      Iterator<UdpDesign> udp = List.of(UdpDesign.values()).iterator();
      for (Design sockbuf : Design.values()) {
        run = name + "-" + sockbuf;
        RunResult result =
            SimRun.plain(Workloads.small(name, CLIENTS, MESSAGES), 2, seed, sockbuf, udp.next())
                .run(Recorders.of(this));
        if (!result.findings().isEmpty()) {
          throw new IllegalStateException(run + ": " + result.findings());
        }
      }
    }
  }

  @Override
  public void event(long n, long from, String thread, String object, Probe probe, long a, long b) {
    add(SpecJudge.traceEvent(n + 1, n, from, thread, object, probe, a, b));
  }

  /**
   * Keeps an event, if there is room.
   *
   * @param event of a total order
   */
  public void add(TraceEvent event) {
    SequencedMap<String, List<TraceEvent>> objects =
        kinds.computeIfAbsent(event.kind(), kind -> new LinkedHashMap<>());
    String object = run + " " + event.object();
    List<TraceEvent> events = objects.get(object);
    if (events == null) {
      long ofRun = objects.keySet().stream().filter(each -> each.startsWith(run + " ")).count();
      events = ofRun < perKind ? new ArrayList<>() : null;
      objects.put(object, events);
    }
    if (events != null && events.size() < perObject) {
      events.add(event);
    }
  }

  /**
   * The objects.
   *
   * @return kind to the events of each object of it
   */
  public SequencedMap<String, List<List<TraceEvent>>> byKind() {
    SequencedMap<String, List<List<TraceEvent>>> all = new LinkedHashMap<>();
    kinds.forEach(
        (kind, objects) ->
            all.put(kind, objects.values().stream().filter(events -> events != null).toList()));
    return all;
  }
}
