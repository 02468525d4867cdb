package netmp.fuzz.targets;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import netmp.drill.Drill;
import netmp.drill.Drill.Outcome;
import netmp.drill.Drill.Verdict;
import netmp.fuzz.Defect;
import netmp.fuzz.Target;

/** Reads scripts of packetdrill: what is none is refused with line and column. */
final class DrillTarget implements Target<byte[]> {

  private static final Pattern PLACE = Pattern.compile("(?s)[1-9][0-9]*:[1-9][0-9]*: .+");

  /** Made by name. */
  DrillTarget() {}

  @Override
  public void run(byte[] file) {
    Outcome outcome = Drill.read(new String(file, StandardCharsets.ISO_8859_1));
    boolean unreadable = outcome.verdict() == Verdict.UNREADABLE;
    if (unreadable && !PLACE.matcher(outcome.message()).matches()) {
      throw new Defect("a script is refused without line and column");
    }
  }
}
