package netmp.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import netmp.serve.Fetch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches by HTTP, from the stack. */
@Command(
    name = "fetch",
    description = "Fetch a URL with the stack's TCP, over a TAP device; to a file, or print it.",
    mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {

  private static final int GOOD = 200;
  private static final int NOT_GOOD = 300;

  @Mixin private Output output;
  @Mixin private TapOptions tap;

  @Parameters(paramLabel = "URL", description = "Such as http://10.0.0.1:8000/file.")
  private String url;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the content there, not to standard output.")
  private Path file;

  @Override
  public Integer call() {
    Fetch fetch = fetch();
    tap.requireAddress(fetch.name());
    try (OutputStream content = open();
        TapOptions.Running running = tap.open()) {
      long begin = System.nanoTime();
      int address = tap.resolve(running.stack(), fetch.name());
      Fetch.Outcome outcome = fetch.run(running.stack(), address, content);
      double seconds = (System.nanoTime() - begin) / 1e9;
      output.log(
          "%d %s: %,d bytes in %.3f s"
              .formatted(outcome.status(), outcome.reason(), outcome.bytes(), seconds));
      output.value(
          Map.of("status", outcome.status(), "bytes", outcome.bytes(), "seconds", seconds));
      return outcome.status() >= GOOD && outcome.status() < NOT_GOOD ? 0 : 1;
    } catch (IOException e) {
      output.log("netmp: " + url + ": " + e.getMessage());
      return 1;
    }
  }

  private Fetch fetch() {
    try {
      return Fetch.of(url);
    } catch (IllegalArgumentException e) {
      throw new BadInput(url + ": " + e.getMessage(), e);
    }
  }

  private OutputStream open() {
    if (file == null) {
      return output.isJson() ? OutputStream.nullOutputStream() : output.bytes();
    }
    try {
      return new BufferedOutputStream(Files.newOutputStream(file));
    } catch (IOException e) {
      throw new BadInput("--output " + file + ": cannot be written: " + e, e);
    }
  }
}
