package netmp.tlc;

import java.util.List;
import java.util.Optional;

/**
 * What one run of TLC found.
 *
 * @param verdict the outcome
 * @param violated name of the violated invariant or property; empty if TLC does not say which. For
 *     a liveness violation TLC never says it: it is known only if the cfg file names a single
 *     temporal property
 * @param generated states generated, duplicates included
 * @param distinct distinct states found
 * @param depth length of the longest shortest path from an initial state, counted in states
 * @param seconds wall time of the run
 * @param counterexample the behaviour that violates the property; without steps if there is none
 * @param message TLC's own words; empty if {@link Verdict#OK}
 * @param location where the message points to, as far as TLC says it
 * @param warnings TLC's warnings, in their order
 */
public record TlcResult(
    Verdict verdict,
    String violated,
    long generated,
    long distinct,
    int depth,
    double seconds,
    Counterexample counterexample,
    String message,
    Optional<SourceLocation> location,
    List<String> warnings) {

  /** Copies the list. */
  public TlcResult {
    warnings = List.copyOf(warnings);
  }

  /**
   * A run that ended before any state was computed.
   *
   * @param verdict the outcome
   * @param message what is wrong
   * @param location where
   * @return the result
   */
  public static TlcResult failed(
      Verdict verdict, String message, Optional<SourceLocation> location) {
    return new TlcResult(
        verdict, "", 0, 0, 0, 0.0, Counterexample.NONE, message, location, List.of());
  }
}
