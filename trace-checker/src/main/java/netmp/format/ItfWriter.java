package netmp.format;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import netmp.tlc.SpecValue;

/**
 * Writes states in the Informal Trace Format. A tuple and a sequence are one in TLA+, and are
 * written as tuples; a model value is written as a string.
 */
public final class ItfWriter {

  private static final String DESCRIPTION = "https://apalache-mc.org/docs/adr/015adr-trace.html";

  /** One line for each state, so that a line number tells which. */
  private static final class StatePerLine extends MinimalPrettyPrinter {

    private static final long serialVersionUID = 1L;

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
      super.writeArrayValueSeparator(json);
      JsonStreamContext around = json.getOutputContext().getParent();
      if (around.getParent().inRoot() && "states".equals(around.getCurrentName())) {
        json.writeRaw('\n');
      }
    }
  }

  private final JsonGenerator json;

  private ItfWriter(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Writes a sequence of states, each in a line.
   *
   * @param itf the states
   * @param out receives the bytes, UTF-8; closed
   * @throws IOException if writing fails
   */
  public static void write(Itf itf, OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
      new ItfWriter(json.setPrettyPrinter(new StatePerLine())).write(itf);
    }
  }

  private void write(Itf itf) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("#meta");
    json.writeStringField("format", "ITF");
    json.writeStringField("format-description", DESCRIPTION);
    json.writeStringField("source", itf.source());
    json.writeEndObject();
    json.writeArrayFieldStart("vars");
    for (String variable : itf.variables()) {
      json.writeString(variable);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("states");
    for (int i = 0; i < itf.states().size(); i++) {
      write(i, itf.states().get(i));
    }
    json.writeEndArray();
    if (itf.loop().isPresent()) {
      json.writeNumberField("loop", itf.loop().getAsInt());
    }
    json.writeEndObject();
  }

  private void write(int index, Itf.State state) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("#meta");
    json.writeNumberField("index", index);
    for (Map.Entry<String, String> note : state.notes().entrySet()) {
      json.writeStringField(note.getKey(), note.getValue());
    }
    json.writeEndObject();
    for (Map.Entry<String, SpecValue> variable : state.values().entrySet()) {
      json.writeFieldName(variable.getKey());
      write(variable.getValue());
    }
    json.writeEndObject();
  }

  private void write(SpecValue value) throws IOException {
    switch (value) {
      case SpecValue.Truth truth -> json.writeBoolean(truth.value());
      case SpecValue.Int number -> tagged("#bigint", number.value().toString());
      case SpecValue.Text text -> json.writeString(text.text());
      case SpecValue.Model model -> json.writeString(model.name());
      case SpecValue.Tuple tuple -> tagged("#tup", tuple.elements());
      case SpecValue.Elements set -> tagged("#set", set.elements());
      case SpecValue.Fields fields -> writeFields(fields);
      case SpecValue.Function function -> writeMap(function.entries());
      case SpecValue.Unlisted unlisted -> tagged("#unserializable", unlisted.text());
    }
  }

  private void tagged(String tag, String text) throws IOException {
    json.writeStartObject();
    json.writeStringField(tag, text);
    json.writeEndObject();
  }

  private void tagged(String tag, List<SpecValue> elements) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart(tag);
    for (SpecValue element : elements) {
      write(element);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** As a function if a name would be taken for a tag. */
  private void writeFields(SpecValue.Fields fields) throws IOException {
    if (fields.fields().keySet().stream().anyMatch(name -> name.startsWith("#"))) {
      writeMap(
          fields.fields().entrySet().stream()
              .map(
                  field ->
                      new SpecValue.Entry(new SpecValue.Text(field.getKey()), field.getValue()))
              .toList());
      return;
    }
    json.writeStartObject();
    for (Map.Entry<String, SpecValue> field : fields.fields().entrySet()) {
      json.writeFieldName(field.getKey());
      write(field.getValue());
    }
    json.writeEndObject();
  }

  private void writeMap(List<SpecValue.Entry> entries) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("#map");
    for (SpecValue.Entry entry : entries) {
      json.writeStartArray();
      write(entry.argument());
      write(entry.result());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
