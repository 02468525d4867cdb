package netmp.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import netmp.tlc.SpecValue.Elements;
import netmp.tlc.SpecValue.Entry;
import netmp.tlc.SpecValue.Fields;
import netmp.tlc.SpecValue.Model;
import netmp.tlc.SpecValue.Text;
import netmp.tlc.SpecValue.Truth;
import netmp.tlc.SpecValue.Tuple;
import netmp.tlc.SpecValue.Unlisted;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in states, and what follows them. */
class StateSpaceTest {

  private static final Path TINY = Path.of("src/test/resources/tiny");
  private static SpecTree specs;

  @BeforeAll
  static void open() throws IOException {
    specs = SpecTree.ofDirectory(TINY);
  }

  @AfterAll
  static void close() {
    specs.close();
  }

  private static StateSpace lift() {
    return TlcRun.states(specs, "Lift", TINY.resolve("lift/ok.cfg"));
  }

  private static SpecValue number(int value) {
    return SpecValue.of(value);
  }

  @Test
  void everyKindOfValue() {
    StateSpace states = TlcRun.states(specs, "AllValues", TINY.resolve("values/values.cfg"));
    SequencedMap<String, SpecValue> variables = states.structure(states.initial().getFirst());
    assertThat(variables.keySet()).containsExactly("all", "step");
    Map<String, SpecValue> all = ((Fields) variables.get("all")).fields();
    SpecValue oneToThree = new Elements(List.of(number(1), number(2), number(3)));
    assertThat(all)
        .containsEntry("truth", new Truth(true))
        .containsEntry("number", number(-7))
        .containsEntry("text", new Text("a \"b\" \\"))
        .containsEntry("model", new Model("p"))
        .containsEntry("tuple", new Tuple(List.of(number(1), new Text("x"))))
        .containsEntry("empty", new Tuple(List.of()))
        .containsEntry("set", oneToThree)
        .containsEntry("range", oneToThree)
        .containsEntry("subsets", SpecValue.setOf(List.of(set(), set(new Model("q")))))
        .containsEntry("mixed", SpecValue.functionOf(List.of(field("b", 2), field("a", 1))))
        .containsEntry(
            "function",
            new SpecValue.Function(
                List.of(new Entry(number(0), number(1)), new Entry(number(1), number(2)))))
        .containsEntry("sequence", new Tuple(List.of(number(2), number(3))));
    assertThat(all.get("fields"))
        .isInstanceOfSatisfying(Fields.class, r -> assertThat(r.fields()).containsKeys("a", "b"));
    assertThat(all.get("mixed")).isInstanceOf(Fields.class);
    assertThat(((SpecValue.Function) all.get("ofTuples")).entries())
        .extracting(Entry::argument)
        .containsExactly(
            new Tuple(List.of(number(1), number(2))), new Tuple(List.of(number(1), number(3))));
    assertThat(all.get("ofModels")).isInstanceOf(SpecValue.Function.class);
    assertThat(all.get("ofModels").withoutModelValues())
        .isEqualTo(SpecValue.functionOf(List.of(field("p", 0), field("q", 0))));
  }

  @Test
  void aSetWithoutEnd() {
    StateSpace states = TlcRun.states(specs, "AllValues", TINY.resolve("values/endless.cfg"));
    assertThat(states.structure(states.initial().getFirst()))
        .containsEntry("all", new Unlisted("Nat"));
  }

  private static SpecValue set(SpecValue... elements) {
    return SpecValue.setOf(List.of(elements));
  }

  private static Entry field(String name, int value) {
    return new Entry(new Text(name), number(value));
  }

  @Test
  void whatFollowsAndHow() {
    StateSpace lift = lift();
    SpecState initial = lift.initial().getFirst();
    List<SpecState> next = lift.next(initial);
    assertThat(next.stream().map(to -> lift.label(initial, to)))
        .containsExactly("Call(1)", "Call(2)");
    assertThat(lift.structure(next.getLast()).toString())
        .isEqualTo("{at=Int[value=0], goal=Int[value=2]}");
  }

  @Test
  void whatHasNoEndCannotFollow() {
    StateSpace register = TlcRun.states(specs, "Register", TINY.resolve("register/trace.cfg"));
    SpecState initial = register.initial().getFirst();
    assertThatThrownBy(() -> register.next(initial))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("Nat");
  }
}
