package netmp.validate;

import java.util.List;

/**
 * One step of a run, as a probe reported it.
 *
 * @param line line of the trace file, from 1
 * @param n its stamp: the position in a total order, or the end of the interval in which the step
 *     was made
 * @param from the step came after every step whose stamp is less than this; equal to n in a total
 *     order
 * @param thread the thread that made it
 * @param object what it was made on: stack/kind/number
 * @param action the action of a specification
 * @param arguments the action's arguments
 */
public record TraceEvent(
    long line,
    long n,
    long from,
    String thread,
    String object,
    String action,
    List<Integer> arguments) {

  /** Copies the list. */
  public TraceEvent {
    arguments = List.copyOf(arguments);
  }

  /**
   * What sort of object the step was made on.
   *
   * @return the middle of the object's name
   */
  public String kind() {
    return object.substring(object.indexOf('/') + 1, object.lastIndexOf('/'));
  }

  /**
   * The step as one writes it in TLA+.
   *
   * @return for example {@code AppendLink(3, 7)}
   */
  public String label() {
    return label(action, arguments);
  }

  /**
   * An action with arguments as one writes it in TLA+.
   *
   * @param action its name
   * @param arguments its arguments
   * @return the name alone if there are no arguments
   */
  static String label(String action, List<Integer> arguments) {
    return arguments.isEmpty()
        ? action
        : action + arguments.toString().replace('[', '(').replace(']', ')');
  }
}
