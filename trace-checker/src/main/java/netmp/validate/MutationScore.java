package netmp.validate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * How much of what can be wrong with a trace the specifications see: valid traces are corrupted in
 * every way one can, and those that are still accepted are counted. Plain TLC is asked, too, so
 * that one knows that an accepted one is a behaviour of the specification, and not a mistake of the
 * checker. One thread at a time.
 */
public final class MutationScore {

  /** Mutants of a specification that TLC is asked about, of those refused and of the others. */
  private static final int OPINIONS = 60;

  private final Catalogue catalogue;
  private final Random random;
  private final SequencedMap<String, Row> rows = new LinkedHashMap<>();
  private final Map<String, Integer> survivors = new TreeMap<>();
  private final Map<String, List<Asked>> asked = new LinkedHashMap<>();

  /**
   * What one specification has seen.
   *
   * @param spec name of the specification
   * @param mutants traces with one thing wrong in an event that is an action of it
   * @param refused those that it has refused
   * @param elsewhere those that it has accepted, and another specification of the object has
   *     refused
   */
  public record Row(String spec, int mutants, int refused, int elsewhere) {

    private Row plus(boolean byIt, boolean byOther) {
      return new Row(
          spec, mutants + 1, refused + (byIt ? 1 : 0), elsewhere + (!byIt && byOther ? 1 : 0));
    }

    /**
     * Those that all specifications of the object have accepted.
     *
     * @return how many
     */
    public int accepted() {
      return mutants - refused - elsewhere;
    }
  }

  /** A question to TLC: a trace, and the event that was refused, if one was. */
  private record Asked(ObjectTrace trace, Optional<TraceEvent> refused) {}

  /**
   * Nothing was counted yet.
   *
   * @param catalogue the specifications
   * @param seed repeats what is random
   */
  public MutationScore(Catalogue catalogue, long seed) {
    this.catalogue = catalogue;
    random = new Random(seed);
  }

  /**
   * Corrupts the traces of objects, and counts.
   *
   * @param objects of one kind, the events of each in a total order; valid traces
   * @throws IllegalArgumentException if a trace is not valid as it is
   * @throws UndecidedException if a limit is met
   */
  public void add(List<List<TraceEvent>> objects) throws UndecidedException {
    for (int i = 0; i < objects.size(); i++) {
      List<TraceEvent> foreign = new ArrayList<>();
      objects.subList(0, i).forEach(foreign::addAll);
      objects.subList(i + 1, objects.size()).forEach(foreign::addAll);
      add(objects.get(i), foreign);
    }
  }

  private void add(List<TraceEvent> events, List<TraceEvent> foreign) throws UndecidedException {
    String kind = events.getFirst().kind();
    for (ObjectSpec spec : catalogue.ofKind(kind)) {
      Optional<TraceEvent> refused = refused(trace(spec, events));
      if (refused.isPresent()) {
        throw new IllegalArgumentException(
            spec.name() + " refuses the trace as it is, at " + refused.get());
      }
      ask(new Asked(trace(spec, events), refused));
    }
    for (Mutant mutant : Mutant.of(events, foreign, random)) {
      count(kind, mutant);
    }
  }

  private void count(String kind, Mutant mutant) throws UndecidedException {
    SequencedMap<ObjectSpec, Optional<TraceEvent>> verdicts = new LinkedHashMap<>();
    for (ObjectSpec spec : catalogue.ofKind(kind)) {
      if (catalogue.actions(spec).containsKey(mutant.action())) {
        ObjectTrace trace = trace(spec, mutant.events());
        Optional<TraceEvent> refused = refused(trace);
        verdicts.put(spec, refused);
        ask(new Asked(trace, refused));
      }
    }
    boolean byAny = verdicts.values().stream().anyMatch(Optional::isPresent);
    verdicts.forEach(
        (spec, refused) ->
            rows.merge(
                spec.name(),
                new Row(spec.name(), 0, 0, 0).plus(refused.isPresent(), byAny),
                (row, one) -> row.plus(refused.isPresent(), byAny)));
    if (!byAny) {
      survivors.merge(kind + " " + mutant.mutation() + " " + mutant.action(), 1, Integer::sum);
    }
  }

  /** What a specification sees of an object, numbered anew. */
  private ObjectTrace trace(ObjectSpec spec, List<TraceEvent> events) {
    List<TraceEvent> seen = new ArrayList<>();
    for (TraceEvent e : events) {
      if (catalogue.actions(spec).containsKey(e.action())) {
        long n = seen.size() + 1L;
        seen.add(new TraceEvent(n + 1, n, n, e.thread(), e.object(), e.action(), e.arguments()));
      }
    }
    return new ObjectTrace(spec, seen);
  }

  private Optional<TraceEvent> refused(ObjectTrace trace) throws UndecidedException {
    Frontier frontier = new Frontier(catalogue.automaton(trace.spec()), true, null);
    for (TraceEvent event : trace.events()) {
      if (frontier.take(event) != null) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  /** Keeps a random sample of the questions: each has the same chance (reservoir sampling). */
  private void ask(Asked question) {
    String key = question.trace.spec().name() + (question.refused.isPresent() ? " refused" : "");
    List<Asked> sample = asked.computeIfAbsent(key, k -> new ArrayList<>());
    if (sample.size() < OPINIONS) {
      sample.add(question);
    } else if (random.nextInt(10) == 0) {
      sample.set(random.nextInt(OPINIONS), question);
    }
  }

  /**
   * What the specifications have seen.
   *
   * @return a row for each specification
   */
  public List<Row> rows() {
    return List.copyOf(rows.values());
  }

  /**
   * What no specification has refused.
   *
   * @return kind of object, mutation and action, to how many
   */
  public Map<String, Integer> survivors() {
    return new TreeMap<>(survivors);
  }

  /**
   * Asks plain TLC about a sample of all traces, as they were and corrupted, of each specification.
   *
   * @return how many it was asked about
   * @throws IOException if a specification cannot be read
   * @throws UndecidedException if TLC cannot decide
   * @throws IllegalStateException if it says something else
   */
  public int secondOpinion() throws IOException, UndecidedException {
    TlcEngine tlc = new TlcEngine(catalogue);
    int count = 0;
    for (List<Asked> sample : asked.values()) {
      List<Optional<TraceEvent>> opinions =
          tlc.check(sample.stream().map(Asked::trace).toList(), true);
      for (int i = 0; i < sample.size(); i++) {
        require(sample.get(i), opinions.get(i));
      }
      count += sample.size();
    }
    return count;
  }

  private static void require(Asked question, Optional<TraceEvent> opinion) {
    if (!opinion.equals(question.refused)) {
      throw new IllegalStateException(
          "%s: the streaming engine says %s, TLC says %s, of %s"
              .formatted(
                  question.trace.spec().name(),
                  question.refused.map(TraceEvent::label).orElse("valid"),
                  opinion.map(TraceEvent::label).orElse("valid"),
                  question.trace.events().stream().map(TraceEvent::label).toList()));
    }
  }
}
