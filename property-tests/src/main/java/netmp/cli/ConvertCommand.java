package netmp.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import netmp.format.Itf;
import netmp.format.ItfWriter;
import netmp.format.ShivizWriter;
import netmp.jfr.JfrReader;
import netmp.model.Specifications;
import netmp.trace.TraceWriter;
import netmp.validate.TraceFormatException;
import netmp.validate.TraceReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Converts between traces and what other tools read and write. */
@Command(
    name = "convert",
    description = {
      "Convert a recording of the Flight Recorder (.jfr) to a trace, or a trace to what other tools"
          + " read.",
      "trace: of a recording, which must lack no step.",
      "shiviz: a log with vector clocks. ShiViz is told by its first line how to read it, and by"
          + " the second, which is empty, that it is one execution:",
      "  " + ShivizWriter.PARSER,
      "itf: the states of one object, in the Informal Trace Format of Apalache and Quint, as its"
          + " specification goes through them."
    },
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {

  /** What a file is converted to. */
  enum Format {
    /** A trace. */
    TRACE(".ndjson"),
    /** A log of ShiViz. */
    SHIVIZ(".shiviz"),
    /** States in the Informal Trace Format. */
    ITF(".itf.json");

    private final String suffix;

    Format(String suffix) {
      this.suffix = suffix;
    }
  }

  /** Writes a converted file and returns how many of what are in it. */
  @FunctionalInterface
  private interface Conversion {

    String write(OutputStream out) throws IOException;
  }

  @Mixin private Output output;

  @Parameters(index = "0", paramLabel = "IN", description = "A recording (.jfr) or a trace.")
  private Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
  private Path out;

  @Option(
      names = "--to",
      description =
          "trace, shiviz or itf (default: by the name of OUT: .ndjson, .shiviz, .itf.json).")
  private Format format;

  @Option(
      names = "--object",
      paramLabel = "NAME",
      description = "For itf: whose states, stack/kind/number.")
  private String object;

  @Option(
      names = "--spec",
      paramLabel = "NAME",
      description = "For itf: which specification, if the object follows several.")
  private String spec;

  @Mixin private SpecsOption specs;

  @Override
  public Integer call() throws IOException {
    Traces.requireReadable(in, "give a recording or a trace");
    boolean recording = in.getFileName().toString().endsWith(".jfr");
    Format to = format();
    if (recording != (to == Format.TRACE)) {
      throw new BadInput(
          recording
              ? in + ": a recording becomes a trace only; convert that trace then"
              : in + ": only a recording (.jfr) becomes a trace; give --to shiviz or --to itf");
    }
    return switch (to) {
      case TRACE -> write(this::writeTrace);
      case SHIVIZ -> write(this::writeShiviz);
      case ITF -> specs.open(this::writeItf);
    };
  }

  private Format format() {
    if (format != null) {
      return format;
    }
    return Arrays.stream(Format.values())
        .filter(each -> out.getFileName().toString().endsWith(each.suffix))
        .findFirst()
        .orElseThrow(
            () -> new BadInput(out + ": say --to trace, shiviz or itf, or end its name in one's"));
  }

  private String writeTrace(OutputStream bytes) throws IOException {
    TraceWriter.Header header = new TraceWriter.Header(in.getFileName().toString(), 0, true, 1);
    try (TraceWriter writer = new TraceWriter(bytes, header)) {
      return events(read(writer));
    }
  }

  private int read(TraceWriter writer) {
    try {
      return JfrReader.read(in, writer);
    } catch (IOException e) {
      throw new BadInput(e.getMessage(), e);
    }
  }

  private String writeShiviz(OutputStream bytes) throws IOException {
    try (TraceReader trace = Traces.open(in, output);
        Writer writer = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
      return events(ShivizWriter.write(trace, writer));
    }
  }

  private static String events(long count) {
    return "%,d events".formatted(count);
  }

  private int writeItf(Specifications specifications) throws IOException {
    if (object == null) {
      throw new BadInput("itf has the states of one object; say which with --object");
    }
    Itf states = ObjectStates.of(specifications, object, spec).in(in, output);
    return write(
        bytes -> {
          ItfWriter.write(states, bytes);
          return "%,d states".formatted(states.states().size());
        });
  }

  /** Writes beside the file first, so that there is a whole one, or none. */
  private int write(Conversion conversion) throws IOException {
    Path folder = out.toAbsolutePath().getParent();
    Path part = out.resolveSibling(out.getFileName() + ".part");
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new BadInput(out + " cannot be written: no such folder, or not writable");
    }
    try {
      String count;
      try (OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(part))) {
        count = conversion.write(bytes);
      }
      Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
      output.say(out + ": " + count);
      output.value(Map.of("file", out.toString(), "content", count));
      return 0;
    } catch (TraceFormatException e) {
      throw new BadInput(in + ": " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
