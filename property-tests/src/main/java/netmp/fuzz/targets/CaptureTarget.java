package netmp.fuzz.targets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Pattern;
import netmp.capture.CaptureFormatException;
import netmp.capture.CaptureReader;
import netmp.capture.CapturedFrame;
import netmp.fuzz.Defect;
import netmp.fuzz.Target;

/** Reads captures, pcap and pcapng: what is none is refused with the place. */
final class CaptureTarget implements Target<byte[]> {

  private static final Pattern PLACE = Pattern.compile("(?s)at byte [0-9]+: .+");

  /** Made by name. */
  CaptureTarget() {}

  @Override
  public void run(byte[] file) throws IOException {
    try (CaptureReader reader = new CaptureReader(new ByteArrayInputStream(file))) {
      for (CapturedFrame frame = reader.next(); frame != null; frame = reader.next()) {
        if (frame.bytes().length > file.length) {
          throw new Defect("a frame is longer than its file");
        }
      }
    } catch (CaptureFormatException e) {
      if (!PLACE.matcher(e.getMessage()).matches()) {
        throw new Defect("a capture is refused without the place");
      }
    }
  }
}
