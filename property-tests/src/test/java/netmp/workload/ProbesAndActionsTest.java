package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import netmp.action.StackProbe;
import netmp.model.Specifications;
import netmp.validate.Catalogue;
import netmp.validate.ObjectSpec;
import org.junit.jupiter.api.Test;

/** The probes of the code and the actions of the specifications are the same, both ways. */
class ProbesAndActionsTest {

  @Test
  void everyProbeIsAnActionAndEveryActionIsAProbe() throws IOException {
    assertThat(probes()).isEqualTo(actions());
  }

  private static Map<String, Integer> probes() {
    return Arrays.stream(StackProbe.values())
        .collect(Collectors.toMap(StackProbe::action, StackProbe::arity));
  }

  /** Name to number of parameters; an action of two specifications has the same in both. */
  private static Map<String, Integer> actions() throws IOException {
    Map<String, Integer> all = new HashMap<>();
    try (Specifications specifications = Specifications.ofClassPath()) {
      Catalogue catalogue = Catalogue.of(specifications);
      for (ObjectSpec spec : catalogue.specs()) {
        catalogue
            .actions(spec)
            .forEach(
                (action, arity) ->
                    assertThat(all.merge(action, arity, Integer::max))
                        .as("parameters of %s in %s", action, spec.name())
                        .isEqualTo(arity));
      }
    }
    return all;
  }
}
