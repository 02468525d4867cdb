package netmp.validate;

import java.util.List;
import java.util.SequencedMap;
import netmp.tlc.FalseConjunct;

/**
 * Why a trace is not a behaviour of the specifications.
 *
 * @param event the first event that fits nothing
 * @param spec name of the specification that refuses it; empty if none knows it
 * @param message what is wrong, in a sentence
 * @param candidates the states the object could be in before the event, with what they forbid and
 *     allow; empty if no specification knows the event or the engine does not say
 */
public record Refusal(TraceEvent event, String spec, String message, List<Candidate> candidates) {

  /** In the message, if it is not the event that is refused but that nothing comes behind it. */
  static final String THE_END = " does not allow the run to end behind ";

  private static final int SHOWN = 3;

  /**
   * A state in which the event is impossible.
   *
   * @param state variable to value
   * @param reasons the conjuncts of the event's action that are false in it
   * @param allowed the actions that the specification allows there, with arguments of the size that
   *     occurs in the state and in the event
   * @param nearest what would fit with the least change: the same action with other arguments, or a
   *     step that is missing and the event behind it
   * @param waiting steps whose order is open that have not happened there
   */
  public record Candidate(
      SequencedMap<String, String> state,
      List<FalseConjunct> reasons,
      List<String> allowed,
      List<String> nearest,
      List<String> waiting) {

    /** Copies the lists. */
    public Candidate {
      reasons = List.copyOf(reasons);
      allowed = List.copyOf(allowed);
      nearest = List.copyOf(nearest);
      waiting = List.copyOf(waiting);
    }
  }

  /** Copies the list. */
  public Refusal {
    candidates = List.copyOf(candidates);
  }

  /** Whether it is the end of the run that is refused. */
  boolean refusesTheEnd() {
    return message.startsWith(spec + THE_END);
  }

  /**
   * The refusal for people.
   *
   * @return several lines
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, 0, "line " + event.line() + ": " + event.label() + " on " + event.object());
    line(text, 1, "by thread " + event.thread() + ", stamp " + event.n());
    line(text, 0, message);
    for (Candidate candidate : candidates.subList(0, Math.min(SHOWN, candidates.size()))) {
      append(text, candidate);
    }
    if (candidates.size() > SHOWN) {
      line(text, 0, "and " + (candidates.size() - SHOWN) + " more states like these");
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Candidate candidate) {
    line(text, 0, "the object could be in the state");
    candidate.state.forEach((variable, value) -> line(text, 1, variable + " = " + value));
    if (!candidate.waiting.isEmpty()) {
      line(text, 0, "with steps still to come: " + String.join(", ", candidate.waiting));
    }
    if (!candidate.reasons.isEmpty()) {
      line(text, 0, "where this is false");
      candidate.reasons.forEach(reason -> line(text, 1, reason.toString()));
    }
    line(text, 0, "and what is allowed is");
    line(text, 1, candidate.allowed.isEmpty() ? "nothing" : String.join(", ", candidate.allowed));
    if (!candidate.nearest.isEmpty()) {
      line(text, 0, "the nearest that would fit is");
      candidate.nearest.forEach(each -> line(text, 1, each));
    }
  }

  private static void line(StringBuilder text, int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}
