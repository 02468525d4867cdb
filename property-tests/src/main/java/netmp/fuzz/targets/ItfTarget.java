package netmp.fuzz.targets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Pattern;
import netmp.format.FormatException;
import netmp.format.ItfReader;
import netmp.fuzz.Defect;
import netmp.fuzz.Target;

/**
 * Reads sequences of states in the Informal Trace Format: what is none is refused with line and
 * column.
 */
final class ItfTarget implements Target<byte[]> {

  private static final Pattern PLACE = Pattern.compile("(?s)line [0-9]+, column [0-9]+: .+");

  /** Made by name. */
  ItfTarget() {}

  @Override
  public void run(byte[] file) throws IOException {
    try {
      ItfReader.read(new ByteArrayInputStream(file));
    } catch (FormatException e) {
      if (!PLACE.matcher(e.getMessage()).matches()) {
        throw new Defect("a file is refused without line and column");
      }
    }
  }
}
