package netmp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.jfr.Recording;
import netmp.action.StackProbe;
import netmp.jfr.JfrTrace;
import netmp.probe.Probes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Specifications, recordings, states and counterexamples of others, on the command line. */
class FormatsTest {

  private static final String SPECS = "../examples/specs/boundedqueue";
  private static final String QUEUE =
      """
      {"netmp":1,"workload":"w","seed":0,"mode":"sim","order":"total","cpus":1}
      {"n":1,"t":"main","o":"test/queue/1","a":"Create","x":[1]}
      {"n":2,"t":"p","o":"test/queue/1","a":"Put","x":[1,7]}
      {"n":3,"t":"q","o":"test/queue/1","a":"AwaitRoom","x":[2]}
      {"n":4,"t":"c","o":"test/queue/1","a":"Take","x":[3,7]}
      """;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void reset() {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
  }

  private int netmp(String... arguments) {
    reset();
    CommandLine line = Netmp.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  /** With the specifications of the example. */
  private int example(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--specs", SPECS));
    return netmp(all.toArray(String[]::new));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /** The commands of docs/validate-your-own.md. */
  @Test
  void theExample() {
    assertThat(example("check")).isZero();
    assertThat(out.toString()).contains("boundedqueue/small", "all 1 models as the manifest says");
    assertThat(example("defects")).isZero();
    assertThat(out.toString()).contains("unlooked", "all 1 broken variants are refuted");
    assertThat(example("validate", "../examples/src/test/traces/refused.ndjson")).isEqualTo(1);
    assertThat(out.toString()).contains("boundedqueue does not allow Put(2, 21) here");
  }

  @Test
  void aRecordingBecomesATrace() throws IOException {
    try (JfrTrace trace = new JfrTrace();
        Recording recording = new Recording()) {
      recording.start();
      Probes probes = trace.probes("A");
      int port = probes.newObject("port");
      Probes.hit(probes, StackProbe.PUT, port, 1);
      Probes.hit(probes, StackProbe.WAKE, port, 0);
      Probes.hit(probes, StackProbe.GET, port, 1);
      recording.stop();
      recording.dump(folder.resolve("r.jfr"));
    }
    assertThat(netmp("convert", file("r.jfr"), file("r.ndjson"))).isZero();
    assertThat(out.toString()).startsWith(file("r.ndjson") + ": 3 events");
    assertThat(netmp("validate", file("r.ndjson"))).isZero();
    assertThat(netmp("convert", file("r.jfr"), file("r.shiviz"))).isEqualTo(2);
    assertThat(err.toString()).contains("a recording becomes a trace only");
  }

  @Test
  void aRecordingThatIsNone() throws IOException {
    String text = write("t.jfr", "hello");
    assertThat(netmp("convert", text, file("t.ndjson"))).isEqualTo(2);
    assertThat(err.toString()).contains(text + ": not a recording of the Flight Recorder");
    assertThat(folder.toFile().list()).as("nothing is left behind").containsExactly("t.jfr");
  }

  @Test
  void aLogOfShiviz() throws IOException {
    String trace = write("t.ndjson", QUEUE);
    assertThat(netmp("convert", trace, file("t.log"), "--to", "shiviz")).isZero();
    assertThat(read("t.log"))
        .endsWith("Take(3, 7) on test/queue/1\nc {\"main\":1, \"p\":1, \"q\":1, \"c\":1}\n");
    assertThat(netmp("convert", write("u", QUEUE + "x"), file("u.shiviz"))).isEqualTo(2);
    assertThat(err.toString()).contains(file("u") + ": line 6: not JSON");
    assertThat(Files.exists(folder.resolve("u.shiviz"))).isFalse();
  }

  @Test
  void theStatesOfAnObjectAreABehaviourOfItsModel() throws IOException {
    String trace = write("t.ndjson", QUEUE);
    String states = file("t.itf.json");
    assertThat(example("convert", trace, states, "--object", "test/queue/1")).isZero();
    assertThat(out.toString()).startsWith(states + ": 5 states");
    JsonNode itf = new ObjectMapper().readTree(read("t.itf.json"));
    assertThat(itf.get("states").get(3).get("#meta").get("action").asText())
        .isEqualTo("AwaitRoom(2)");
    assertThat(itf.get("states").get(3).get("waiting").toString())
        .isEqualTo("{\"#set\":[{\"#bigint\":\"2\"}]}");
    assertThat(example("validate", states, "--spec", "boundedqueue")).isZero();
    assertThat(out.toString()).startsWith(states + ": valid: 5 states, boundedqueue/small");
  }

  @Test
  void statesThatAreNoBehaviour() throws IOException {
    String dumped = file("d.itf.json");
    assertThat(example("defects", "unlooked", "--dump-trace", dumped)).isZero();
    assertThat(out.toString()).contains(dumped + ": 7 states");
    assertThat(example("validate", dumped, "--spec", "boundedqueue")).isEqualTo(1);
    assertThat(out.toString())
        .contains("REFUSED: 7 states")
        .contains("no step leads from state 5 (line 6) to state 6 (line 7)")
        .contains("what is allowed is\n  AwaitRoom(1), AwaitRoom(2), Take(3, 7)");
    String late =
        write("l.itf.json", read("d.itf.json").replaceFirst("#bigint\":\"0", "#bigint\":\"9"));
    assertThat(example("validate", late, "--spec", "boundedqueue")).isEqualTo(1);
    assertThat(out.toString()).contains("state 0 (line 1) is not initial");
  }

  @Test
  void counterexamplesOfOtherFormats() throws IOException {
    assertThat(example("defects", "unlooked", "--dump-trace", file("D.tla"))).isZero();
    assertThat(read("D.tla")).startsWith("---- MODULE D ----\n").contains("queue |-> <<7, 7>>");
    assertThat(example("defects", "unlooked", "--dump-trace", file("d.json"))).isZero();
    assertThat(new ObjectMapper().readTree(read("d.json")).get("state")).hasSize(7);
    assertThat(example("check", "--dump-trace", file("c.json"))).isEqualTo(2);
    assertThat(err.toString()).contains("there are 0 counterexamples; name what has one");
    assertThat(example("defects", "unlooked", "--dump-trace", "/no/such/c.json")).isEqualTo(2);
    assertThat(err.toString()).contains("--dump-trace /no/such/c.json cannot be written");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "convert T o.itf.json | say which with --object",
        "convert T o.itf.json --object queue | write it as the trace does, stack/kind/number",
        "convert T o.itf.json --object a/port/1 | follows the specifications []; name one",
        "convert T o.itf.json --object a/queue/9 | the trace has no event of it",
        "convert T o.itf.json --object a/queue/1 --spec b | [boundedqueue]; name one",
        "convert T o.txt | say --to trace, shiviz or itf",
        "convert T o.ndjson | only a recording (.jfr) becomes a trace",
        "convert T /no/such/o.shiviz | /no/such/o.shiviz cannot be written",
        "convert R o.itf.json --object test/queue/1 | does not allow the steps of test/queue/1",
        "validate E | --spec is missing: name one of boundedqueue",
        "validate E --spec b | --spec b: name one of boundedqueue",
        "validate E --spec boundedqueue --model b | --model b: name one of boundedqueue/small",
        "validate E --spec boundedqueue | have the variables [x], those of boundedqueue/small have",
        "validate B --spec boundedqueue | line 2, column 19: \"#bigint\" is not an integer: x"
      })
  void whatCannotBeUsed(String command, String message) throws IOException {
    String text =
        command
            .replace("T ", write("t.ndjson", QUEUE) + " ")
            .replace("R ", "../examples/src/test/traces/refused.ndjson ")
            .replace("E", write("e.itf.json", "{\"states\": [{\"x\": 1}]}"))
            .replace(
                "B ", write("b.itf.json", "{\"states\": [\n{\"x\": {\"#bigint\": \"x\"}}]}") + " ")
            .replace(" o.", " " + folder + "/o.");
    assertThat(example(text.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }
}
