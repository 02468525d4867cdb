package netmp.drill;

import netmp.trace.EventSink;

/** Runs scripts in packetdrill's language. */
public final class Drill {

  private final boolean strict;

  /**
   * A runner of scripts.
   *
   * @param strict also refuse what packetdrill does not look at: packets that no event asks for,
   *     echoed timestamps that are not the script's, packet buffers that are not freed
   */
  public Drill(boolean strict) {
    this.strict = strict;
  }

  /** How a script has ended. */
  public enum Verdict {
    /** The stack did what the script says. */
    PASSED,
    /** It did something else. */
    FAILED,
    /** The script needs what the stack, or this tool, has not. */
    SKIPPED,
    /** It cannot be read. */
    UNREADABLE
  }

  /**
   * What became of a script.
   *
   * @param verdict how it has ended
   * @param message why, beginning with the line if there is one; empty if it has passed
   */
  public record Outcome(Verdict verdict, String message) {}

  /**
   * Runs a script. Any thread; scripts know nothing of each other.
   *
   * @param text the script
   * @return what became of it
   */
  public Outcome run(String text) {
    return run(text, null);
  }

  /**
   * Runs a script, and records what the probes report.
   *
   * @param text the script
   * @param trace receives it, or null
   * @return what became of it
   */
  public Outcome run(String text, EventSink trace) {
    return outcome(() -> new ScriptRun(Parser.parse(text), strict, trace).run());
  }

  /**
   * Reads a script, and does not run it. Any thread.
   *
   * @param text the script
   * @return {@link Verdict#PASSED} if it can be read
   */
  public static Outcome read(String text) {
    return outcome(() -> Parser.parse(text));
  }

  private static Outcome outcome(Runnable work) {
    try {
      work.run();
      return new Outcome(Verdict.PASSED, "");
    } catch (SyntaxError e) {
      return new Outcome(Verdict.UNREADABLE, e.getMessage());
    } catch (Unsupported e) {
      String where = e.line() == 0 ? "" : e.line() + ": ";
      return new Outcome(Verdict.SKIPPED, where + "needs " + e.getMessage());
    } catch (Mismatch e) {
      return new Outcome(Verdict.FAILED, e.text());
    }
  }
}
