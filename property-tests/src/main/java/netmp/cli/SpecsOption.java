package netmp.cli;

import java.io.IOException;
import java.nio.file.Path;
import netmp.model.Specifications;
import netmp.tlc.SpecException;
import picocli.CommandLine.Option;

/** Which specifications a command works with. Mixed into those that need any. */
final class SpecsOption {

  /** Something to do with specifications. */
  @FunctionalInterface
  interface Use {

    /** Does it and returns the exit code. */
    int with(Specifications specifications) throws IOException;
  }

  @Option(
      names = "--specs",
      paramLabel = "DIR",
      description = "A folder with a manifest.json, instead of the specifications of netmp.")
  private Path folder;

  /** Opens the specifications, uses and closes them; what is wrong with them is bad input. */
  int open(Use use) throws IOException {
    try (Specifications specifications = specifications()) {
      return use.with(specifications);
    } catch (SpecException e) {
      throw new BadInput(e.getMessage(), e);
    }
  }

  private Specifications specifications() throws IOException {
    if (folder == null) {
      return Specifications.ofClassPath();
    }
    try {
      return Specifications.ofDirectory(folder);
    } catch (IOException e) {
      throw new BadInput("--specs " + folder + ": " + e.getMessage(), e);
    }
  }
}
