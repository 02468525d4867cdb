package netmp.tlc;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the inside of the wall needs to know to load one specification.
 *
 * @param module name of the root module
 * @param cfg its cfg file
 * @param modules every module that may be extended or instantiated, by name
 * @param standard names of the modules that come with TLC
 * @param scratch an existing empty directory for files of TLC
 */
public record TlcJob(
    String module,
    Path cfg,
    Map<String, Path> modules,
    java.util.Set<String> standard,
    Path scratch) {

  /** Copies the collections. */
  public TlcJob {
    modules = Map.copyOf(modules);
    standard = java.util.Set.copyOf(standard);
  }
}
