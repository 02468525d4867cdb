package netmp.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.zip.GZIPOutputStream;
import netmp.report.Recording.Track;
import netmp.tlc.FalseConjunct;
import netmp.validate.Refusal;
import netmp.validate.TraceEvent;
import netmp.validate.Validation;

/**
 * A recording as the page's script reads it: JSON with a column for each field of the events,
 * strings by number, rows and lines as differences; compressed, in letters. The names of its fields
 * are those that {@code trace.js} reads.
 */
final class TraceData {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Recording recording;
  private final List<TraceEvent> events;
  private final Map<Long, Integer> rows = new HashMap<>();
  private final Interned threads = new Interned();
  private final Interned objects = new Interned();
  private final Interned labels = new Interned();
  private final Interned specs = new Interned();
  private final JsonGenerator json;

  private TraceData(Recording recording, JsonGenerator json) {
    this.recording = recording;
    this.events = recording.events();
    this.json = json;
    for (int row = 0; row < events.size(); row++) {
      rows.put(events.get(row).line(), row);
    }
  }

  /** The data in letters that need no escape in a page. */
  static String encode(Recording recording, Validation validation) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json =
        JsonFactory.builder().build().createGenerator(new GZIPOutputStream(bytes))) {
      json.setCodec(JSON);
      new TraceData(recording, json).write(validation);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private void write(Validation validation) throws IOException {
    json.writeStartObject();
    writeEvents(validation.header().totalOrder());
    writeArrows();
    json.writeArrayFieldStart("tracks");
    for (Track track : recording.tracks()) {
      writeTrack(track);
    }
    json.writeEndArray();
    strings("threads", threads.all());
    strings("objects", objects.all());
    strings("labels", labels.all());
    strings("values", recording.values());
    writeSpecs();
    if (validation.refusal().isPresent()) {
      writeRefusal(validation.refusal().orElseThrow());
    }
    json.writeEndObject();
  }

  private void writeEvents(boolean totalOrder) throws IOException {
    differences("line", TraceEvent::line);
    differences("stamp", TraceEvent::n);
    if (!totalOrder) {
      column("length", event -> Math.toIntExact(event.n() - event.from()));
    }
    column("thread", event -> threads.number(event.thread()));
    column("object", event -> objects.number(event.object()));
    column("label", event -> labels.number(event.label()));
  }

  private void column(String name, ToIntFunction<TraceEvent> value) throws IOException {
    numbers(name, events.stream().mapToInt(value).toArray());
  }

  private void differences(String name, ToLongFunction<TraceEvent> value) throws IOException {
    json.writeArrayFieldStart(name);
    long last = 0;
    for (TraceEvent event : events) {
      json.writeNumber(value.applyAsLong(event) - last);
      last = value.applyAsLong(event);
    }
    json.writeEndArray();
  }

  private void writeArrows() throws IOException {
    List<Arrow> arrows = Arrow.of(events);
    numbers("from", arrows.stream().mapToInt(Arrow::from).toArray());
    numbers("to", arrows.stream().mapToInt(Arrow::to).toArray());
  }

  private void writeTrack(Track track) throws IOException {
    int[] stepRows = track.steps.stream().mapToInt(step -> rows.get(step.line)).toArray();
    json.writeStartObject();
    json.writeNumberField("object", objects.number(track.object));
    json.writeNumberField("spec", specs.number(track.spec.name()));
    numbers("before", track.before());
    numbers("rows", differences(stepRows));
    if (track.steps.stream().anyMatch(step -> step.states > 1)) {
      numbers("states", track.steps.stream().mapToInt(step -> step.states).toArray());
    }
    json.writeArrayFieldStart("changes");
    for (int variable = 0; variable < track.before().length; variable++) {
      writeChanges(track, variable);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** The steps that change a variable, by their number in the track, and the value after each. */
  private void writeChanges(Track track, int variable) throws IOException {
    json.writeStartArray();
    int value = track.before()[variable];
    int last = 0;
    for (int i = 0; i < track.steps.size(); i++) {
      int after = track.steps.get(i).values[variable];
      if (after != value) {
        json.writeNumber(i - last);
        json.writeNumber(after);
        value = after;
        last = i;
      }
    }
    json.writeEndArray();
  }

  private void writeSpecs() throws IOException {
    json.writeArrayFieldStart("specs");
    for (String spec : specs.all()) {
      json.writePOJO(Map.of("name", spec, "variables", recording.variables(spec)));
    }
    json.writeEndArray();
  }

  private void writeRefusal(Refusal refusal) throws IOException {
    json.writeObjectFieldStart("refusal");
    json.writeNumberField("row", rows.get(refusal.event().line()));
    json.writeStringField("spec", refusal.spec());
    json.writeStringField("message", refusal.message());
    json.writeArrayFieldStart("candidates");
    for (Refusal.Candidate candidate : refusal.candidates()) {
      json.writePOJO(
          Map.of(
              "state", candidate.state(),
              "reasons", candidate.reasons().stream().map(FalseConjunct::toString).toList(),
              "allowed", candidate.allowed(),
              "nearest", candidate.nearest(),
              "waiting", candidate.waiting()));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static int[] differences(int[] numbers) {
    int[] differences = numbers.clone();
    for (int i = 1; i < numbers.length; i++) {
      differences[i] -= numbers[i - 1];
    }
    return differences;
  }

  private void numbers(String name, int[] numbers) throws IOException {
    json.writeFieldName(name);
    json.writeArray(numbers, 0, numbers.length);
  }

  private void strings(String name, List<String> strings) throws IOException {
    json.writeArrayFieldStart(name);
    for (String each : strings) {
      json.writeString(each);
    }
    json.writeEndArray();
  }
}
