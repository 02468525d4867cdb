package netmp.trace;

import netmp.probe.Probe;

/** Receives the events of a run. One thread at a time. */
public interface EventSink {

  /**
   * Takes an event. In a total order they come by n, and {@code from} is equal to n; else they come
   * by {@code from}, and by n if that is equal.
   *
   * @param n its position in a total order, or the stamp taken after the step; no two events have
   *     the same
   * @param from the step came after every event whose stamp is less than this
   * @param thread the thread that made the step
   * @param object stack/kind/number
   * @param probe the step
   * @param a first argument
   * @param b second argument
   */
  void event(long n, long from, String thread, String object, Probe probe, long a, long b);
}
