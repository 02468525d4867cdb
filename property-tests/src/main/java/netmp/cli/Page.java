package netmp.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import netmp.report.Html;
import netmp.report.Report;

/** Where the loop leaves its results: as a page, and as data from which the page can be drawn. */
final class Page {

  /** Everything that the loop writes. */
  static final Path FOLDER = Path.of("target", "netmp");

  /** The page. */
  static final Path HTML = FOLDER.resolve("report.html");

  private static final Path DATA = FOLDER.resolve("report.json");
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private Page() {}

  /** Writes a page. */
  static void write(Report report, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, Html.page(report));
  }

  /** Keeps results for {@link #read}. */
  static void keep(Report report) throws IOException {
    Files.createDirectories(FOLDER);
    Files.writeString(DATA, JSON.writeValueAsString(report));
  }

  /** The results of the last loop. */
  static Report read() throws IOException {
    if (!Files.isReadable(DATA)) {
      throw new BadInput(DATA + ": no such file; run netmp loop first, or name a trace");
    }
    try {
      return JSON.readValue(DATA.toFile(), Report.class);
    } catch (JsonProcessingException e) {
      throw new BadInput(DATA + ": not what netmp loop wrote; run it again", e);
    }
  }
}
