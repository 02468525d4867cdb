package netmp.tlc;

import java.util.List;

/**
 * Steps that were observed on one object, to be found in the behaviours of a specification. One run
 * of TLC looks for several such traces.
 *
 * @param threads the steps of each thread in their order; a total order is the trace of one thread
 */
public record TlcTrace(List<List<Event>> threads) {

  /** Name of the generated module that has the operators in which TLC reads a trace. */
  public static final String MODULE = "TraceCheck";

  /** Copies the lists. */
  public TlcTrace {
    threads = threads.stream().map(List::copyOf).toList();
  }

  /**
   * An observed step.
   *
   * @param n end of the interval in which it was made
   * @param from begin of that interval: it came after every step whose n is less
   * @param action an action of the specification
   * @param arguments its arguments
   */
  public record Event(long n, long from, String action, List<Integer> arguments) {

    /** Copies the list. */
    public Event {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * How far TLC came.
   *
   * @param result the run
   * @param taken for each trace the longest part of it that is a behaviour of the specification:
   *     how many steps of each thread; the first one found if there are several
   */
  public record Outcome(TlcResult result, List<List<Integer>> taken) {

    /** Copies the list. */
    public Outcome {
      taken = List.copyOf(taken);
    }
  }
}
