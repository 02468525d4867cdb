package netmp.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import netmp.format.FormatException;
import netmp.format.Itf;
import netmp.format.ItfReader;
import netmp.model.Manifest.Model;
import netmp.model.Manifest.Spec;
import netmp.model.Specifications;
import netmp.tlc.SpecValue;
import netmp.tlc.TlcRun;
import netmp.validate.Behaviour;
import netmp.validate.Behaviour.Deviation;

/** Judges files of states: whether they are behaviours of a model. */
final class StatesJudge {

  private final Specifications specifications;
  private final Output output;

  StatesJudge(Specifications specifications, Output output) {
    this.specifications = specifications;
    this.output = output;
  }

  /** Judges a file and returns the exit code. */
  int judge(Path file, String specName, String modelName) throws IOException {
    Itf itf = read(file);
    Spec spec = spec(specName);
    Model model = model(spec, modelName);
    Behaviour behaviour =
        new Behaviour(
            TlcRun.states(
                specifications.tree(),
                model.module(),
                specifications.folder(spec).resolve(model.cfg())));
    requireVariables(file, itf, model, behaviour.variables());
    List<Map<String, SpecValue>> states =
        itf.states().stream().<Map<String, SpecValue>>map(Itf.State::values).toList();
    Optional<Deviation> deviation = behaviour.judge(states, itf.loop());
    report(file, itf, model, deviation);
    return deviation.isEmpty() ? 0 : 1;
  }

  private static Itf read(Path file) throws IOException {
    Traces.requireReadable(file, "give states in the Informal Trace Format");
    try {
      return ItfReader.read(new BufferedInputStream(Files.newInputStream(file)));
    } catch (FormatException e) {
      throw new BadInput(file + ": " + e.getMessage(), e);
    }
  }

  private Spec spec(String name) {
    List<Spec> all = specifications.manifest().specs();
    return all.stream()
        .filter(spec -> spec.name().equals(name) && !spec.models().isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new BadInput(
                    "--spec %s: name one of %s"
                        .formatted(
                            name == null ? "is missing" : name,
                            String.join(", ", all.stream().map(Spec::name).toList()))));
  }

  private static Model model(Spec spec, String name) {
    return spec.models().stream()
        .filter(model -> name == null || model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInput(
                    "--model %s: name one of %s"
                        .formatted(
                            name,
                            String.join(", ", spec.models().stream().map(Model::name).toList()))));
  }

  private static void requireVariables(Path file, Itf itf, Model model, List<String> variables) {
    if (!Set.copyOf(itf.variables()).equals(Set.copyOf(variables))) {
      throw new BadInput(
          "%s: its states have the variables %s, those of %s have %s"
              .formatted(file, itf.variables(), model.name(), variables));
    }
  }

  private void report(Path file, Itf itf, Model model, Optional<Deviation> deviation) {
    output.say(
        "%s: %s: %,d states, %s"
            .formatted(
                file,
                deviation.isEmpty() ? "valid" : "REFUSED",
                itf.states().size(),
                model.name()));
    deviation.ifPresent(d -> output.say(text(itf, d)));
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("valid", deviation.isEmpty());
    value.put("states", itf.states().size());
    value.put("model", model.name());
    deviation.ifPresent(d -> value.put("deviation", d));
    output.value(value);
  }

  private static String text(Itf itf, Deviation deviation) {
    int index = deviation.state();
    if (index == 0) {
      return "state 0 (line %d) is not initial".formatted(itf.states().getFirst().line());
    }
    String allowed =
        deviation.allowed().isEmpty() ? "nothing" : String.join(", ", deviation.allowed());
    int next = index == itf.states().size() ? itf.loop().getAsInt() : index;
    return "no step leads from state %d (line %d) to state %d (line %d)%nwhat is allowed is%n  %s"
        .formatted(
            index - 1,
            itf.states().get(index - 1).line(),
            next,
            itf.states().get(next).line(),
            allowed);
  }
}
