package netmp.format;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import netmp.tlc.Counterexample;
import netmp.tlc.SpecValue;
import netmp.tlc.Step;

/**
 * The JSON in which TLC dumps a counterexample: {@code state}, the states with their numbers, and
 * {@code action}, each with the states before and behind it. Sets are arrays, and a function is an
 * object whose names are its arguments as printed. A behaviour that goes round has one more action,
 * back to the state where the round begins.
 */
final class TlcJson {

  private final JsonGenerator json;

  private TlcJson(JsonGenerator json) {
    this.json = json;
  }

  static void write(Counterexample counterexample, OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
      new TlcJson(json).write(counterexample);
    }
  }

  private void write(Counterexample counterexample) throws IOException {
    List<Step> steps = counterexample.steps();
    json.writeStartObject();
    json.writeArrayFieldStart("action");
    for (int i = 1; i < steps.size(); i++) {
      writeAction(steps.get(i - 1), steps.get(i), steps.get(i).action());
    }
    switch (counterexample.ending()) {
      case END -> {}
      case STUTTERING -> writeAction(steps.getLast(), steps.getLast(), "Stuttering");
      case BACK_TO_STATE ->
          writeAction(steps.getLast(), steps.get(counterexample.loopTo() - 1), "Back to state");
    }
    json.writeEndArray();
    json.writeArrayFieldStart("state");
    for (Step step : steps) {
      writeState(step);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeAction(Step before, Step after, String name) throws IOException {
    json.writeStartArray();
    writeState(before);
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeEndObject();
    writeState(after);
    json.writeEndArray();
  }

  private void writeState(Step step) throws IOException {
    json.writeStartArray();
    json.writeNumber(step.number());
    writeObject(step.structure());
    json.writeEndArray();
  }

  private void writeObject(Map<String, SpecValue> fields) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, SpecValue> field : fields.entrySet()) {
      json.writeFieldName(field.getKey());
      write(field.getValue());
    }
    json.writeEndObject();
  }

  private void write(SpecValue value) throws IOException {
    switch (value) {
      case SpecValue.Truth truth -> json.writeBoolean(truth.value());
      case SpecValue.Int number -> json.writeNumber(number.value());
      case SpecValue.Text text -> json.writeString(text.text());
      case SpecValue.Model model -> json.writeString(model.name());
      case SpecValue.Tuple tuple -> writeArray(tuple.elements());
      case SpecValue.Elements set -> writeArray(set.elements());
      case SpecValue.Fields fields -> writeObject(fields.fields());
      case SpecValue.Function function -> writeFunction(function);
      case SpecValue.Unlisted unlisted -> json.writeString(unlisted.text());
    }
  }

  private void writeArray(List<SpecValue> elements) throws IOException {
    json.writeStartArray();
    for (SpecValue element : elements) {
      write(element);
    }
    json.writeEndArray();
  }

  private void writeFunction(SpecValue.Function function) throws IOException {
    json.writeStartObject();
    for (SpecValue.Entry entry : function.entries()) {
      json.writeFieldName(printed(entry.argument()));
      write(entry.result());
    }
    json.writeEndObject();
  }

  /** An argument of a function as TLA+ writes it, but a string without quotes. */
  private static String printed(SpecValue argument) {
    return switch (argument) {
      case SpecValue.Truth truth -> truth.value() ? "TRUE" : "FALSE";
      case SpecValue.Int number -> number.value().toString();
      case SpecValue.Text text -> text.text();
      case SpecValue.Model model -> model.name();
      case SpecValue.Tuple tuple -> printed("<<", tuple.elements(), ">>");
      case SpecValue.Elements set -> printed("{", set.elements(), "}");
      case SpecValue.Unlisted unlisted -> unlisted.text();
      case SpecValue.Fields _, SpecValue.Function _ -> argument.toString();
    };
  }

  private static String printed(String begin, List<SpecValue> elements, String end) {
    return elements.stream().map(TlcJson::printed).collect(Collectors.joining(", ", begin, end));
  }
}
