package netmp.tlc;

import java.util.Map;
import tlc2.output.EC;

/**
 * What TLC's error codes mean. They are constants, so at run time this depends on no class of TLC.
 */
public final class Verdicts {

  private static final Map<Integer, Verdict> NAMED =
      Map.ofEntries(
          Map.entry(EC.NO_ERROR, Verdict.OK),
          Map.entry(EC.TLC_INVARIANT_VIOLATED_INITIAL, Verdict.INVARIANT),
          Map.entry(EC.TLC_INVARIANT_VIOLATED_BEHAVIOR, Verdict.INVARIANT),
          Map.entry(EC.TLC_PROPERTY_VIOLATED_INITIAL, Verdict.ACTION_PROPERTY),
          Map.entry(EC.TLC_ACTION_PROPERTY_VIOLATED_BEHAVIOR, Verdict.ACTION_PROPERTY),
          Map.entry(EC.TLC_TEMPORAL_PROPERTY_VIOLATED, Verdict.LIVENESS),
          Map.entry(EC.TLC_DEADLOCK_REACHED, Verdict.DEADLOCK),
          Map.entry(EC.TLC_ASSUMPTION_FALSE, Verdict.ASSUMPTION),
          Map.entry(EC.TLC_PARSING_FAILED, Verdict.PARSE_ERROR),
          Map.entry(EC.TLC_PARSING_FAILED2, Verdict.PARSE_ERROR),
          Map.entry(EC.SYSTEM_OUT_OF_MEMORY, Verdict.ENGINE_ERROR),
          Map.entry(EC.SYSTEM_OUT_OF_MEMORY_TOO_MANY_INIT, Verdict.ENGINE_ERROR),
          Map.entry(EC.SYSTEM_OUT_OF_MEMORY_LIVENESS, Verdict.ENGINE_ERROR),
          Map.entry(EC.SYSTEM_STACK_OVERFLOW, Verdict.ENGINE_ERROR),
          Map.entry(EC.TLC_BUG, Verdict.ENGINE_ERROR),
          Map.entry(EC.TLC_CONFIG_UNDEFINED_OR_NO_OPERATOR, Verdict.CONFIG_ERROR),
          Map.entry(EC.TLC_CONFIG_SUBSTITUTION_NON_CONSTANT, Verdict.CONFIG_ERROR));

  private Verdicts() {}

  /**
   * The verdict of a run.
   *
   * @param code TLC's code of its outcome, or of its first error
   * @return what it means
   */
  public static Verdict of(int code) {
    return NAMED.getOrDefault(
        code, isConfig(code) ? Verdict.CONFIG_ERROR : Verdict.EVALUATION_ERROR);
  }

  private static boolean isConfig(int code) {
    return between(EC.CFG_ERROR_READING_FILE, code, EC.CFG_EXPECTED_SYMBOL)
        || between(
            EC.TLC_CONFIG_VALUE_NOT_ASSIGNED_TO_CONSTANT_PARAM, code, EC.TLC_CONFIG_SPEC_IS_TRIVIAL)
        || between(EC.TLC_CONFIG_PROPERTY_NOT_CORRECTLY_DEFINED, code, EC.TLC_CONFIG_NO_STATE_TYPE);
  }

  private static boolean between(int first, int code, int last) {
    return first <= code && code <= last;
  }
}
