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
   * The fingerprint of what a state is up to where its numbers begin.
   *
   * @return equal for states that differ in nothing else; {@link #fingerprint} if the specification
   *     has no numbers without end
   */
  default long rebasedFingerprint() {
    return fingerprint();
  }

  /**
   * The values of the variables as TLC prints them.
   *
   * @return variable to value, in the order of declaration
   */
  SequencedMap<String, String> values();
}
