package netmp.tlc.inside;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import netmp.tlc.TlcTrace;
import tlc2.overrides.TLAPlusOperator;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;

/**
 * The operators by which a generated module reads a trace. The trace is static, like everything of
 * TLC: one world, one run. TLC runs with one worker, so nothing here is shared by threads.
 */
public final class TraceOperators {

  private static TlcTrace trace = new TlcTrace(List.of());
  private static List<Integer> longest = List.of();
  private static int longestSize = -1;

  private TraceOperators() {}

  /** Sets the trace, before TLC starts. */
  static void begin(TlcTrace observed) {
    trace = observed;
    longest = Collections.nCopies(observed.threads().size(), 0);
    longestSize = 0;
  }

  /** The longest part of the trace that was met. */
  static List<Integer> longest() {
    return longest;
  }

  /**
   * Whether the next step of a thread may come next: no other step must come before it.
   *
   * @param thread its number, from 1
   * @param taken how many steps of each thread were taken
   * @return TRUE or FALSE
   */
  @TLAPlusOperator(identifier = "TraceReady", module = TlcTrace.MODULE, warn = false)
  public static Value ready(Value thread, Value taken) {
    List<Integer> counts = counts(taken);
    TlcTrace.Event candidate = next(index(thread), counts);
    if (candidate == null) {
      return BoolValue.ValFalse;
    }
    for (int other = 0; other < counts.size(); other++) {
      TlcTrace.Event waiting = next(other, counts);
      if (waiting != null && waiting.n() < candidate.from()) {
        return BoolValue.ValFalse;
      }
    }
    return BoolValue.ValTrue;
  }

  /**
   * The action of a step.
   *
   * @param thread its thread's number, from 1
   * @param number its number in the thread, from 1
   * @return a string
   */
  @TLAPlusOperator(identifier = "TraceAction", module = TlcTrace.MODULE, warn = false)
  public static Value action(Value thread, Value number) {
    return new StringValue(event(thread, number).action());
  }

  /**
   * An argument of a step.
   *
   * @param thread its thread's number, from 1
   * @param number its number in the thread, from 1
   * @param position which argument, from 1
   * @return a number
   */
  @TLAPlusOperator(identifier = "TraceArgument", module = TlcTrace.MODULE, warn = false)
  public static Value argument(Value thread, Value number, Value position) {
    return IntValue.gen(event(thread, number).arguments().get(index(position)));
  }

  /**
   * Remembers how far TLC came.
   *
   * @param taken how many steps of each thread were taken
   * @return TRUE
   */
  @TLAPlusOperator(identifier = "TraceProgress", module = TlcTrace.MODULE, warn = false)
  public static Value progress(Value taken) {
    List<Integer> counts = counts(taken);
    int size = counts.stream().mapToInt(Integer::intValue).sum();
    if (size > longestSize) {
      longest = counts;
      longestSize = size;
    }
    return BoolValue.ValTrue;
  }

  private static TlcTrace.Event next(int thread, List<Integer> counts) {
    List<TlcTrace.Event> events = trace.threads().get(thread);
    return counts.get(thread) < events.size() ? events.get(counts.get(thread)) : null;
  }

  private static TlcTrace.Event event(Value thread, Value number) {
    return trace.threads().get(index(thread)).get(index(number));
  }

  private static int index(Value number) {
    return ((IntValue) number).val - 1;
  }

  private static List<Integer> counts(Value taken) {
    List<Integer> counts = new ArrayList<>();
    for (Value count : ((TupleValue) taken.toTuple()).elems) {
      counts.add(((IntValue) count).val);
    }
    return counts;
  }
}
