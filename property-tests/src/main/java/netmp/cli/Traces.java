package netmp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import netmp.report.Report.Diagram;
import netmp.validate.Engine;
import netmp.validate.Refusal;
import netmp.validate.TraceEvent;
import netmp.validate.TraceFormatException;
import netmp.validate.TraceReader;
import netmp.validate.UndecidedException;
import netmp.validate.Validation;

/** Trace files that the user names. */
final class Traces {

  private static final int BEFORE = 60;
  private static final int AFTER = 10;

  private Traces() {}

  /** Judges a trace; what is wrong with the file itself is bad input. */
  static Validation validate(Path file, Engine engine, Output output) throws IOException {
    try (TraceReader reader = open(file, output)) {
      Validation validation = engine.validate(reader);
      if (validation.events() == 0) {
        throw new BadInput(file + ": the trace has no events, so there is nothing to validate");
      }
      return validation;
    } catch (TraceFormatException e) {
      throw new BadInput(file + ": " + e.getMessage(), e);
    } catch (UndecidedException e) {
      throw new BadInput(file + ": cannot be decided: " + e.getMessage(), e);
    }
  }

  /** Reads a trace in a total order. */
  static void read(Path file, Consumer<TraceEvent> events, Output output) throws IOException {
    try (TraceReader reader = open(file, output)) {
      if (!reader.header().totalOrder()) {
        throw new BadInput(file + ": the order of its events is open; give a trace of --sim");
      }
      for (TraceEvent event = reader.next(); event != null; event = reader.next()) {
        events.accept(event);
      }
    } catch (TraceFormatException e) {
      throw new BadInput(file + ": " + e.getMessage(), e);
    }
  }

  /** Refuses a file that cannot be read. */
  static void requireReadable(Path file, String remedy) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new BadInput(file + ": no such file, or not readable; " + remedy);
    }
  }

  /** Begins to read a trace. */
  static TraceReader open(Path file, Output output) throws IOException {
    requireReadable(file, "give a trace");
    InputStream in = new ProgressStream(Files.newInputStream(file), Files.size(file), output);
    return new TraceReader(in);
  }

  /** The part of a trace around the event that was refused, or else its beginning. */
  static Diagram diagram(Path file, Validation validation, int count, Output output)
      throws IOException {
    long refused = validation.refusal().map(Refusal::event).map(TraceEvent::line).orElse(0L);
    long from = Math.max(0, refused - BEFORE);
    long to = refused == 0 ? count : refused + AFTER;
    List<TraceEvent> events = new ArrayList<>();
    try (TraceReader reader = open(file, output)) {
      for (TraceEvent e = reader.next(); e != null && e.line() <= to; e = reader.next()) {
        if (e.line() >= from) {
          events.add(e);
        }
      }
    } catch (TraceFormatException e) {
      throw new BadInput(file + ": " + e.getMessage(), e);
    }
    String part = refused == 0 ? "how it begins" : "around line " + refused + ", which is refused";
    return new Diagram(file.getFileName() + ": " + part, events, refused);
  }
}
