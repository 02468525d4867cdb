package netmp.tlc;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the inside of the wall needs to know to load one specification.
 *
 * @param module name of the root module
 * @param cfg its cfg file
 * @param modules every module that may be extended or instantiated, by name
 * @param standard names of the modules that come with TLC
 * @param scratch an existing empty directory for files of TLC
 * @param checkpoints where the run is kept; empty if it is not
 */
public record TlcJob(
    String module,
    Path cfg,
    Map<String, Path> modules,
    java.util.Set<String> standard,
    Path scratch,
    Optional<Checkpoints> checkpoints) {

  /** Copies the collections. */
  public TlcJob {
    modules = Map.copyOf(modules);
    standard = java.util.Set.copyOf(standard);
  }

  /** The same, kept. */
  TlcJob with(Checkpoints kept) {
    return new TlcJob(module, cfg, modules, standard, scratch, Optional.of(kept));
  }
}
