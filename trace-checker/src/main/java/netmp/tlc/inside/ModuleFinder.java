package netmp.tlc.inside;

import java.io.File;
import java.nio.file.Path;
import netmp.tlc.TlcJob;
import util.FilenameToStream;

/**
 * Finds modules by name in the tree of the job. TLC's own finder unpacks the standard modules into
 * the JVM's temporary directory, where simultaneous runs overwrite each other's files.
 */
final class ModuleFinder implements FilenameToStream {

  private static final String MODULE = ".tla";

  private final TlcJob job;

  ModuleFinder(TlcJob job) {
    this.job = job;
  }

  @Override
  public File resolve(String name, boolean isModule) {
    if (name.endsWith(".class")) {
      return null;
    }
    if (!isModule && !name.endsWith(MODULE)) {
      return new File(name);
    }
    String module =
        name.endsWith(MODULE) ? name.substring(0, name.length() - MODULE.length()) : name;
    Path path = job.modules().get(module);
    return path == null ? null : new TLAFile(path.toString(), isStandardModule(module), this);
  }

  @Override
  public String getFullPath() {
    return "the tree of specifications";
  }

  @Override
  public boolean isStandardModule(String module) {
    return job.standard().contains(module);
  }
}
