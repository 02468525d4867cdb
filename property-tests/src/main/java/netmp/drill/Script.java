package netmp.drill;

import java.util.List;

/**
 * A script as it was read.
 *
 * @param options in their order
 * @param events in their order
 */
record Script(List<Option> options, List<Event> events) {

  /**
   * An option at the top.
   *
   * @param line where it stands
   * @param name without dashes
   * @param value empty if it has none
   */
  record Option(int line, String name, String value) {}

  /** Copies the lists. */
  Script {
    options = List.copyOf(options);
    events = List.copyOf(events);
  }
}
