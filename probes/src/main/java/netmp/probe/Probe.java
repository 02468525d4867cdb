package netmp.probe;

/**
 * A step that a program reports: an action of a specification, under the action's name and with its
 * parameters.
 *
 * <p>A program lists its own in an enum that implements this. Any thread may call the methods, and
 * they return the same for ever: recorders keep probes by reference.
 */
public interface Probe {

  /**
   * The action's name.
   *
   * @return as in the specification
   */
  String action();

  /**
   * How many parameters the action has.
   *
   * @return 0..2
   */
  int arity();
}
