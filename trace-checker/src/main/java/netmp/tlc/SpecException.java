package netmp.tlc;

import java.util.Optional;

/** A specification that cannot be used: it does not parse, or its cfg file does not fit it. */
public final class SpecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Verdict verdict;

  /**
   * An unusable specification.
   *
   * @param verdict what kind of error
   * @param message what is wrong
   * @param location where, as far as TLC says it
   */
  public SpecException(Verdict verdict, String message, Optional<SourceLocation> location) {
    super(location.map(at -> at + ": " + message).orElse(message));
    this.verdict = verdict;
  }

  /**
   * What kind of error it is.
   *
   * @return not {@link Verdict#OK}
   */
  public Verdict verdict() {
    return verdict;
  }
}
