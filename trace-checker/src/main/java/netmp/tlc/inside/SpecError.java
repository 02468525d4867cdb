package netmp.tlc.inside;

import netmp.tlc.TlcExit;
import netmp.tlc.Verdict;
import netmp.tlc.Verdicts;
import tlc2.tool.ConfigFileException;
import tlc2.tool.EvalException;
import util.Assert.TLCRuntimeException;

/** TLC cannot go on with this specification. */
final class SpecError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Verdict verdict;

  SpecError(Verdict verdict, String message) {
    super(message);
    this.verdict = verdict;
  }

  /** The meaning of something that TLC threw. */
  static SpecError of(Throwable thrown, Console console) {
    Verdict verdict = verdict(thrown);
    String message =
        verdict == Verdict.PARSE_ERROR
            ? String.join("\n", console.parserMessages())
            : thrown.getMessage() + said(thrown, console);
    SpecError error = new SpecError(verdict, message);
    error.initCause(thrown);
    return error;
  }

  /** What TLC has printed before it gave up. */
  private static String said(Throwable thrown, Console console) {
    return thrown instanceof TlcExit ? "\n" + String.join("\n", console.errors()) : "";
  }

  private static Verdict verdict(Throwable thrown) {
    return switch (thrown) {
      case ConfigFileException _ -> Verdict.CONFIG_ERROR;
      case TLCRuntimeException e -> Verdicts.of(e.errorCode);
      case EvalException e -> Verdicts.of(e.getErrorCode());
      default -> Verdict.ENGINE_ERROR;
    };
  }

  Verdict verdict() {
    return verdict;
  }
}
