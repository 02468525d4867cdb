package netmp.validate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks through the states of the specifications as the events come. Memory is bounded by the
 * objects and by how far their specifications leave their state open, however long the trace is.
 */
public final class StreamEngine implements Engine {

  private final Catalogue catalogue;

  /**
   * An engine.
   *
   * @param catalogue the specifications; used by one engine at a time
   */
  public StreamEngine(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public Validation validate(TraceReader trace) throws IOException, UndecidedException {
    Run run = new Run(trace.header());
    for (TraceEvent event = trace.next(); event != null; event = trace.next()) {
      run.take(event);
      if (run.refusal != null) {
        return run.result();
      }
    }
    run.end();
    return run.result();
  }

  /** An object as one specification sees it. */
  private record Track(ObjectSpec spec, Frontier frontier) {}

  /** One trace. */
  private final class Run {
    private final TraceHeader header;
    private final Map<String, List<Track>> tracks = new LinkedHashMap<>();
    private long events;
    private long steps;
    private Refusal refusal;

    Run(TraceHeader header) {
      this.header = header;
    }

    void take(TraceEvent event) throws UndecidedException {
      events++;
      Optional<String> unknown = catalogue.findUnknown(event);
      if (unknown.isPresent()) {
        refusal = new Refusal(event, "", unknown.get(), List.of());
        return;
      }
      for (Track track : tracksOf(event)) {
        if (refusal == null && catalogue.takes(track.spec, event)) {
          steps++;
          judge(track, track.frontier.take(event));
        }
      }
    }

    void end() throws UndecidedException {
      for (List<Track> all : tracks.values()) {
        for (Track track : all) {
          if (refusal == null) {
            judge(track, track.frontier.end());
          }
        }
      }
    }

    private void judge(Track track, TraceEvent refused) {
      if (refused != null) {
        refusal =
            new Explainer(track.spec, catalogue.stepper(track.spec))
                .refusal(refused, track.frontier);
      }
    }

    private List<Track> tracksOf(TraceEvent event) {
      List<Track> known = tracks.get(event.object());
      if (known == null) {
        known = new ArrayList<>();
        for (ObjectSpec spec : catalogue.ofKind(event.kind())) {
          known.add(new Track(spec, new Frontier(catalogue.stepper(spec), header.totalOrder())));
        }
        tracks.put(event.object(), known);
      }
      return known;
    }

    Validation result() {
      int widest =
          tracks.values().stream()
              .flatMap(List::stream)
              .mapToInt(track -> track.frontier.widest())
              .max()
              .orElse(0);
      return new Validation(
          header, events, tracks.size(), steps, widest, Optional.ofNullable(refusal));
    }
  }
}
