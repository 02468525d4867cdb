package netmp.adversary;

import java.util.List;
import netmp.sim.ReadyThreads;
import netmp.sim.ScheduleChooser;

/**
 * Who runs when: a list of preemptions is followed, and after the last a strategy goes on. Between
 * the preemptions of the list nobody is preempted, so shrinking it makes runs calmer.
 *
 * @param preemptions deviations from the schedule that never preempts
 * @param then what goes on after the last of them
 * @param bound how many deviations the strategy makes, if it is one that counts them
 * @param length decisions among which these deviations are spread, at least 1
 * @param seed equal ones make equal choices
 */
public record Schedule(
    List<Preemption> preemptions, Strategy then, int bound, int length, long seed) {

  /** Nobody is ever preempted. */
  public static final Schedule CALM = of(List.of());

  /**
   * Copies the list.
   *
   * @param preemptions deviations from the schedule that never preempts
   * @param then what goes on after the last of them
   * @param bound how many deviations the strategy makes, at least 0
   * @param length decisions among which these deviations are spread, at least 1
   * @param seed equal ones make equal choices
   */
  public Schedule {
    preemptions = List.copyOf(preemptions);
    if (then == null || bound < 0 || length < 1) {
      throw new IllegalArgumentException(
          "a schedule goes on with a strategy, a bound of at least 0, and a length of at least 1");
    }
  }

  /**
   * A schedule that is written down.
   *
   * @param preemptions all there are
   * @return the schedule
   */
  public static Schedule of(List<Preemption> preemptions) {
    return new Schedule(preemptions, Strategy.COOPERATIVE, 0, 1, 0);
  }

  /** Makes its choices, in one run. */
  ScheduleChooser chooser() {
    return new Choices(preemptions, then.chooser(this));
  }

  private static final class Choices implements ScheduleChooser {
    private final List<Preemption> preemptions;
    private final ScheduleChooser then;
    private int next;
    private int passed;

    Choices(List<Preemption> preemptions, ScheduleChooser then) {
      this.preemptions = preemptions;
      this.then = then;
    }

    @Override
    public int choose(ReadyThreads ready) {
      return next < preemptions.size() ? ofTheList(ready) : then.choose(ready);
    }

    private int ofTheList(ReadyThreads ready) {
      Preemption preemption = preemptions.get(next);
      if (passed < preemption.gap()) {
        passed++;
        return 0;
      }
      next++;
      passed = 0;
      return 1 + Math.floorMod(preemption.choice(), ready.size() - 1);
    }
  }

  /**
   * A strategy from the first decision on.
   *
   * @param strategy which
   * @param bound how many deviations it makes, if it counts them
   * @param length decisions among which they are spread
   * @param seed equal ones make equal choices
   * @return the schedule
   */
  public static Schedule by(Strategy strategy, int bound, int length, long seed) {
    return new Schedule(List.of(), strategy, bound, length, seed);
  }
}
