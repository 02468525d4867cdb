package netmp.tlc;

import java.util.SequencedMap;

/** A state of a specification. Immutable. Implemented inside. */
public interface SpecState {

  /**
   * TLC's fingerprint.
   *
   * @return equal for equal states of one specification; computed on every call
   */
  long fingerprint();

  /**
   * The values of the variables as TLC prints them.
   *
   * @return variable to value, in the order of declaration
   */
  SequencedMap<String, String> values();
}
