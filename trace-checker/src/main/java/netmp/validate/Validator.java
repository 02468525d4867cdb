package netmp.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import netmp.validate.RestingObjects.Rest;

/**
 * Judges one trace as its events come. Memory is bounded by the objects that are under way and by
 * how far their specifications leave their state open, however long the trace is; an object that no
 * event has come of for long needs a few bytes. One thread at a time.
 */
public final class Validator {

  /** How many objects may be at hand before others come to rest. */
  private static final int MAX_AWAKE = 1 << 12;

  /** Objects that are looked at, whether they can rest, for one that comes up. */
  private static final int LOOKED_AT = 2;

  private final Catalogue catalogue;
  private final TraceHeader header;

  /** Null if nobody observes. */
  private final StateObserver observer;

  private final int maxAwake;
  private final RestingObjects resting = new RestingObjects();

  /** The objects at hand, by when they were looked at last. */
  private final LinkedHashMap<String, Tracked> objects = new LinkedHashMap<>(16, 0.75f, true);

  private int widestAtRest;
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

    /** Where it stands; null if there is more to say about it. */
    Rest rest(long before) throws UndecidedException {
      List<List<Configuration>> ways = new ArrayList<>(tracks.size());
      for (Track track : tracks) {
        List<Configuration> rested = track.frontier.rest(before);
        if (rested == null) {
          return null;
        }
        ways.add(rested);
      }
      return new Rest(kind, ways);
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
    this(catalogue, header, observer, MAX_AWAKE);
  }

  /**
   * Nothing was judged yet.
   *
   * @param maxAwake how many objects may be at hand
   */
  Validator(Catalogue catalogue, TraceHeader header, StateObserver observer, int maxAwake) {
    this.catalogue = catalogue;
    this.header = header;
    this.observer = observer;
    this.maxAwake = maxAwake;
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
    if (object == null) {
      Rest rest = resting.get(event.object());
      if (Rest.END.equals(rest)) {
        refusal = refusalAfterTheEnd(event);
        return false;
      }
      object = rest == null ? track(event) : wake(event, rest);
      letOthersRest(event.from());
      objects.put(event.object(), object);
    }
    object.last = event;
    judge(object, event);
    if (refusal == null && object.isRetired()) {
      rest(event.object(), object, Rest.END);
    }
    return refusal == null;
  }

  private Tracked wake(TraceEvent event, Rest rest) {
    Tracked object = track(event);
    for (int i = 0; i < object.tracks.size(); i++) {
      object.tracks.get(i).frontier.resume(rest.ways().get(i));
    }
    resting.remove(event.object());
    return object;
  }

  /**
   * Looks whether those can rest that were looked at longest ago. What is wrong with one of them
   * comes out with its own next event, or at the end, as if nobody had looked.
   */
  private void letOthersRest(long before) {
    for (int i = 0; i < LOOKED_AT && objects.size() >= maxAwake; i++) {
      String eldest = objects.firstEntry().getKey();
      Tracked object = objects.get(eldest);
      Rest rest = restIfDecided(object, before);
      if (rest != null) {
        rest(eldest, object, rest);
      }
    }
  }

  private static Rest restIfDecided(Tracked object, long before) {
    try {
      return object.rest(before);
    } catch (UndecidedException e) {
      return null;
    }
  }

  /** Forgets an object, but for where it stands. */
  private void rest(String name, Tracked object, Rest rest) {
    objects.remove(name);
    resting.add(name, rest);
    widestAtRest = Math.max(widestAtRest, object.widest());
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
    for (Tracked object : inOrder()) {
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
    for (Tracked object : inOrder()) {
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

  /** The objects at hand, by their last events: it is the same order whoever rests. */
  private List<Tracked> inOrder() {
    return objects.values().stream()
        .sorted(Comparator.comparingLong(object -> object.last.line()))
        .toList();
  }

  /** The line of the last event of an object at hand. */
  long lastLine(String object) {
    return objects.get(object).last.line();
  }

  /** Why the trace is refused. */
  Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Steps of specifications taken. */
  long steps() {
    return steps;
  }

  /** For tests: objects at hand. */
  int held() {
    return objects.size();
  }

  /** Objects seen. */
  int objects() {
    return resting.count() + objects.size();
  }

  /** The greatest number of states an object could be in at one time. */
  int widest() {
    return objects.values().stream().mapToInt(Tracked::widest).reduce(widestAtRest, Math::max);
  }
}
