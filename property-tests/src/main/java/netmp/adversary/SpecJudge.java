package netmp.adversary;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import netmp.model.Specifications;
import netmp.probe.Probe;
import netmp.tlc.SpecState;
import netmp.trace.TraceWriter;
import netmp.validate.Catalogue;
import netmp.validate.ObjectSpec;
import netmp.validate.Refusal;
import netmp.validate.StateObserver;
import netmp.validate.TraceEvent;
import netmp.validate.TraceHeader;
import netmp.validate.UndecidedException;
import netmp.validate.Validator;

/** Judges what episodes report by the specifications. One thread and one episode at a time. */
public final class SpecJudge implements EpisodeRun.Judge, AutoCloseable {

  private final Specifications specifications;
  private final Catalogue catalogue;

  /** Null if nobody observes. */
  private final StateObserver observer;

  private final boolean tellsStates;

  /**
   * Opens the specifications.
   *
   * @throws IOException if they cannot be read
   */
  public SpecJudge() throws IOException {
    this(null, false);
  }

  /**
   * Opens the specifications.
   *
   * @param observer is told of every step, by the thread that judges; null if nobody wants to know
   * @throws IOException if they cannot be read
   */
  public SpecJudge(StateObserver observer) throws IOException {
    this(observer, false);
  }

  private SpecJudge(StateObserver observer, boolean tellsStates) throws IOException {
    this.observer = observer;
    this.tellsStates = tellsStates;
    specifications = Specifications.ofClassPath();
    catalogue = Catalogue.of(specifications);
  }

  /**
   * Opens the specifications, to tell also which states an episode visited.
   *
   * @return the judge
   * @throws IOException if they cannot be read
   */
  public static SpecJudge thatTellsStates() throws IOException {
    return new SpecJudge(null, true);
  }

  @Override
  public EpisodeRun.Judgement open(TraceWriter.Header header) {
    return new AsItHappens(header);
  }

  /**
   * What a probe reported as a line of a trace would say it.
   *
   * @param line of the trace file, from 1
   * @param n as of {@link netmp.trace.EventSink#event}
   * @param from as there
   * @param thread as there
   * @param object as there
   * @param probe as there
   * @param a as there
   * @param b as there
   * @return the event
   */
  public static TraceEvent traceEvent(
      long line, long n, long from, String thread, String object, Probe probe, long a, long b) {
    List<Integer> arguments =
        switch (probe.arity()) {
          case 0 -> List.of();
          case 1 -> List.of(Math.toIntExact(a));
          default -> List.of(Math.toIntExact(a), Math.toIntExact(b));
        };
    return new TraceEvent(line, n, from, thread, object, probe.action(), arguments);
  }

  private static List<String> undecided(UndecidedException e) {
    return List.of("undecided: " + e.getMessage());
  }

  @Override
  public void close() {
    specifications.close();
  }

  /** Judges the events of a run while it goes on, with no text between. */
  private final class AsItHappens implements EpisodeRun.Judgement {
    private final Set<Long> visited = new HashSet<>();
    private final Validator validator;
    private UndecidedException undecided;

    AsItHappens(TraceWriter.Header header) {
      validator =
          new Validator(
              catalogue,
              new TraceHeader(
                  header.workload(),
                  header.seed(),
                  header.real() ? "real" : "sim",
                  !header.real(),
                  header.cpus()),
              tellsStates ? this::visit : observer);
    }

    private void visit(TraceEvent event, ObjectSpec spec, List<SpecState> states) {
      long ofSpec = spec.name().hashCode();
      states.forEach(state -> visited.add(state.rebasedFingerprint() ^ ofSpec << Integer.SIZE));
    }

    @Override
    public Set<Long> visited() {
      return visited;
    }

    @Override
    public void event(
        long n, long from, String thread, String object, Probe probe, long a, long b) {
      if (undecided != null) {
        return;
      }
      try {
        // The line of the trace file, which begins with a header.
        validator.take(traceEvent(n + 1, n, from, thread, object, probe, a, b));
      } catch (UndecidedException e) {
        undecided = e;
      }
    }

    @Override
    public List<String> findings() {
      try {
        return undecided == null
            ? validator.end().refusal().map(Refusal::text).stream().toList()
            : undecided(undecided);
      } catch (UndecidedException e) {
        return undecided(e);
      }
    }
  }
}
