package netmp.tlc;

/**
 * A place in a TLA+ module.
 *
 * @param module name of the module, without suffix
 * @param line from 1
 * @param column from 1
 */
public record SourceLocation(String module, int line, int column) {

  @Override
  public String toString() {
    return module + ".tla:" + line + ":" + column;
  }
}
