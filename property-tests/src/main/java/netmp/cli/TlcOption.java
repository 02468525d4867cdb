package netmp.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import netmp.tlc.TlcProcess;
import picocli.CommandLine.Option;

/** Which TLC checks the models: the one in this JVM, or one in others. */
final class TlcOption {

  @Option(
      names = "--tla2tools",
      paramLabel = "JAR",
      description = "Check with the TLC of a tla2tools.jar, in a JVM for each model.")
  private Path jar;

  @Option(
      names = "--distributed",
      paramLabel = "HOST",
      arity = "0..1",
      fallbackValue = "127.0.0.1",
      description = {
        "Check with TLC's distributed mode: a server, and a worker on this machine. Workers on"
            + " other machines may help; they reach the server by the name HOST.",
        "TLC leaves temporal properties out then."
      })
  private String host;

  /** Empty for the TLC in this JVM. */
  Optional<TlcProcess> process(Output output) {
    if (jar == null && host == null) {
      return Optional.empty();
    }
    TlcProcess tlc = jar == null ? TlcProcess.bundled() : other();
    if (host == null) {
      return Optional.of(tlc);
    }
    TlcProcess distributed = tlc.distributed(host);
    output.say("workers on other machines: " + distributed.workerCommand());
    output.say("TLC does not check temporal properties in distributed mode");
    return Optional.of(distributed);
  }

  private TlcProcess other() {
    try {
      return TlcProcess.of(jar);
    } catch (IOException e) {
      throw new BadInput("--tla2tools " + e.getMessage(), e);
    }
  }
}
