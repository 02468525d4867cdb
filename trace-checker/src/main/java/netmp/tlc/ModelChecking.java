package netmp.tlc;

/** The door in the wall for model checking. Implemented inside. */
public interface ModelChecking {

  /**
   * Explores the model.
   *
   * @param job what to check
   * @param progress hears of the states
   * @return the result; never an exception for an error in the specification
   */
  TlcResult check(TlcJob job, TlcProgress progress);
}
