package netmp.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Judges one trace as its events come. Memory is bounded by the objects and by how far their
 * specifications leave their state open, however long the trace is. One thread at a time.
 */
public final class Validator {

  private final Catalogue catalogue;
  private final TraceHeader header;

  /** Null if nobody observes. */
  private final StateObserver observer;

  private final RetiredObjects retired;

  private final Map<String, Tracked> objects = new LinkedHashMap<>();
  private int retiredCount;
  private int widestRetired;
  private long events;
  private long steps;
  private Refusal refusal;

  /** An object as one specification sees it. */
  private record Track(ObjectSpec spec, Frontier frontier) {}

  /** An object, as the specifications of its kind see it, in their order. */
  private static final class Tracked {
    private final String kind;
    private final List<Track> tracks;
    private TraceEvent last;

    Tracked(String kind, List<Track> tracks) {
      this.kind = kind;
      this.tracks = tracks;
    }

    /** Whether all specifications say that no step may follow, and that none is missing. */
    boolean isRetired() {
      for (Track track : tracks) {
        if (!track.frontier.isRetired() || !track.frontier.isSettled()) {
          return false;
        }
      }
      return true;
    }

    int widest() {
      return tracks.stream().mapToInt(track -> track.frontier.widest()).max().orElse(0);
    }
  }

  /**
   * Nothing was judged yet.
   *
   * @param catalogue the specifications; used by one validator at a time
   * @param header the first line of the trace
   */
  public Validator(Catalogue catalogue, TraceHeader header) {
    this(catalogue, header, null);
  }

  /**
   * Nothing was judged yet.
   *
   * @param catalogue the specifications; used by one validator at a time
   * @param header the first line of the trace
   * @param observer is told of every step; null if nobody wants to know
   */
  public Validator(Catalogue catalogue, TraceHeader header, StateObserver observer) {
    this(catalogue, header, observer, new RetiredObjects());
  }

  /**
   * Nothing was judged yet.
   *
   * @param retired the objects that have come to their end in this trace, whoever judged them
   */
  Validator(
      Catalogue catalogue, TraceHeader header, StateObserver observer, RetiredObjects retired) {
    this.catalogue = catalogue;
    this.header = header;
    this.observer = observer;
    this.retired = retired;
  }

  /**
   * Judges the next event. Nothing is judged after a refusal.
   *
   * @param event the event
   * @return false if the trace is refused
   * @throws UndecidedException if a limit is met
   */
  public boolean take(TraceEvent event) throws UndecidedException {
    if (refusal != null) {
      return false;
    }
    events++;
    Tracked object = objects.get(event.object());
    if (object == null && retired.has(event.object())) {
      refusal = refusalAfterTheEnd(event);
      return false;
    }
    if (object == null) {
      object = track(event);
      objects.put(event.object(), object);
    }
    object.last = event;
    judge(object, event);
    if (refusal == null && object.isRetired()) {
      retire(event.object(), object);
    }
    return refusal == null;
  }

  private void judge(Tracked object, TraceEvent event) throws UndecidedException {
    Catalogue.Takers takers = catalogue.takers(object.kind, event.action());
    Optional<String> unknown = takers.whyUnknown(event);
    if (unknown.isPresent()) {
      refusal = new Refusal(event, "", unknown.get(), List.of());
    }
    for (int i = 0; i < object.tracks.size() && refusal == null; i++) {
      if (takers.takes(i)) {
        Track track = object.tracks.get(i);
        steps++;
        judge(track, track.frontier.take(event));
      }
    }
  }

  private Refusal refusalAfterTheEnd(TraceEvent event) {
    Catalogue.Takers takers = catalogue.takers(event.kind(), event.action());
    List<ObjectSpec> specs = catalogue.ofKind(event.kind());
    String spec =
        IntStream.range(0, specs.size())
            .filter(takers::takes)
            .mapToObj(i -> specs.get(i).name())
            .findFirst()
            .orElse("");
    return new Refusal(event, spec, "the object was at its end before", List.of());
  }

  /** Forgets an object of which no more events will come, but for its name. */
  private void retire(String name, Tracked object) {
    objects.remove(name);
    retired.add(name);
    retiredCount++;
    widestRetired = Math.max(widestRetired, object.widest());
  }

  private Tracked track(TraceEvent event) {
    List<Track> tracks = new ArrayList<>();
    for (ObjectSpec spec : catalogue.ofKind(event.kind())) {
      tracks.add(new Track(spec, frontier(spec)));
    }
    return new Tracked(event.kind(), tracks);
  }

  private Frontier frontier(ObjectSpec spec) {
    return new Frontier(
        catalogue.automaton(spec),
        header.totalOrder(),
        observer == null ? null : (event, states) -> observer.after(event, spec, states));
  }

  private void judge(Track track, TraceEvent refused) {
    if (refused != null) {
      refusal =
          new Explainer(track.spec, catalogue.stepper(track.spec)).refusal(refused, track.frontier);
    }
  }

  /**
   * Judges the trace as a whole: no more events will come.
   *
   * @return the judgement
   * @throws UndecidedException if a limit is met
   */
  public Validation end() throws UndecidedException {
    for (Tracked object : objects.values()) {
      for (Track track : object.tracks) {
        if (refusal == null) {
          judge(track, track.frontier.end());
        }
      }
    }
    return refusal == null
        ? new Validation(header, events, objects(), steps, widest(), Optional.empty())
        : Validation.refused(header, events, refusal);
  }

  /**
   * Judges the trace as a whole, that of a run which has come to its end: what a specification
   * demands at last ({@code Settled}: messages got, waits ended, frames sent) must hold, too.
   *
   * @return the judgement
   * @throws UndecidedException if a limit is met
   */
  public Validation endOfRun() throws UndecidedException {
    end();
    for (Tracked object : objects.values()) {
      for (Track track : object.tracks) {
        if (refusal == null && !track.frontier.isSettled()) {
          refusal =
              new Explainer(track.spec, catalogue.stepper(track.spec))
                  .unsettled(object.last, track.frontier);
        }
      }
    }
    return end();
  }

  /** Why the trace is refused. */
  Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Steps of specifications taken. */
  long steps() {
    return steps;
  }

  /** For tests: objects that are not forgotten. */
  int held() {
    return objects.size();
  }

  private int objects() {
    return retiredCount + objects.size();
  }

  /** The greatest number of states an object could be in at one time. */
  int widest() {
    return objects.values().stream().mapToInt(Tracked::widest).reduce(widestRetired, Math::max);
  }
}
