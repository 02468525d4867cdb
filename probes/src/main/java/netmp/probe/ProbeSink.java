package netmp.probe;

/** Where the reports of a stack's probes go. Called by the thread that made the step. */
public interface ProbeSink {

  /**
   * A thread has made a step.
   *
   * @param probe which
   * @param object the object it belongs to, from {@link #newObject}
   * @param a first argument, if the probe has one
   * @param b second argument, if the probe has two
   */
  void hit(Probe probe, int object, long a, long b);

  /**
   * Numbers an object that appears.
   *
   * @param kind what it is, such as so_rcv
   * @return its number in this stack
   */
  int newObject(String kind);

  /**
   * The name that an object has in the trace.
   *
   * @param object from {@link #newObject}
   * @return stack/kind/number
   */
  default String name(int object) {
    return String.valueOf(object);
  }
}
