package netmp.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
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
  private final Map<String, Stepper> steppers = new HashMap<>();
  private final Map<String, List<ObjectSpec>> byKind = new HashMap<>();
  private final Map<String, SequencedMap<String, Integer>> actions = new HashMap<>();

  /**
   * A catalogue.
   *
   * @param tree where the modules are; stays open as long as the catalogue is used
   * @param specs the specifications
   */
  public Catalogue(SpecTree tree, List<ObjectSpec> specs) {
    this.tree = tree;
    this.specs = List.copyOf(specs);
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

  /**
   * The actions of a specification.
   *
   * @param spec one of {@link #specs}
   * @return name to number of parameters
   */
  public SequencedMap<String, Integer> actions(ObjectSpec spec) {
    return actions.computeIfAbsent(spec.name(), name -> stepper(spec).actions());
  }

  /** Whether a specification has the event's action. */
  boolean takes(ObjectSpec spec, TraceEvent event) {
    return actions(spec).containsKey(event.action());
  }

  /** Why no specification can have an opinion on an event; empty if one has. */
  Optional<String> findUnknown(TraceEvent event) {
    List<ObjectSpec> all = ofKind(event.kind());
    if (all.isEmpty()) {
      return Optional.of("no specification is about objects of kind " + event.kind());
    }
    List<ObjectSpec> takers = all.stream().filter(spec -> takes(spec, event)).toList();
    if (takers.isEmpty()) {
      return Optional.of(
          "none of %s has an action %s"
              .formatted(all.stream().map(ObjectSpec::name).toList(), event.action()));
    }
    for (ObjectSpec taker : takers) {
      int arity = actions(taker).get(event.action());
      if (arity != event.arguments().size()) {
        return Optional.of(
            "%s: %s takes %d arguments, the event has %d"
                .formatted(taker.name(), event.action(), arity, event.arguments().size()));
      }
    }
    return Optional.empty();
  }
}
