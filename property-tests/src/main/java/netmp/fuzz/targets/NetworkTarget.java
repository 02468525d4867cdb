package netmp.fuzz.targets;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import netmp.fuzz.Defect;
import netmp.fuzz.Target;
import netmp.provider.NetworkFile;

/** Reads networks that are written down: what is none is refused with its line. */
final class NetworkTarget implements Target<byte[]> {

  private static final Pattern LINE = Pattern.compile("(?s)file(:[1-9][0-9]*)?: .+");

  /** Made by name. */
  NetworkTarget() {}

  @Override
  public void run(byte[] file) {
    try {
      NetworkFile.parse("file", new String(file, StandardCharsets.UTF_8).lines().toList());
    } catch (IllegalArgumentException e) {
      if (e.getMessage() == null || !LINE.matcher(e.getMessage()).matches()) {
        throw new Defect("a network is refused without its line");
      }
    }
  }
}
