package netmp.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import netmp.format.Itf;
import netmp.model.Specifications;
import netmp.tlc.StateSpace;
import netmp.tlc.TlcRun;
import netmp.validate.Catalogue;
import netmp.validate.Linearization;
import netmp.validate.Linearization.Moment;
import netmp.validate.ObjectSpec;
import netmp.validate.TraceEvent;
import netmp.validate.TraceFormatException;
import netmp.validate.TraceReader;
import netmp.validate.UndecidedException;

/** The states that an object of a trace goes through, as one specification has it. */
final class ObjectStates {

  private final Specifications specifications;
  private final ObjectSpec spec;
  private final String object;

  private ObjectStates(Specifications specifications, ObjectSpec spec, String object) {
    this.specifications = specifications;
    this.spec = spec;
    this.object = object;
  }

  /** Chooses the specification: the named one, or the only one. */
  static ObjectStates of(Specifications specifications, String object, String name) {
    String[] parts = object.split("/", -1);
    if (parts.length != 3) {
      throw new BadInput("--object " + object + ": write it as the trace does, stack/kind/number");
    }
    List<ObjectSpec> all =
        Catalogue.of(specifications).specs().stream()
            .filter(each -> each.kinds().contains(parts[1]))
            .toList();
    List<ObjectSpec> chosen =
        all.stream().filter(each -> name == null || each.name().equals(name)).toList();
    if (chosen.size() != 1) {
      throw new BadInput(
          "--object %s follows the specifications %s; name one of them with --spec"
              .formatted(object, all.stream().map(ObjectSpec::name).toList()));
    }
    return new ObjectStates(specifications, chosen.getFirst(), object);
  }

  /** The states in a trace. */
  Itf in(Path file, Output output) throws IOException {
    StateSpace states = TlcRun.states(specifications.tree(), spec.module(), spec.cfg());
    try (TraceReader trace = Traces.open(file, output)) {
      List<Moment> moments =
          Linearization.find(states, steps(trace, states), trace.header().totalOrder())
              .orElseThrow(
                  () ->
                      new BadInput(
                          "%s: %s does not allow the steps of %s; netmp validate says why"
                              .formatted(file, spec.name(), object)));
      List<String> variables = List.copyOf(moments.getFirst().state().keySet());
      return new Itf(
          object + " of " + file.getFileName() + ", " + spec.module(),
          variables,
          moments.stream().map(ObjectStates::state).toList(),
          OptionalInt.empty());
    } catch (TraceFormatException e) {
      throw new BadInput(file + ": " + e.getMessage(), e);
    } catch (UndecidedException e) {
      throw new BadInput(file + ": " + object + " cannot be decided: " + e.getMessage(), e);
    }
  }

  /** The steps of the object that are actions of the specification. */
  private List<TraceEvent> steps(TraceReader trace, StateSpace states) throws IOException {
    SequencedMap<String, Integer> actions = states.actions();
    List<TraceEvent> steps = new ArrayList<>();
    boolean found = false;
    for (TraceEvent event = trace.next(); event != null; event = trace.next()) {
      boolean ours = event.object().equals(object);
      found |= ours;
      if (ours && actions.containsKey(event.action())) {
        requireArity(event, actions.get(event.action()));
        steps.add(event);
      }
    }
    if (!found) {
      throw new BadInput("--object " + object + ": the trace has no event of it");
    }
    return steps;
  }

  private void requireArity(TraceEvent event, int arity) {
    if (event.arguments().size() != arity) {
      throw new BadInput(
          "line %d: %s of %s takes %d arguments, the event has %d"
              .formatted(
                  event.line(), event.action(), spec.name(), arity, event.arguments().size()));
    }
  }

  private static Itf.State state(Moment moment) {
    SequencedMap<String, String> notes = new LinkedHashMap<>();
    TraceEvent event = moment.event();
    if (event != null) {
      notes.put("action", event.label());
      notes.put("thread", event.thread());
      notes.put("line", String.valueOf(event.line()));
    }
    return new Itf.State(moment.state(), notes, 0);
  }
}
