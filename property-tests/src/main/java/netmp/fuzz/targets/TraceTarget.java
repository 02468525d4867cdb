package netmp.fuzz.targets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Pattern;
import netmp.fuzz.Defect;
import netmp.fuzz.Target;
import netmp.validate.TraceEvent;
import netmp.validate.TraceFormatException;
import netmp.validate.TraceReader;

/** Reads traces: what is none is refused with its line. */
final class TraceTarget implements Target<byte[]> {

  private static final Pattern LINE = Pattern.compile("(?s)line [1-9][0-9]*: .+");

  /** Made by name. */
  TraceTarget() {}

  @Override
  public void run(byte[] file) throws IOException {
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(file))) {
      TraceEvent event;
      do {
        event = reader.next();
      } while (event != null);
    } catch (TraceFormatException e) {
      if (!LINE.matcher(e.getMessage()).matches()) {
        throw new Defect("a trace is refused without its line");
      }
    }
  }
}
