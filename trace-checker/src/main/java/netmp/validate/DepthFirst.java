package netmp.validate;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Looks for one order of overlapping steps that is possible, where a {@link Frontier} of all of
 * them would be too wide (Wing and Gong 1993, Lowe 2017). It goes on from the order it has found,
 * and back to another choice when that one comes to an end; no configuration is visited twice. It
 * remembers the last stages, and so finds out that no order is possible if the wrong choice was
 * made in these; if it would have to go further back, it cannot decide.
 *
 * <p>Which order is tried first decides how often it has to go back. What overlaps is tried in the
 * order in which the arguments come up again: most objects hand things on in the order in which
 * they got them, and the trace says in which order they did.
 */
final class DepthFirst {

  /** Stages that can be gone back to. */
  static final int MAX_STAGES = 1 << 14;

  /** Configurations that are visited for one event. */
  private static final int MAX_VISITS = 20_000_000;

  private final Automaton automaton;
  private final Deque<Choice> open = new ArrayDeque<>();

  /** The last stages; a stage is at its number modulo the length. */
  private final Stage[] stages = new Stage[MAX_STAGES];

  private long stageCount;

  /** Choices were forgotten together with their stage. */
  private boolean isIncomplete;

  /** An event that has to happen, and those that may happen before it. */
  private static final class Stage {
    final TraceEvent[] waiting;

    /** Of the event that has to happen. */
    final int place;

    /** The places of all, as they are tried. */
    final int[] order;

    final Set<Configuration> seen = new HashSet<>();

    Stage(TraceEvent[] waiting, int place, Lookahead ahead) {
      this.waiting = waiting;
      this.place = place;
      order =
          IntStream.range(0, waiting.length)
              .filter(other -> waiting[other] != null)
              .boxed()
              .sorted(Comparator.comparingLong(other -> ahead.again(waiting[other], waiting)))
              .mapToInt(Integer::intValue)
              .toArray();
    }
  }

  /**
   * What to try.
   *
   * @param stage number of the stage
   * @param from where
   * @param next index in the stage's order of the event that is to happen next
   */
  private record Choice(long stage, Configuration from, int next) {}

  /**
   * A search that has not gone on yet.
   *
   * @param automaton the specification
   * @param start where it may begin, at least one
   */
  DepthFirst(Automaton automaton, List<Configuration> start) {
    this.automaton = automaton;
    start.forEach(configuration -> open.addLast(new Choice(0, configuration, 0)));
  }

  /**
   * Looks for an order in which an event has happened.
   *
   * @param waiting the events that may happen, by place; kept
   * @param place of the event that has to happen
   * @param ahead what comes behind them
   * @return false if there is none
   * @throws UndecidedException if it is not found within the limits
   */
  boolean happen(TraceEvent[] waiting, int place, Lookahead ahead) throws UndecidedException {
    stages[(int) (stageCount++ % MAX_STAGES)] = new Stage(waiting, place, ahead);
    forgetOldest();
    int visits = 0;
    while (!open.isEmpty() && open.peek().stage < stageCount) {
      visit(open.pop());
      if (++visits > MAX_VISITS) {
        throw undecided(waiting[place], "%,d ways were tried".formatted(MAX_VISITS));
      }
    }
    if (open.isEmpty() && isIncomplete) {
      throw undecided(waiting[place], "it may be a choice far before it");
    }
    return !open.isEmpty();
  }

  /** The choices of a stage that is not there any more; they are the last ones. */
  private void forgetOldest() {
    while (!open.isEmpty() && open.peekLast().stage < stageCount - MAX_STAGES) {
      open.removeLast();
      isIncomplete = true;
    }
  }

  private static UndecidedException undecided(TraceEvent event, String why) {
    return new UndecidedException(
        "no order was found in which the steps on %s up to line %d are possible, and %s"
            .formatted(event.object(), event.line(), why));
  }

  /** Where the last event has been found to be impossible: what was tried before it. */
  List<Configuration> configurations() {
    return List.copyOf(stages[(int) ((stageCount - 1) % MAX_STAGES)].seen);
  }

  private void visit(Choice choice) {
    Stage stage = stages[(int) (choice.stage % MAX_STAGES)];
    if (choice.next == 0 && !stage.seen.add(choice.from)) {
      return;
    }
    if (choice.from.has(stage.place)) {
      long others = choice.from.done() & ~(1L << stage.place);
      open.push(new Choice(choice.stage + 1, choice.from.with(others), 0));
      return;
    }
    if (choice.next + 1 < stage.order.length) {
      open.push(new Choice(choice.stage, choice.from, choice.next + 1));
    }
    int place = stage.order[choice.next];
    if (!choice.from.has(place)) {
      choice.from.follow(
          automaton,
          stage.waiting[place],
          choice.from.done() | 1L << place,
          to -> open.push(new Choice(choice.stage, to, 0)));
    }
  }
}
