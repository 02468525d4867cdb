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
 * The operators by which a generated module reads traces. They are static, like everything of TLC:
 * one world, one run. TLC runs with one worker, so nothing here is shared by threads.
 */
public final class TraceOperators {

  private static List<TlcTrace> traces = List.of();
  private static List<List<Integer>> longest = List.of();

  private TraceOperators() {}

  /** Sets the traces, before TLC starts. */
  static void begin(List<TlcTrace> observed) {
    traces = observed;
    longest = new ArrayList<>();
    observed.forEach(trace -> longest.add(Collections.nCopies(trace.threads().size(), 0)));
  }

  /** The longest part of each trace that was met. */
  static List<List<Integer>> longest() {
    return longest;
  }

  /**
   * How many threads have made a trace.
   *
   * @param trace its number, from 1
   * @return a number
   */
  @TLAPlusOperator(identifier = "TraceThreads", module = TlcTrace.MODULE, warn = false)
  public static Value threads(Value trace) {
    return IntValue.gen(traces.get(index(trace)).threads().size());
  }

  /**
   * Whether the next step of a thread may come next: no other step must come before it.
   *
   * @param trace its number, from 1
   * @param thread its number, from 1
   * @param taken how many steps of each thread were taken
   * @return TRUE or FALSE
   */
  @TLAPlusOperator(identifier = "TraceReady", module = TlcTrace.MODULE, warn = false)
  public static Value ready(Value trace, Value thread, Value taken) {
    List<Integer> counts = counts(taken);
    List<List<TlcTrace.Event>> threads = traces.get(index(trace)).threads();
    TlcTrace.Event candidate = next(threads.get(index(thread)), counts.get(index(thread)));
    if (candidate == null) {
      return BoolValue.ValFalse;
    }
    for (int other = 0; other < counts.size(); other++) {
      TlcTrace.Event waiting = next(threads.get(other), counts.get(other));
      if (waiting != null && waiting.n() < candidate.from()) {
        return BoolValue.ValFalse;
      }
    }
    return BoolValue.ValTrue;
  }

  /**
   * The action of a step.
   *
   * @param trace its trace's number, from 1
   * @param thread its thread's number, from 1
   * @param number its number in the thread, from 1
   * @return a string
   */
  @TLAPlusOperator(identifier = "TraceAction", module = TlcTrace.MODULE, warn = false)
  public static Value action(Value trace, Value thread, Value number) {
    return new StringValue(event(trace, thread, number).action());
  }

  /**
   * An argument of a step.
   *
   * @param trace its trace's number, from 1
   * @param thread its thread's number, from 1
   * @param number its number in the thread, from 1
   * @param position which argument, from 1
   * @return a number
   */
  @TLAPlusOperator(identifier = "TraceArgument", module = TlcTrace.MODULE, warn = false)
  public static Value argument(Value trace, Value thread, Value number, Value position) {
    return IntValue.gen(event(trace, thread, number).arguments().get(index(position)));
  }

  /**
   * Remembers how far TLC came.
   *
   * @param trace its number, from 1
   * @param taken how many steps of each thread were taken
   * @return TRUE
   */
  @TLAPlusOperator(identifier = "TraceProgress", module = TlcTrace.MODULE, warn = false)
  public static Value progress(Value trace, Value taken) {
    List<Integer> counts = counts(taken);
    if (sum(counts) > sum(longest.get(index(trace)))) {
      longest.set(index(trace), counts);
    }
    return BoolValue.ValTrue;
  }

  private static int sum(List<Integer> counts) {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }

  private static TlcTrace.Event next(List<TlcTrace.Event> thread, int count) {
    return count < thread.size() ? thread.get(count) : null;
  }

  private static TlcTrace.Event event(Value trace, Value thread, Value number) {
    return traces.get(index(trace)).threads().get(index(thread)).get(index(number));
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
