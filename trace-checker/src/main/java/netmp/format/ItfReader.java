package netmp.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.ContentReference;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import netmp.tlc.SpecValue;

/** Reads states in the Informal Trace Format. What it does not know in a file it passes over. */
public final class ItfReader {

  private static final String META = "#meta";

  /** Of what is wrong with all of a file. */
  private static final JsonLocation BEGIN = new JsonLocation(ContentReference.unknown(), 0, 1, 1);

  private final JsonParser json;
  private final List<Itf.State> states = new ArrayList<>();
  private final Set<String> variables = new LinkedHashSet<>();
  private String source = "";
  private OptionalInt loop = OptionalInt.empty();
  private JsonLocation loopAt;

  private ItfReader(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads a sequence of states.
   *
   * @param in the file, UTF-8; closed
   * @return the states, at least one, with the same variables in each
   * @throws FormatException if it is not of the format; says where
   * @throws IOException if reading fails
   */
  public static Itf read(InputStream in) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser json = factory.createParser(in)) {
      return new ItfReader(json).read();
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation() == null ? BEGIN : e.getLocation();
      throw new FormatException(at, "not JSON: " + e.getOriginalMessage());
    } catch (CharConversionException e) {
      throw new FormatException(BEGIN, "not UTF-8: " + e.getMessage());
    }
  }

  private Itf read() throws IOException {
    json.nextToken();
    expect(JsonToken.START_OBJECT, "an object with \"vars\" and \"states\"");
    JsonLocation begin = at();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case META -> readMeta();
        case "vars" -> readVariables();
        case "states" -> readStates();
        case "loop" -> readLoop();
        default -> json.skipChildren();
      }
    }
    check(begin);
    return new Itf(source, List.copyOf(variables), states, loop);
  }

  private void check(JsonLocation begin) throws FormatException {
    if (states.isEmpty()) {
      throw new FormatException(begin, "no \"states\", an array with a state at least");
    }
    if (variables.isEmpty()) {
      variables.addAll(states.getFirst().values().keySet());
    }
    if (loop.isPresent() && (loop.getAsInt() < 0 || loop.getAsInt() >= states.size())) {
      throw new FormatException(loopAt, "\"loop\" is the index of a state, from 0");
    }
  }

  private void readMeta() throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("source") && json.currentToken() == JsonToken.VALUE_STRING) {
        source = json.getText();
      } else {
        json.skipChildren();
      }
    }
  }

  private void readVariables() throws IOException {
    expect(JsonToken.START_ARRAY, "an array of names");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(JsonToken.VALUE_STRING, "the name of a variable");
      variables.add(json.getText());
    }
  }

  private void readLoop() throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, "the index of a state");
    loopAt = at();
    loop = OptionalInt.of(json.getIntValue());
  }

  private void readStates() throws IOException {
    expect(JsonToken.START_ARRAY, "an array of states");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(JsonToken.START_OBJECT, "a state, an object");
      states.add(readState());
    }
  }

  private Itf.State readState() throws IOException {
    JsonLocation begin = at();
    SequencedMap<String, SpecValue> values = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals(META)) {
        json.skipChildren();
      } else {
        values.put(name, readValue());
      }
    }
    checkVariables(begin, values.keySet());
    return new Itf.State(values, new LinkedHashMap<>(), begin.getLineNr());
  }

  private void checkVariables(JsonLocation begin, Set<String> names) throws FormatException {
    Set<String> expected =
        variables.isEmpty() && !states.isEmpty()
            ? states.getFirst().values().keySet()
            : Set.copyOf(variables);
    if (names.isEmpty() || (!expected.isEmpty() && !names.equals(expected))) {
      throw new FormatException(
          begin, "a state has the variables %s, this one has %s".formatted(expected, names));
    }
  }

  /** Reads the value that begins with the current token, up to its last token. */
  private SpecValue readValue() throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE, VALUE_FALSE -> new SpecValue.Truth(json.getBooleanValue());
      case VALUE_NUMBER_INT -> new SpecValue.Int(json.getBigIntegerValue());
      case VALUE_STRING -> new SpecValue.Text(json.getText());
      case START_ARRAY -> new SpecValue.Tuple(readList());
      case START_OBJECT -> readObject();
      default -> throw new FormatException(at(), "a value of TLA+ is expected: " + json.getText());
    };
  }

  private List<SpecValue> readList() throws IOException {
    expect(JsonToken.START_ARRAY, "an array");
    List<SpecValue> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(readValue());
    }
    return elements;
  }

  private SpecValue readObject() throws IOException {
    if (json.nextToken() != JsonToken.FIELD_NAME) {
      return SpecValue.functionOf(List.of()); // a record without fields
    }
    return json.currentName().startsWith("#") ? readTagged() : readRecord();
  }

  private SpecValue readTagged() throws IOException {
    String tag = json.currentName();
    JsonLocation begin = at();
    json.nextToken();
    SpecValue value =
        switch (tag) {
          case "#bigint" -> new SpecValue.Int(readInteger());
          case "#tup" -> new SpecValue.Tuple(readList());
          case "#set" -> SpecValue.setOf(readList());
          case "#map" -> readMap();
          case "#unserializable" -> new SpecValue.Unlisted(readText());
          default -> throw new FormatException(begin, "no kind of value: " + tag);
        };
    json.nextToken();
    expect(JsonToken.END_OBJECT, "the end of the object with " + tag);
    return value;
  }

  private BigInteger readInteger() throws IOException {
    String digits = readText();
    try {
      return new BigInteger(digits);
    } catch (NumberFormatException e) {
      FormatException wrong = new FormatException(at(), "\"#bigint\" is not an integer: " + digits);
      wrong.initCause(e);
      throw wrong;
    }
  }

  private String readText() throws IOException {
    expect(JsonToken.VALUE_STRING, "a string");
    return json.getText();
  }

  private SpecValue readMap() throws IOException {
    expect(JsonToken.START_ARRAY, "an array of pairs");
    List<SpecValue.Entry> entries = new ArrayList<>();
    Set<SpecValue> arguments = new LinkedHashSet<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      JsonLocation begin = at();
      List<SpecValue> pair = readList();
      if (pair.size() != 2 || !arguments.add(pair.getFirst())) {
        throw new FormatException(begin, "\"#map\" has pairs, each with another first element");
      }
      entries.add(new SpecValue.Entry(pair.getFirst(), pair.getLast()));
    }
    return SpecValue.functionOf(entries);
  }

  /** From its first field on. */
  private SpecValue readRecord() throws IOException {
    List<SpecValue.Entry> entries = new ArrayList<>();
    while (json.currentToken() == JsonToken.FIELD_NAME) {
      SpecValue name = new SpecValue.Text(json.currentName());
      json.nextToken();
      entries.add(new SpecValue.Entry(name, readValue()));
      json.nextToken();
    }
    return SpecValue.functionOf(entries);
  }

  private void expect(JsonToken token, String what) throws FormatException {
    if (json.currentToken() != token) {
      throw new FormatException(at(), what + " is expected");
    }
  }

  private JsonLocation at() {
    return json.currentTokenLocation();
  }
}
