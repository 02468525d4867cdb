package netmp.jfr;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import netmp.probe.Probe;
import netmp.trace.EventSink;

/**
 * Makes a trace of a recording. One thread at a time. Keeps the steps in memory, for a recording
 * has them in no order.
 *
 * <p>The Flight Recorder drops events when its buffers are full. A trace with a hole says nothing,
 * so a recording that lacks a step is refused: by the recorder's own word, by a stamp that is
 * missing, or by the count at the end of each chunk.
 */
public final class JfrReader {

  private static final String DATA_LOSS = "jdk.DataLoss";

  private record RecordedProbe(String action, int arity) implements Probe {}

  private record Step(
      long n, long begin, String thread, String object, Probe probe, long first, long second) {}

  private final Path file;
  private final List<Step> steps = new ArrayList<>();
  private final Set<Integer> runs = new TreeSet<>();
  private final Map<Integer, Long> counts = new HashMap<>();
  private final Map<RecordedProbe, Probe> probes = new HashMap<>();
  private final Map<Long, String> threads = new HashMap<>();
  private long lostBytes;

  private JfrReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a recording and hands its steps on, by the begin of their intervals.
   *
   * @param file a recording with steps of one {@link JfrTrace}
   * @param sink receives the events, none if the recording is refused
   * @return how many
   * @throws IOException if the file cannot be read, is no recording, has no steps or those of
   *     several traces, or lacks a step; says which, and what to do
   */
  public static int read(Path file, EventSink sink) throws IOException {
    JfrReader reader = new JfrReader(file);
    reader.readAll();
    reader.checkComplete();
    for (Step step : reader.steps) {
      sink.event(step.n, step.begin, step.thread, step.object, step.probe, step.first, step.second);
    }
    return reader.steps.size();
  }

  private void readAll() throws IOException {
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        read(recording.readEvent());
      }
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + ": not a recording of the Flight Recorder: " + e, e);
    }
    steps.sort(Comparator.comparingLong(Step::n));
  }

  private void read(RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case StepEvent.NAME -> readStep(event);
      case StepCountEvent.NAME ->
          counts.merge(event.getInt("run"), event.getLong("count"), Math::max);
      case DATA_LOSS -> lostBytes += event.getLong("amount");
      default -> {}
    }
  }

  private void readStep(RecordedEvent event) {
    runs.add(event.getInt("run"));
    RecordedProbe probe = new RecordedProbe(event.getString("action"), event.getInt("arity"));
    steps.add(
        new Step(
            event.getLong("stamp"),
            event.getLong("begin"),
            name(event.getThread()),
            event.getString("object"),
            probes.computeIfAbsent(probe, same -> same),
            event.getLong("first"),
            event.getLong("second")));
  }

  /** The thread's name; with its number if another thread has the same, or it has none. */
  private String name(RecordedThread thread) {
    return threads.computeIfAbsent(
        thread.getJavaThreadId(),
        id -> {
          String name = thread.getJavaName() == null ? "" : thread.getJavaName();
          return name.isEmpty() || threads.containsValue(name) ? name + "#" + id : name;
        });
  }

  private void checkComplete() throws IOException {
    if (lostBytes > 0) {
      throw new IOException(
          "%s: the Flight Recorder has dropped %,d bytes of events; give it larger buffers"
              .formatted(file, lostBytes));
    }
    if (steps.isEmpty()) {
      throw new IOException(
          "%s: there is no event %s; record a program whose probes are of a JfrTrace"
              .formatted(file, StepEvent.NAME));
    }
    if (runs.size() > 1) {
      throw new IOException(
          file + ": steps of the traces " + runs + "; make a recording for each JfrTrace");
    }
    checkStamps();
    steps.sort(Comparator.comparingLong(Step::begin).thenComparingLong(Step::n));
  }

  /** Every stamp up to the count is there, once. */
  private void checkStamps() throws IOException {
    long expected = 1;
    for (Step step : steps) {
      if (step.n != expected) {
        throw hole(expected, step.n - 1);
      }
      expected++;
    }
    long count = counts.getOrDefault(runs.iterator().next(), -1L);
    if (count < 0) {
      throw new IOException(
          "%s: there is no event %s, so its end is not known; enable it in the recording"
              .formatted(file, StepCountEvent.NAME));
    }
    if (count >= expected) {
      throw hole(expected, count);
    }
  }

  private IOException hole(long from, long to) {
    String which =
        from == 1
            ? "; start the recording before the program makes its first step, and keep all of it"
            : "; stop the recording when the threads have ended, and give it larger buffers";
    return new IOException(file + ": the steps " + from + " to " + to + " are missing" + which);
  }
}
