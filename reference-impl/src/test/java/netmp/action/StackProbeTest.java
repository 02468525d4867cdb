package netmp.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StackProbeTest {

  @Test
  void namesAreUniqueAndAritiesSmall() {
    assertThat(Arrays.stream(StackProbe.values()).map(StackProbe::action)).doesNotHaveDuplicates();
    assertThat(StackProbe.values()).allMatch(probe -> probe.arity() >= 0 && probe.arity() <= 2);
  }
}
