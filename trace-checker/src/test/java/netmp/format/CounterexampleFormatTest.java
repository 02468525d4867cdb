package netmp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import netmp.tlc.Counterexample;
import netmp.tlc.SpecTree;
import netmp.tlc.TlcProgress;
import netmp.tlc.TlcResult;
import netmp.tlc.TlcRun;
import netmp.tlc.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CounterexampleFormatTest {

  private static final Path TINY = Path.of("src/test/resources/tiny");
  private static SpecTree specs;

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws IOException {
    specs = SpecTree.ofDirectory(TINY);
  }

  @AfterAll
  static void close() {
    specs.close();
  }

  private static Counterexample counterexample(String module, String cfg) {
    TlcResult result = TlcRun.check(specs, module, TINY.resolve(cfg), TlcProgress.SILENT);
    assertThat(result.verdict().refuted()).isTrue();
    return result.counterexample();
  }

  private static String write(String name, Counterexample counterexample) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CounterexampleFormat.of(name).write(name, counterexample, bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode json(String name, Counterexample counterexample) throws IOException {
    return new ObjectMapper().readTree(write(name, counterexample));
  }

  @ParameterizedTest
  @CsvSource({"invariant, 4, ", "stuttering, 2, 1", "lasso, 4, 0"})
  void statesAndLoopInItf(String cfg, int states, Integer loop) throws IOException {
    JsonNode itf = json("c.itf.json", counterexample("Lift", "lift/" + cfg + ".cfg"));
    assertThat(itf.get("vars").toString()).isEqualTo("[\"at\",\"goal\"]");
    assertThat(itf.get("states").size()).isEqualTo(states);
    assertThat(itf.get("states").get(1).get("#meta").get("action").asText()).startsWith("Call(");
    assertThat(itf.get("states").get(1).get("at").toString()).isEqualTo("{\"#bigint\":\"0\"}");
    assertThat(itf.has("loop")).isEqualTo(loop != null);
    if (loop != null) {
      assertThat(itf.get("loop").asInt()).isEqualTo(loop);
    }
  }

  @Test
  void theJsonOfTlc() throws IOException {
    JsonNode json = json("c.json", counterexample("Lift", "lift/lasso.cfg"));
    assertThat(json.get("state").get(1).toString()).isEqualTo("[2,{\"at\":0,\"goal\":1}]");
    assertThat(json.get("action")).hasSize(4);
    assertThat(json.get("action").get(0).toString())
        .isEqualTo("[[1,{\"at\":0,\"goal\":0}],{\"name\":\"Call\"},[2,{\"at\":0,\"goal\":1}]]");
    assertThat(json.get("action").get(3).get(2).get(0).asInt()).as("back to state 1").isEqualTo(1);
  }

  @Test
  void everyKindOfValueInTheJsonOfTlc() throws IOException {
    JsonNode all =
        json("c.json", counterexample("AllValues", "values/values.cfg"))
            .get("state")
            .get(0)
            .get(1)
            .get("all");
    assertThat(all.get("set").toString()).isEqualTo("[1,2,3]");
    assertThat(all.get("function").toString()).isEqualTo("{\"0\":1,\"1\":2}");
    assertThat(all.get("ofModels").toString()).isEqualTo("{\"p\":0,\"q\":0}");
    assertThat(all.get("ofTuples").toString()).isEqualTo("{\"<<1, 2>>\":true,\"<<1, 3>>\":true}");
  }

  /** TLC reads the module, and the states in it are those of the counterexample. */
  @Test
  void aModuleThatTlcReads() throws IOException {
    Counterexample counterexample = counterexample("AllValues", "values/values.cfg");
    Files.writeString(folder.resolve("Dumped.tla"), write("Dumped.tla", counterexample));
    Files.copy(TINY.resolve("values/AllValues.tla"), folder.resolve("AllValues.tla"));
    Files.writeString(
        folder.resolve("Use.tla"),
        """
        ---- MODULE Use ----
        EXTENDS Dumped
        VARIABLES all, step
        Known == INSTANCE AllValues
        Init == step = 0 /\\ all = Trace[1].all
        Next == step' = step + 1 /\\ step < Len(Trace) - 1 /\\ all' = Trace[step' + 1].all
        Same == all = Known!Kinds /\\ step = Trace[step + 1].step
        ====
        """);
    Path cfg =
        Files.writeString(
            folder.resolve("use.cfg"),
            "INIT Init\nNEXT Next\nCONSTANTS p = p q = q\nINVARIANT Same\nCHECK_DEADLOCK FALSE\n");
    try (SpecTree tree = SpecTree.ofDirectory(folder)) {
      TlcResult result = TlcRun.check(tree, "Use", cfg, TlcProgress.SILENT);
      assertThat(result.message()).isEmpty();
      assertThat(result.verdict()).isEqualTo(Verdict.OK);
      assertThat(result.distinct()).isEqualTo(counterexample.steps().size()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"c.xml", "c", "json"})
  void namesOfNoFormat(String name) {
    assertThatThrownBy(() -> CounterexampleFormat.of(name))
        .hasMessage("give a name that ends in .itf.json, .tla or .json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b.tla", "1.tla", ".tla"})
  void namesOfNoModule(String name) {
    assertThatThrownBy(() -> CounterexampleFormat.of(name))
        .hasMessageContaining("a module cannot be called '");
  }
}
