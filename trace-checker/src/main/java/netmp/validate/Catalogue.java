package netmp.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import netmp.model.Manifest;
import netmp.model.Specifications;
import netmp.tlc.SpecTree;
import netmp.tlc.Stepper;
import netmp.tlc.TlcRun;

/**
 * The specifications that objects follow, loaded when the first of their objects appears. One
 * thread at a time.
 */
public final class Catalogue {

  private final SpecTree tree;
  private final List<ObjectSpec> specs;
  private final Map<String, Stepper> steppers;
  private final Map<String, Automaton> automata = new HashMap<>();
  private final NodeBudget budget = new NodeBudget();
  private final Map<String, List<ObjectSpec>> byKind = new HashMap<>();
  private final Map<String, SequencedMap<String, Integer>> actions = new HashMap<>();
  private final Map<String, Map<String, Takers>> takers = new HashMap<>();

  /**
   * A catalogue.
   *
   * @param tree where the modules are; stays open as long as the catalogue is used
   * @param specs the specifications
   */
  public Catalogue(SpecTree tree, List<ObjectSpec> specs) {
    this(tree, specs, new ConcurrentHashMap<>());
  }

  private Catalogue(SpecTree tree, List<ObjectSpec> specs, Map<String, Stepper> steppers) {
    this.tree = tree;
    this.specs = List.copyOf(specs);
    this.steppers = steppers;
  }

  /** The same specifications, loaded once for both, for another thread. */
  Catalogue forAnotherThread() {
    return new Catalogue(tree, specs, steppers);
  }

  /**
   * The specifications of a manifest that objects of traces follow.
   *
   * @param specifications stay open as long as the catalogue is used
   * @return the catalogue
   */
  public static Catalogue of(Specifications specifications) {
    List<ObjectSpec> specs = new ArrayList<>();
    for (Manifest.Spec spec : specifications.manifest().specs()) {
      spec.tracing()
          .ifPresent(
              trace ->
                  specs.add(
                      new ObjectSpec(
                          spec.name(),
                          Set.copyOf(trace.kinds()),
                          trace.module(),
                          specifications.folder(spec).resolve(trace.cfg()))));
    }
    return new Catalogue(specifications.tree(), specs);
  }

  /**
   * The specifications.
   *
   * @return all of them
   */
  public List<ObjectSpec> specs() {
    return specs;
  }

  SpecTree tree() {
    return tree;
  }

  /** The specifications that objects of a kind follow. */
  List<ObjectSpec> ofKind(String kind) {
    return byKind.computeIfAbsent(
        kind, k -> specs.stream().filter(spec -> spec.kinds().contains(k)).toList());
  }

  /**
   * A specification, loaded.
   *
   * @param spec one of {@link #specs}
   * @return its stepper
   * @throws netmp.tlc.SpecException if it does not parse
   */
  public Stepper stepper(ObjectSpec spec) {
    return steppers.computeIfAbsent(
        spec.name(), name -> TlcRun.stepper(tree, spec.module(), spec.cfg()));
  }

  /** Loads all specifications, which otherwise are loaded when a trace has need of them. */
  public void load() {
    specs.forEach(this::stepper);
  }

  /** A specification as an automaton, shared by all objects that follow it. */
  Automaton automaton(ObjectSpec spec) {
    return automata.computeIfAbsent(spec.name(), name -> new Automaton(stepper(spec), budget));
  }

  /**
   * The actions of a specification.
   *
   * @param spec one of {@link #specs}
   * @return name to number of parameters
   */
  public SequencedMap<String, Integer> actions(ObjectSpec spec) {
    return actions.computeIfAbsent(spec.name(), name -> stepper(spec).actions());
  }

  /**
   * The specifications of a kind that have an action.
   *
   * @param kind of an object
   * @param action of an event
   */
  Takers takers(String kind, String action) {
    return takers
        .computeIfAbsent(kind, k -> new HashMap<>())
        .computeIfAbsent(action, a -> new Takers(ofKind(kind), a));
  }

  /** Which specifications of a kind have an action, and with how many parameters. */
  final class Takers {

    private static final int NONE = -1;

    private final List<ObjectSpec> all;
    private final String action;

    /** Parameters that the action has in each of them, or NONE. */
    private final int[] arities;

    Takers(List<ObjectSpec> all, String action) {
      this.all = all;
      this.action = action;
      arities = all.stream().mapToInt(spec -> actions(spec).getOrDefault(action, NONE)).toArray();
    }

    /** Whether one of {@link Catalogue#ofKind} has the action. */
    boolean takes(int index) {
      return arities[index] != NONE;
    }

    /** Why no specification can have an opinion on an event; empty if one has. */
    Optional<String> whyUnknown(TraceEvent event) {
      boolean taken = false;
      for (int i = 0; i < arities.length; i++) {
        if (takes(i) && arities[i] != event.arguments().size()) {
          return Optional.of(
              "%s: %s takes %d arguments, the event has %d"
                  .formatted(all.get(i).name(), action, arities[i], event.arguments().size()));
        }
        taken |= takes(i);
      }
      return taken ? Optional.empty() : Optional.of(whyNobody(event.kind()));
    }

    private String whyNobody(String kind) {
      return all.isEmpty()
          ? "no specification is about objects of kind " + kind
          : "none of %s has an action %s"
              .formatted(all.stream().map(ObjectSpec::name).toList(), action);
    }
  }
}
