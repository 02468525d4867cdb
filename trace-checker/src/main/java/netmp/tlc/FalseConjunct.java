package netmp.tlc;

/**
 * A reason why an action cannot be taken in a state.
 *
 * @param location where the conjunct begins
 * @param text the conjunct as written in the module, or what TLC says about it if it could not be
 *     evaluated
 */
public record FalseConjunct(SourceLocation location, String text) {

  @Override
  public String toString() {
    return location + "  " + text;
  }
}
