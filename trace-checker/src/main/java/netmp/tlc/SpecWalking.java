package netmp.tlc;

/**
 * The door in the wall for walking from state to state. Implemented inside; opened by {@link
 * TlcRun#states}.
 */
public interface SpecWalking extends StateSpace {

  /**
   * Loads the specification. Once, before anything else.
   *
   * @param job what to load; its cfg file names constants and the specification
   * @throws SpecException if module or cfg file are wrong
   */
  void load(TlcJob job);
}
