package netmp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SequencedMap;
import netmp.tlc.SpecValue;
import netmp.tlc.SpecValue.Entry;
import netmp.tlc.SpecValue.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItfTest {

  private static Itf read(String text) throws IOException {
    return ItfReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String write(Itf itf) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ItfWriter.write(itf, bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Itf of(SpecValue... values) {
    List<Itf.State> states = new ArrayList<>();
    for (SpecValue value : values) {
      SequencedMap<String, SpecValue> variables = new LinkedHashMap<>();
      variables.put("x", value);
      states.add(new Itf.State(variables, new LinkedHashMap<>(), 0));
    }
    return new Itf("test", List.of("x"), states, OptionalInt.of(0));
  }

  /** As other tools write it: with what netmp does not know, and numbers as they are in JSON. */
  @Test
  void whatOthersWrite() throws IOException {
    Itf itf =
        read(
            """
            {"#meta": {"format": "ITF", "varTypes": {"b": "Str"}, "source": "MC.tla"},
             "params": ["N"], "vars": ["b", "s"], "loop": 1,
             "states": [
               {"#meta": {"index": 0}, "b": "N", "s": {"#map": [["a", {"#set": []}]]}},
               {"b": 12, "s": [true, {"tag": "None", "value": {}}]}]}
            """);
    assertThat(itf.source()).isEqualTo("MC.tla");
    assertThat(itf.variables()).containsExactly("b", "s");
    assertThat(itf.loop()).hasValue(1);
    assertThat(itf.states()).extracting(Itf.State::line).containsExactly(4L, 5L);
    assertThat(itf.states().getFirst().values())
        .containsEntry("b", new Text("N"))
        .containsEntry(
            "s",
            SpecValue.functionOf(List.of(new Entry(new Text("a"), SpecValue.setOf(List.of())))));
    assertThat(itf.states().getLast().values()).containsEntry("b", SpecValue.of(12));
  }

  /** Jackson guesses other encodings from the first bytes, and fails of them in its own way. */
  @ParameterizedTest
  @ValueSource(strings = {"00002143", "0000007b00", "0000fffe", "7b0000000100ffff"})
  void otherEncodingsAreRefused(String hex) {
    byte[] file = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> ItfReader.read(new ByteArrayInputStream(file)))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("line 1, column ");
  }

  @Test
  void theBytes() throws IOException {
    assertThat(write(of(SpecValue.of(1), new SpecValue.Model("p"))))
        .startsWith("{\"#meta\":{\"format\":\"ITF\",")
        .contains(
            "\"vars\":[\"x\"],\"states\":[{\"#meta\":{\"index\":0},\"x\":{\"#bigint\":\"1\"}},\n"
                + "{\"#meta\":{\"index\":1},\"x\":\"p\"}],\"loop\":0}");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsWrittenIsReadAgain(long seed) throws IOException {
    Random random = new Random(seed);
    SpecValue[] values = new SpecValue[200];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(random, 3);
    }
    Itf read = read(write(of(values)));
    assertThat(read.loop()).hasValue(0);
    assertThat(read.states()).extracting(state -> state.values().get("x")).containsExactly(values);
  }

  private static SpecValue value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 7)) {
      case 0 -> new SpecValue.Truth(random.nextBoolean());
      case 1 -> new SpecValue.Int(new BigInteger(80, random).negate());
      case 2 -> new Text(List.of("", "a", "#set", "\"\\\n", "ü").get(random.nextInt(5)));
      case 3 -> new SpecValue.Unlisted("Nat");
      case 4 -> new SpecValue.Tuple(values(random, depth));
      case 5 -> SpecValue.setOf(values(random, depth));
      default -> function(random, depth);
    };
  }

  private static List<SpecValue> values(Random random, int depth) {
    List<SpecValue> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(value(random, depth - 1));
    }
    return values;
  }

  private static SpecValue function(Random random, int depth) {
    List<Entry> entries = new ArrayList<>();
    for (SpecValue argument : values(random, depth).stream().distinct().toList()) {
      entries.add(new Entry(argument, value(random, depth - 1)));
    }
    return SpecValue.functionOf(entries);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                     | 1 | 1 | an object with \"vars\"",
        "{\"vars\": [\"x\"]}                    | 1 | 1 | no \"states\"",
        "{\"vars\": \"x\"}                      | 1 | 10 | an array of names",
        "{\"vars\": [1]}                        | 1 | 11 | the name of a variable",
        "{\"states\": 1}                        | 1 | 12 | an array of states",
        "{\"states\": [1]}                      | 1 | 13 | a state, an object",
        "{\"states\": [{}]}                     | 1 | 13 | a state has the variables []",
        "{\"vars\": [\"x\"],~\"states\": [{\"y\": 1}]} | 2 | 12 | variables [x], this one has [y]",
        "{\"states\": [{\"x\": 1},~{\"y\": 1}]} | 2 | 1 | variables [x], this one has [y]",
        "{\"states\": [{\"x\": null}]}          | 1 | 19 | a value of TLA+",
        "{\"states\": [{\"x\": 1.5}]}           | 1 | 19 | a value of TLA+",
        "{\"states\": [{\"x\": {\"#bigint\": \"a\"}}]} | 1 | 31 | not an integer: a",
        "{\"states\": [{\"x\": {\"#bigint\": 1}}]} | 1 | 31 | a string",
        "{\"states\": [{\"x\": {\"#what\": 1}}]} | 1 | 20 | no kind of value: #what",
        "{\"states\": [{\"x\": {\"#tup\": 1}}]} | 1 | 28 | an array",
        "{\"states\": [{\"x\": {\"#tup\": [], \"y\": 1}}]} | 1 | 32 | the end of the object with"
            + " #tup",
        "{\"states\": [{\"x\": {\"#map\": [[1]]}}]} | 1 | 29 | \"#map\" has pairs",
        "{\"states\": [{\"x\": {\"#map\": [[1, 1], [1, 2]]}}]} | 1 | 37 | another first element",
        "{\"states\": [{\"x\": 1}], \"loop\": 1} | 1 | 32 | the index of a state",
        "{\"states\": [{\"x\": 1}], \"loop\": \"1\"} | 1 | 32 | the index of a state",
        "{\"states\": [{\"x\": 1                | 1 | 20 | not JSON",
        "{\"states\": [{\"x\": 1, \"x\": 2}]}   | 1 | 25 | not JSON",
        "hello                                  | 1 | 1 | not JSON"
      })
  void whatIsNotOfTheFormat(String text, int line, int column, String message) {
    assertThatThrownBy(() -> read(text.replace('~', '\n')))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("line " + line + ", column " + column + ": ")
        .hasMessageContaining(message);
  }
}
