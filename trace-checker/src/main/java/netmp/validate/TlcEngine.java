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
import java.util.stream.IntStream;
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

  @Override
  public Validation validate(TraceReader trace) throws IOException, UndecidedException {
    SequencedMap<String, ObjectTrace> subjects = new LinkedHashMap<>();
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
    for (ObjectTrace subject : subjects.values()) {
      refusal(subject, check(List.of(subject), trace.header().totalOrder()).getFirst())
          .ifPresent(refusals::add);
    }
    Optional<Refusal> first =
        refusals.stream().min(Comparator.comparingLong(refusal -> refusal.event().line()));
    return first.isPresent()
        ? Validation.refused(trace.header(), count, first.get())
        : new Validation(
            trace.header(),
            count,
            Math.toIntExact(
                subjects.values().stream()
                    .map(s -> s.events().getFirst().object())
                    .distinct()
                    .count()),
            subjects.values().stream().mapToLong(s -> s.events().size()).sum(),
            0,
            Optional.empty());
  }

  private void assign(TraceEvent event, Map<String, ObjectTrace> subjects) {
    for (ObjectSpec spec : catalogue.ofKind(event.kind())) {
      if (catalogue.actions(spec).containsKey(event.action())) {
        subjects
            .computeIfAbsent(
                event.object() + " " + spec.name(), key -> new ObjectTrace(spec, new ArrayList<>()))
            .events()
            .add(event);
      }
    }
  }

  private static Optional<Refusal> refusal(ObjectTrace trace, Optional<TraceEvent> left) {
    return left.map(
        event ->
            new Refusal(
                event,
                trace.spec().name(),
                trace.spec().name() + " does not allow " + event.label() + " here",
                List.of()));
  }

  /**
   * Looks for traces of one specification, all by one run of TLC.
   *
   * @param traces the traces, from one on
   * @param totalOrder whether their events are in the order in which they happened
   * @return for each the earliest step that TLC did not come to; empty if it came to the end
   * @throws IOException if the specification cannot be read
   * @throws UndecidedException if TLC cannot decide
   */
  List<Optional<TraceEvent>> check(List<ObjectTrace> traces, boolean totalOrder)
      throws IOException, UndecidedException {
    ObjectSpec spec = traces.getFirst().spec();
    List<List<List<TraceEvent>>> threads =
        traces.stream().map(trace -> threads(trace, totalOrder)).toList();
    TlcTrace.Outcome outcome =
        TlcRun.traces(
            catalogue.tree(),
            module(spec),
            cfg(Files.readString(spec.cfg()), traces.size()),
            threads.stream().map(TlcEngine::tlcTrace).toList());
    Verdict verdict = outcome.result().verdict();
    if (verdict == Verdict.EVALUATION_ERROR && traces.size() > 1) {
      return checkByHalves(traces, totalOrder);
    }
    if (verdict != Verdict.OK && verdict != Verdict.EVALUATION_ERROR) {
      throw new UndecidedException(
          "TLC on %s, %s: %s"
              .formatted(
                  spec.name(),
                  traces.getFirst().events().getFirst().object(),
                  outcome.result().message()));
    }
    List<Optional<TraceEvent>> left = new ArrayList<>();
    for (int i = 0; i < traces.size(); i++) {
      left.add(firstLeft(threads.get(i), outcome.taken().get(i)));
    }
    return left;
  }

  /** TLC has given up because of one of the traces, and nobody knows of which. */
  private List<Optional<TraceEvent>> checkByHalves(List<ObjectTrace> traces, boolean totalOrder)
      throws IOException, UndecidedException {
    int half = traces.size() / 2;
    List<Optional<TraceEvent>> left = new ArrayList<>(check(traces.subList(0, half), totalOrder));
    left.addAll(check(traces.subList(half, traces.size()), totalOrder));
    return left;
  }

  private static List<List<TraceEvent>> threads(ObjectTrace trace, boolean totalOrder) {
    if (totalOrder) {
      return List.of(trace.events());
    }
    return List.copyOf(
        trace.events().stream()
            .collect(
                Collectors.groupingBy(TraceEvent::thread, LinkedHashMap::new, Collectors.toList()))
            .values());
  }

  private static TlcTrace tlcTrace(List<List<TraceEvent>> threads) {
    return new TlcTrace(
        threads.stream().map(t -> t.stream().map(TlcEngine::event).toList()).toList());
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

  private static String cfg(String ofSpec, int traces) {
    String numbers =
        IntStream.rangeClosed(1, traces)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", ", "{", "}"));
    return SPECIFICATION.matcher(ofSpec).replaceAll("INIT TraceInit\nNEXT TraceNext")
        + "\nCONSTRAINT TraceConstraint\nCONSTANT TraceNumbers = "
        + numbers
        + "\n";
  }

  private String module(ObjectSpec spec) {
    String cases =
        catalogue.actions(spec).entrySet().stream()
            .map(action -> branch(action.getKey(), action.getValue()))
            .collect(Collectors.joining("\n        [] "));
    // The operators that are TRUE, "" and 0 here are implemented in Java.
    return """
    ---- MODULE %s ----
    EXTENDS %s, Naturals
    CONSTANT TraceNumbers
    VARIABLE traceNumber, traceTaken
    TraceThreads(i) == 0
    TraceReady(i, t, taken) == TRUE
    TraceAction(i, t, k) == ""
    TraceArgument(i, t, k, p) == 0
    TraceProgress(i, taken) == TRUE
    TraceInit ==
      /\\ Init
      /\\ traceNumber \\in TraceNumbers
      /\\ traceTaken = [t \\in 1..TraceThreads(traceNumber) |-> 0]
    TraceNext == \\E t \\in DOMAIN traceTaken :
      /\\ TraceReady(traceNumber, t, traceTaken)
      /\\ traceTaken' = [traceTaken EXCEPT ![t] = @ + 1]
      /\\ traceNumber' = traceNumber
      /\\ CASE %s
    TraceConstraint == TraceProgress(traceNumber, traceTaken)
    ====
    """
        .formatted(TlcTrace.MODULE, spec.module(), cases);
  }

  private static String branch(String action, int arity) {
    String step = "traceNumber, t, traceTaken[t] + 1";
    List<String> arguments = new ArrayList<>();
    for (int i = 1; i <= arity; i++) {
      arguments.add("TraceArgument(" + step + ", " + i + ")");
    }
    String call = arity == 0 ? action : action + "(" + String.join(", ", arguments) + ")";
    return "TraceAction(" + step + ") = \"" + action + "\" -> " + call;
  }
}
