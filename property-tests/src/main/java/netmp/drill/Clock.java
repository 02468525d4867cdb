package netmp.drill;

import java.util.Locale;
import netmp.drill.Event.Time;
import netmp.drill.Event.TimeKind;

/** The time of a script, in microseconds since its beginning, and whether something was in time. */
final class Clock {

  private static final long NANOS = 1000;

  private final Machine machine;
  private final Setting setting;
  private final long start;

  Clock(Machine machine, Setting setting) {
    this.machine = machine;
    this.setting = setting;
    start = machine.now();
  }

  long now() {
    return toScript(machine.now());
  }

  long toScript(long nanos) {
    return (nanos - start) / NANOS;
  }

  long toLive(long micros) {
    return start + micros * NANOS;
  }

  /**
   * Checks that something happened when it should have.
   *
   * @param what for people
   * @param time when it should, in absolute numbers
   * @param actual when it did
   * @param last the time of the event before, or a negative number
   * @param offset what relative times are relative to
   * @throws Mismatch if not
   */
  void check(String what, Time time, long actual, long last, long offset) {
    if (time.kind() == TimeKind.ANY) {
      return;
    }
    long tolerance = tolerance(time.from(), last);
    if (actual >= time.from() - tolerance && actual <= time.to() + tolerance) {
      return;
    }
    throw new Mismatch("timing error: expected " + what + late(time, actual, tolerance, offset));
  }

  /** How far off something may be. */
  long tolerance(long expected, long last) {
    long share = last < 0 ? 0 : (long) (setting.tolerancePercent / 100 * (expected - last));
    return Math.max(setting.tolerance, share);
  }

  private static String late(Time time, long actual, long tolerance, long offset) {
    return switch (time.kind()) {
      case RELATIVE_RANGE ->
          " in relative time range +%s~+%s sec but happened at +%s sec"
              .formatted(
                  seconds(time.from() - offset),
                  seconds(time.to() - offset),
                  seconds(actual - offset));
      case ABSOLUTE_RANGE ->
          " in time range %s~%s sec but happened at %s sec"
              .formatted(seconds(time.from()), seconds(time.to()), seconds(actual));
      default ->
          " at %s sec but happened at %s sec; tolerance %s sec"
              .formatted(seconds(time.from()), seconds(actual), seconds(tolerance));
    };
  }

  static String seconds(long micros) {
    return String.format(Locale.ROOT, "%.6f", micros / 1e6);
  }
}
