package netmp.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import netmp.report.Report.Diagram;
import netmp.tlc.SpecState;
import netmp.validate.Catalogue;
import netmp.validate.ObjectSpec;
import netmp.validate.StateObserver;
import netmp.validate.TraceEvent;
import netmp.validate.TraceReader;
import netmp.validate.UndecidedException;
import netmp.validate.Validation;
import netmp.validate.Validator;

/**
 * The events of a part of a trace, and the values of all variables after each of them. Values are
 * numbers of strings that are kept once, and equal states share them: a trace goes through few
 * states. One thread at a time.
 */
public final class Recording implements StateObserver {

  /** Values of a variable that are shown where the state is open. */
  private static final int SHOWN = 6;

  /** A step of a specification. */
  static final class Step {
    /** Line of the event. */
    final long line;

    /** Number of each variable's value after it; shared between equal states. */
    final int[] values;

    /** How many states are possible after it. */
    final int states;

    Step(long line, int[] values, int states) {
      this.line = line;
      this.values = values;
      this.states = states;
    }
  }

  /** An object as one specification sees it. */
  static final class Track {
    final String object;
    final ObjectSpec spec;
    final List<Step> steps = new ArrayList<>();

    /** The values before the first of the steps. */
    private int[] before;

    Track(String object, ObjectSpec spec, int[] before) {
      this.object = object;
      this.spec = spec;
      this.before = before;
    }

    int[] before() {
      return before;
    }
  }

  private record Key(String object, String spec) {}

  private record State(String spec, long fingerprint) {}

  private final Catalogue catalogue;
  private final long from;
  private final List<TraceEvent> events = new ArrayList<>();
  private final Map<Key, Track> tracks = new LinkedHashMap<>();
  private final Map<String, List<String>> variables = new LinkedHashMap<>();
  private final Map<State, int[]> known = new HashMap<>();
  private final Interned values = new Interned();

  private Recording(Catalogue catalogue, long from) {
    this.catalogue = catalogue;
    this.from = from;
  }

  /**
   * Judges a trace and records a part of it.
   *
   * @param title of the diagram
   * @param trace from its first event on; not closed
   * @param catalogue the specifications; used by one recording at a time
   * @param from line of the first event to record
   * @param to line of the last event to record; nothing is read after it
   * @return the part, to be drawn
   * @throws IOException if the trace is malformed or cannot be read
   * @throws UndecidedException if the validator meets one of its limits
   */
  public static Diagram read(
      String title, TraceReader trace, Catalogue catalogue, long from, long to)
      throws IOException, UndecidedException {
    Recording recording = new Recording(catalogue, from);
    Validator validator = new Validator(catalogue, trace.header(), recording);
    for (TraceEvent e = trace.next(); e != null && e.line() <= to; e = trace.next()) {
      recording.add(e);
      validator.take(e);
    }
    Validation validation = validator.end();
    // Stamps are an order that the intervals allow, and the one in which steps are judged.
    recording.events.sort(Comparator.comparingLong(TraceEvent::n));
    return new Diagram(
        title,
        recording.events.size(),
        validation.refusal().map(refusal -> refusal.event().line()).orElse(0L),
        TraceData.encode(recording, validation));
  }

  /** An event, before the validator takes it. */
  private void add(TraceEvent event) {
    if (event.line() >= from) {
      events.add(event);
    }
  }

  @Override
  public void after(TraceEvent event, ObjectSpec spec, List<SpecState> states) {
    Track track =
        tracks.computeIfAbsent(
            new Key(event.object(), spec.name()),
            key ->
                new Track(event.object(), spec, values(spec, catalogue.stepper(spec).initial())));
    int[] after = values(spec, states);
    if (event.line() >= from) {
      track.steps.add(new Step(event.line(), after, states.size()));
    } else if (track.steps.isEmpty()) {
      track.before = after;
    }
  }

  private int[] values(ObjectSpec spec, List<SpecState> states) {
    if (states.size() == 1) {
      return values(spec, states.getFirst());
    }
    List<int[]> all = states.stream().map(state -> values(spec, state)).toList();
    int[] joined = new int[all.getFirst().length];
    for (int i = 0; i < joined.length; i++) {
      joined[i] = join(all, i);
    }
    return joined;
  }

  private int[] values(ObjectSpec spec, SpecState state) {
    return known.computeIfAbsent(
        new State(spec.name(), state.fingerprint()),
        key -> {
          Map<String, String> all = state.values();
          variables.computeIfAbsent(spec.name(), name -> List.copyOf(all.keySet()));
          return all.values().stream().mapToInt(values::number).toArray();
        });
  }

  /** What a variable may be, as one value. */
  private int join(List<int[]> states, int variable) {
    Set<String> different = new LinkedHashSet<>();
    for (int[] state : states) {
      different.add(values.all().get(state[variable]));
    }
    List<String> shown = different.stream().sorted().limit(SHOWN).toList();
    String rest = different.size() > SHOWN ? " or ..." : "";
    return values.number(String.join(" or ", shown) + rest);
  }

  List<TraceEvent> events() {
    return events;
  }

  /** The objects of the events, as far as a specification has taken a step on them. */
  List<Track> tracks() {
    Set<String> objects = events.stream().map(TraceEvent::object).collect(Collectors.toSet());
    return tracks.values().stream().filter(track -> objects.contains(track.object)).toList();
  }

  /** Names of the variables of a specification of which there is a track. */
  List<String> variables(String spec) {
    return variables.get(spec);
  }

  List<String> values() {
    return values.all();
  }
}
