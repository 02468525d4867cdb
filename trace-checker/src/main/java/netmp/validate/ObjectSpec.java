package netmp.validate;

import java.nio.file.Path;
import java.util.Set;

/**
 * A specification that objects of some kinds follow.
 *
 * @param name its name in the manifest
 * @param kinds the kinds of objects
 * @param module name of its module
 * @param cfg gives unbounded values to its constants, and names its specification
 */
public record ObjectSpec(String name, Set<String> kinds, String module, Path cfg) {

  /** Copies the set. */
  public ObjectSpec {
    kinds = Set.copyOf(kinds);
  }
}
