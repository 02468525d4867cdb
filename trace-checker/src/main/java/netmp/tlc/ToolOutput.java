package netmp.tlc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a TLC in another JVM prints with {@code -tool}: messages between marks that carry a code.
 * One thread feeds it lines.
 */
final class ToolOutput {

  private static final Pattern START = Pattern.compile("@!@!@STARTMSG (\\d+):(\\d+) @!@!@");
  private static final String END = "@!@!@ENDMSG ";
  private static final Pattern PROGRESS =
      Pattern.compile("Progress\\((\\d+)\\).*: ([\\d,]+) states generated.*?, ([\\d,]+) distinct");
  private static final Pattern FINAL =
      Pattern.compile("([\\d,]+) states generated, ([\\d,]+) distinct states found");
  private static final Pattern DEPTH = Pattern.compile("search is (\\d+)");
  private static final Pattern NAMED =
      Pattern.compile("(?:Invariant|[Pp]roperty) (\\S+) is violated");

  // ---- TLC's codes of messages, and their classes ----

  private static final int PROGRESS_STATS = 2200;
  private static final int STATS = 2199;
  private static final int SEARCH_DEPTH = 2194;
  private static final int SERVER_IS_READY = 7000;
  private static final int BEHAVIOR_UP_TO_THIS_POINT = 2121;
  private static final String ERROR_CLASS = "1";
  private static final String STATE_CLASS = "4";

  private final TlcProgress progress;
  private final Runnable whenReady;
  private final List<String> message = new ArrayList<>();

  /** The text of errors and of the states of a counterexample, as TLC prints it. */
  private final StringBuilder text = new StringBuilder();

  /** What is outside of messages: the parser's words. */
  private final StringBuilder outside = new StringBuilder();

  private String kind = "";
  private int code;
  private int firstError;
  private long generated;
  private long distinct;
  private int depth;

  /**
   * Nothing is printed yet.
   *
   * @param progress hears of the states
   * @param whenReady is run when a server waits for workers
   */
  ToolOutput(TlcProgress progress, Runnable whenReady) {
    this.progress = progress;
    this.whenReady = whenReady;
  }

  void line(String line) {
    Matcher start = START.matcher(line);
    if (start.matches()) {
      code = Integer.parseInt(start.group(1));
      kind = start.group(2);
      message.clear();
    } else if (line.startsWith(END)) {
      said(String.join("\n", message));
      code = 0;
    } else if (code == 0) {
      outside.append(line).append('\n');
    } else {
      message.add(line);
    }
  }

  private void said(String what) {
    switch (code) {
      case PROGRESS_STATS -> count(PROGRESS.matcher(what));
      case STATS -> {
        Matcher matcher = FINAL.matcher(what);
        if (matcher.find()) {
          generated = number(matcher.group(1));
          distinct = number(matcher.group(2));
        }
      }
      case SEARCH_DEPTH -> {
        Matcher matcher = DEPTH.matcher(what);
        depth = matcher.find() ? Integer.parseInt(matcher.group(1)) : depth;
      }
      case SERVER_IS_READY -> whenReady.run();
      default -> note(what);
    }
  }

  private void note(String what) {
    if (kind.equals(ERROR_CLASS) && firstError == 0) {
      firstError = code;
    }
    if (kind.equals(ERROR_CLASS) || kind.equals(STATE_CLASS)) {
      text.append(what.strip()).append('\n');
    }
  }

  private void count(Matcher matcher) {
    if (matcher.find()) {
      depth = Integer.parseInt(matcher.group(1));
      generated = number(matcher.group(2));
      distinct = number(matcher.group(3));
      progress.states(generated, distinct, depth);
    }
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  /**
   * What came of the run.
   *
   * @param status the exit status of the JVM
   * @param seconds how long it took
   */
  TlcResult result(int status, double seconds) {
    Verdict verdict = firstError == 0 ? ofStatus(status) : ofError(firstError);
    boolean unread = verdict == Verdict.PARSE_ERROR || verdict == Verdict.ENGINE_ERROR;
    String said = (text + (unread ? outside.toString() : "")).strip();
    Matcher named = NAMED.matcher(said);
    return new TlcResult(
        verdict,
        named.find() ? named.group(1) : "",
        generated,
        distinct,
        depth,
        seconds,
        Counterexample.NONE,
        verdict == Verdict.OK ? "" : said,
        Optional.empty(),
        List.of());
  }

  /** A server tells the behaviour, and not what it violates. */
  private static Verdict ofError(int error) {
    return error == BEHAVIOR_UP_TO_THIS_POINT ? Verdict.INVARIANT : Verdicts.of(error);
  }

  private static Verdict ofStatus(int status) {
    return status == 0 ? Verdict.OK : Verdict.ENGINE_ERROR;
  }
}
