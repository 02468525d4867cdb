package netmp.validate;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import netmp.tlc.TlcRun;
import netmp.tlc.TlcTrace;
import netmp.tlc.Verdict;

/**
 * Plain TLC on a trace specification, one run for every object and specification. The reference for
 * {@link StreamEngine}: another search, with TLC's own breadth-first exploration. Keeps the trace
 * in memory, so it is for short ones.
 *
 * <p>TLC gives up at the first state in which an action cannot be evaluated. That is a refusal, as
 * it is for {@link StreamEngine}; but if the object could be in other states too, they are not
 * looked at any more.
 */
public final class TlcEngine implements Engine {

  private static final Pattern SPECIFICATION = Pattern.compile("(?m)^\\s*SPECIFICATION\\s+\\w+");

  private final Catalogue catalogue;

  /**
   * An engine.
   *
   * @param catalogue the specifications; used by one engine at a time
   */
  public TlcEngine(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** What one specification has to say about one object. */
  private record Subject(ObjectSpec spec, List<TraceEvent> events) {}

  @Override
  public Validation validate(TraceReader trace) throws IOException, UndecidedException {
    SequencedMap<String, Subject> subjects = new LinkedHashMap<>();
    List<Refusal> refusals = new ArrayList<>();
    long count = 0;
    for (TraceEvent event = trace.next(); event != null; event = trace.next()) {
      count++;
      Optional<String> unknown = catalogue.takers(event.kind(), event.action()).whyUnknown(event);
      if (unknown.isPresent()) {
        refusals.add(new Refusal(event, "", unknown.get(), List.of()));
        break;
      }
      assign(event, subjects);
    }
    for (Subject subject : subjects.values()) {
      check(subject, trace.header().totalOrder()).ifPresent(refusals::add);
    }
    return new Validation(
        trace.header(),
        count,
        Math.toIntExact(
            subjects.values().stream().map(s -> s.events.getFirst().object()).distinct().count()),
        subjects.values().stream().mapToLong(s -> s.events.size()).sum(),
        0,
        refusals.stream().min(Comparator.comparingLong(refusal -> refusal.event().line())));
  }

  private void assign(TraceEvent event, Map<String, Subject> subjects) {
    for (ObjectSpec spec : catalogue.ofKind(event.kind())) {
      if (catalogue.actions(spec).containsKey(event.action())) {
        subjects
            .computeIfAbsent(
                event.object() + " " + spec.name(), key -> new Subject(spec, new ArrayList<>()))
            .events
            .add(event);
      }
    }
  }

  private Optional<Refusal> check(Subject subject, boolean totalOrder)
      throws IOException, UndecidedException {
    List<List<TraceEvent>> threads =
        totalOrder
            ? List.of(subject.events)
            : List.copyOf(
                subject.events.stream()
                    .collect(
                        Collectors.groupingBy(
                            TraceEvent::thread, LinkedHashMap::new, Collectors.toList()))
                    .values());
    TlcTrace trace =
        new TlcTrace(threads.stream().map(t -> t.stream().map(TlcEngine::event).toList()).toList());
    String cfg = cfg(Files.readString(subject.spec.cfg()));
    TlcTrace.Outcome outcome =
        TlcRun.trace(catalogue.tree(), module(subject.spec, threads.size()), cfg, trace);
    Verdict verdict = outcome.result().verdict();
    if (verdict != Verdict.OK && verdict != Verdict.EVALUATION_ERROR) {
      throw new UndecidedException(
          "TLC on %s, %s: %s"
              .formatted(
                  subject.spec.name(),
                  subject.events.getFirst().object(),
                  outcome.result().message()));
    }
    return firstLeft(threads, outcome.taken())
        .map(
            left ->
                new Refusal(
                    left,
                    subject.spec.name(),
                    subject.spec.name() + " does not allow " + left.label() + " here",
                    List.of()));
  }

  private static TlcTrace.Event event(TraceEvent event) {
    return new TlcTrace.Event(event.n(), event.from(), event.action(), event.arguments());
  }

  /** The earliest step that TLC did not come to. */
  private static Optional<TraceEvent> firstLeft(
      List<List<TraceEvent>> threads, List<Integer> taken) {
    List<TraceEvent> left = new ArrayList<>();
    for (int thread = 0; thread < threads.size(); thread++) {
      List<TraceEvent> all = threads.get(thread);
      left.addAll(all.subList(taken.get(thread), all.size()));
    }
    return left.stream().min(Comparator.comparingLong(TraceEvent::n));
  }

  private static String cfg(String ofSpec) {
    return SPECIFICATION.matcher(ofSpec).replaceAll("INIT TraceInit\nNEXT TraceNext")
        + "\nCONSTRAINT TraceConstraint\n";
  }

  private String module(ObjectSpec spec, int threads) {
    String cases =
        catalogue.actions(spec).entrySet().stream()
            .map(action -> branch(action.getKey(), action.getValue()))
            .collect(Collectors.joining("\n        [] "));
    // The operators that are TRUE, "" and 0 here are implemented in Java.
    return """
    ---- MODULE %s ----
    EXTENDS %s, Naturals
    VARIABLE traceTaken
    TraceThread == 1..%d
    TraceReady(t, taken) == TRUE
    TraceAction(t, i) == ""
    TraceArgument(t, i, k) == 0
    TraceProgress(taken) == TRUE
    TraceInit == Init /\\ traceTaken = [t \\in TraceThread |-> 0]
    TraceNext == \\E t \\in TraceThread :
      /\\ TraceReady(t, traceTaken)
      /\\ traceTaken' = [traceTaken EXCEPT ![t] = @ + 1]
      /\\ CASE %s
    TraceConstraint == TraceProgress(traceTaken)
    ====
    """
        .formatted(TlcTrace.MODULE, spec.module(), threads, cases);
  }

  private static String branch(String action, int arity) {
    List<String> arguments = new ArrayList<>();
    for (int i = 1; i <= arity; i++) {
      arguments.add("TraceArgument(t, traceTaken[t] + 1, " + i + ")");
    }
    String call = arity == 0 ? action : action + "(" + String.join(", ", arguments) + ")";
    return "TraceAction(t, traceTaken[t] + 1) = \"" + action + "\" -> " + call;
  }
}
