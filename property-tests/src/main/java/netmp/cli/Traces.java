package netmp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import netmp.report.Recording;
import netmp.report.Report.Diagram;
import netmp.validate.Catalogue;
import netmp.validate.Engine;
import netmp.validate.Refusal;
import netmp.validate.StateObserver;
import netmp.validate.TraceEvent;
import netmp.validate.TraceFormatException;
import netmp.validate.TraceReader;
import netmp.validate.UndecidedException;
import netmp.validate.Validation;
import netmp.validate.Validator;

/** Trace files that the user names. */
final class Traces {

  /** Events of a trace that are drawn: the page takes some megabytes then. */
  static final int MOST_DRAWN = 100_000;

  /** Lines before the first event. */
  private static final int HEADER = 1;

  /** Events after the refused one that are drawn, where not all can be. */
  private static final int AFTER = 1000;

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

  /** The events of the object of a refused event, up to the one that brought the refusal out. */
  static List<TraceEvent> ofRefusedObject(Path file, Validation validation, Output output)
      throws IOException {
    String object = validation.refusal().orElseThrow().event().object();
    List<TraceEvent> events = new ArrayList<>();
    try (TraceReader reader = open(file, output)) {
      for (long i = 0; i < validation.events(); i++) {
        TraceEvent event = reader.next();
        if (event.object().equals(object)) {
          events.add(event);
        }
      }
    }
    return events;
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

  /**
   * Walks through the states as the events come, like the stream engine, and tells of them.
   *
   * @param isComplete whether the runs have come to their end
   */
  static Engine observed(Catalogue catalogue, StateObserver observer, boolean isComplete) {
    return trace -> {
      Validator validator = new Validator(catalogue, trace.header(), observer);
      TraceEvent event = trace.next();
      while (event != null && validator.take(event)) {
        event = trace.next();
      }
      return isComplete ? validator.endOfRun() : validator.end();
    };
  }

  /** A trace, or so many of its events: its beginning, or what leads to the refused event. */
  static Diagram diagram(
      Path file, Validation validation, Catalogue catalogue, int count, Output output)
      throws IOException {
    long refused = validation.refusal().map(Refusal::event).map(TraceEvent::line).orElse(0L);
    long last = Math.max(HEADER + count, refused + Math.min(AFTER, count / 2));
    long first = last - count + 1;
    boolean isCut = first > HEADER + 1 || (refused == 0 && validation.events() > count);
    String part = isCut ? ", lines %,d to %,d".formatted(first, last) : "";
    try (TraceReader reader = open(file, output)) {
      return Recording.read(file.getFileName() + part, reader, catalogue, first, last);
    } catch (TraceFormatException e) {
      throw new BadInput(file + ": " + e.getMessage(), e);
    } catch (UndecidedException e) {
      throw new BadInput(file + ": cannot be decided: " + e.getMessage(), e);
    }
  }
}
