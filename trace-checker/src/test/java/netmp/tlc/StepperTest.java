package netmp.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Walking through the states of a register that may forget. */
class StepperTest {

  private static final Path TINY = Path.of("src/test/resources/tiny");
  private static final Path CFG = TINY.resolve("register/trace.cfg");
  private static SpecTree specs;
  private static Stepper register;

  @BeforeAll
  static void open() throws IOException {
    specs = SpecTree.ofDirectory(TINY);
    register = TlcRun.stepper(specs, "Register", CFG);
  }

  @AfterAll
  static void close() {
    specs.close();
  }

  private static SpecState initial() {
    return register.initial().getFirst();
  }

  private static SpecState write(int value) {
    return register.successors(initial(), "Write", List.of(value)).getFirst();
  }

  @Test
  void theActionsWithTheirParameters() {
    assertThat(register.actions().toString())
        .isEqualTo("{Write=1, Read=1, Odd=1, OddArgument=1, Forget=0}");
  }

  @Test
  void theInitialState() {
    assertThat(register.initial()).hasSize(1);
    assertThat(initial().values().toString()).isEqualTo("{value=0, writes=0}");
  }

  @Test
  void oneSuccessor() {
    assertThat(write(7).values().toString()).isEqualTo("{value=7, writes=1}");
    assertThat(register.successors(write(7), "Read", List.of(7)))
        .singleElement()
        .satisfies(same -> assertThat(same.fingerprint()).isEqualTo(write(7).fingerprint()))
        .satisfies(same -> assertThat(same.fingerprint()).isNotEqualTo(initial().fingerprint()));
  }

  @Test
  void severalSuccessors() {
    assertThat(register.successors(write(7), "Forget", List.of()))
        .extracting(state -> state.values().get("value"))
        .containsExactlyInAnyOrder("0", "7");
  }

  @Test
  void noSuccessor() {
    assertThat(register.successors(write(7), "Read", List.of(6))).isEmpty();
    assertThat(register.falseConjuncts(write(7), "Read", List.of(6)))
        .extracting(FalseConjunct::toString)
        .containsExactly("Register.tla:17:6  x = value");
    assertThat(register.falseConjuncts(write(7), "Read", List.of(7))).isEmpty();
    assertThat(register.falseConjuncts(initial(), "Forget", List.of()))
        .extracting(FalseConjunct::text)
        .containsExactly("value # 0");
  }

  @Test
  void whatCannotBeEvaluated() {
    assertThat(register.successors(initial(), "Odd", List.of(7))).hasSize(1);
    assertThat(register.successors(write(1), "Odd", List.of(7))).isEmpty();
    assertThat(register.falseConjuncts(write(1), "Odd", List.of(7)))
        .singleElement()
        .satisfies(c -> assertThat(c.text()).startsWith("table[writes + 1] = x cannot be"));
  }

  @Test
  void specificationsThatCannotBeUsed() {
    assertThatThrownBy(() -> TlcRun.stepper(specs, "Nowhere", CFG))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("no module Nowhere");
    assertThatThrownBy(() -> TlcRun.stepper(specs, "Unparsable", CFG))
        .isInstanceOfSatisfying(
            SpecException.class, e -> assertThat(e.verdict()).isEqualTo(Verdict.PARSE_ERROR))
        .hasMessageContaining("Unparsable.tla:");
    assertThatThrownBy(() -> TlcRun.stepper(specs, "Register", TINY.resolve("none.cfg")))
        .isInstanceOfSatisfying(
            SpecException.class, e -> assertThat(e.verdict()).isEqualTo(Verdict.CONFIG_ERROR));
  }
}
