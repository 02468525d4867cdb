package netmp.drill;

import java.util.List;

/**
 * Something that happens in a script, or must happen.
 *
 * @param line where it stands
 * @param time when
 * @param action what
 */
record Event(int line, Time time, Action action) {

  /** How a time is meant. */
  enum TimeKind {
    ABSOLUTE,
    RELATIVE,
    ANY,
    ABSOLUTE_RANGE,
    RELATIVE_RANGE
  }

  /**
   * A time of a script.
   *
   * @param kind how it is meant
   * @param from in microseconds
   * @param to the end of a range, in microseconds; of other kinds as from
   */
  record Time(TimeKind kind, long from, long to) {

    static final Time AT_ONCE = new Time(TimeKind.RELATIVE, 0, 0);

    boolean isRelative() {
      return kind == TimeKind.RELATIVE || kind == TimeKind.RELATIVE_RANGE;
    }

    boolean isAbsolute() {
      return kind == TimeKind.ABSOLUTE || kind == TimeKind.ABSOLUTE_RANGE;
    }

    boolean isRange() {
      return kind == TimeKind.ABSOLUTE_RANGE || kind == TimeKind.RELATIVE_RANGE;
    }
  }

  /** What happens. */
  sealed interface Action {}

  /**
   * A packet.
   *
   * @param inbound whether it comes to the stack; else the stack must send it
   * @param packet in the script's numbers
   * @param anyWindow the window is not looked at
   * @param anyOptions the options are not looked at
   * @param tosCheck what of the type of service is looked at
   */
  record PacketEvent(
      boolean inbound, Packet packet, boolean anyWindow, boolean anyOptions, TosCheck tosCheck)
      implements Action {}

  /** What of the type of service must be as the script has it. */
  enum TosCheck {
    NONE,
    /** The two bits of ECN. */
    ECN,
    /** They must say that the transport knows ECN, either way. */
    ECT01,
    /** All of it. */
    TOS
  }

  /**
   * A call.
   *
   * @param name of the function
   * @param arguments what it is given, and what it must give back
   * @param result what it must return
   * @param errno the name of the error; empty for none
   * @param end when a call that blocks must return, in microseconds; {@link #NOT_BLOCKING}
   */
  record CallEvent(
      String name, List<Expression> arguments, Expression result, String errno, long end)
      implements Action {

    static final long NOT_BLOCKING = -1;

    boolean isBlocking() {
      return end != NOT_BLOCKING;
    }
  }

  /**
   * A command of the shell.
   *
   * @param text its text
   */
  record CommandEvent(String text) implements Action {}

  /**
   * Code in another language.
   *
   * @param text its text
   */
  record CodeEvent(String text) implements Action {}
}
