package netmp.format;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import netmp.tlc.Counterexample;
import netmp.tlc.Step;

/** How a counterexample is written; newer versions of TLC do so with {@code -dumpTrace}. */
public enum CounterexampleFormat {
  /** The Informal Trace Format. */
  ITF(".itf.json"),
  /** A module that defines the sequence of the states. */
  TLA(".tla"),
  /** The JSON of TLC. */
  JSON(".json");

  private final String suffix;

  CounterexampleFormat(String suffix) {
    this.suffix = suffix;
  }

  /**
   * The format that the name of a file asks for.
   *
   * @param name the name
   * @return the format
   * @throws IllegalArgumentException if the name has the suffix of none, or is no name of a module;
   *     says what would do
   */
  public static CounterexampleFormat of(String name) {
    for (CounterexampleFormat format : values()) { // .itf.json in front of .json
      if (name.endsWith(format.suffix)) {
        if (format == TLA) {
          TlaModule.requireName(stem(name));
        }
        return format;
      }
    }
    throw new IllegalArgumentException("give a name that ends in .itf.json, .tla or .json");
  }

  /**
   * Writes a counterexample.
   *
   * @param name of the file; a module is called like it
   * @param counterexample with a step at least
   * @param out receives the bytes, UTF-8; closed
   * @throws IOException if writing fails
   */
  public void write(String name, Counterexample counterexample, OutputStream out)
      throws IOException {
    switch (this) {
      case ITF -> ItfWriter.write(itf(name, counterexample), out);
      case TLA -> {
        try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
          writer.write(TlaModule.of(stem(name), counterexample));
        }
      }
      case JSON -> TlcJson.write(counterexample, out);
    }
  }

  private static String stem(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static Itf itf(String name, Counterexample counterexample) {
    List<Itf.State> states =
        counterexample.steps().stream()
            .map(step -> new Itf.State(step.structure(), notes(step), 0))
            .toList();
    return new Itf(
        name,
        List.copyOf(counterexample.steps().getFirst().state().keySet()),
        states,
        loop(counterexample));
  }

  private static SequencedMap<String, String> notes(Step step) {
    SequencedMap<String, String> notes = new LinkedHashMap<>();
    notes.put("action", step.label());
    return notes;
  }

  private static OptionalInt loop(Counterexample counterexample) {
    return switch (counterexample.ending()) {
      case END -> OptionalInt.empty();
      case STUTTERING -> OptionalInt.of(counterexample.steps().size() - 1);
      case BACK_TO_STATE -> OptionalInt.of(counterexample.loopTo() - 1);
    };
  }
}
