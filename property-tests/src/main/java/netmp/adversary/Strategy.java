package netmp.adversary;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import netmp.sim.ReadyThreads;
import netmp.sim.ScheduleChooser;

/** Ways to choose who runs next, of which none looks at what the threads do. */
public enum Strategy {
  /** Nobody is preempted. */
  COOPERATIVE {
    @Override
    ScheduleChooser chooser(Schedule schedule) {
      return ScheduleChooser.COOPERATIVE;
    }
  },

  /** Each thread that can run is as likely as any other, at every decision. */
  UNIFORM {
    @Override
    ScheduleChooser chooser(Schedule schedule) {
      return ScheduleChooser.uniform(new SplittableRandom(schedule.seed()));
    }
  },

  /**
   * Probabilistic concurrency testing: threads have random priorities, the highest runs, and at
   * {@code bound} random decisions the thread that would run gets the lowest of all. A bug that
   * needs {@code d} orderings is found with probability at least 1/(n k^(d-1)) of a bound d-1, n
   * threads, and k decisions (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010).
   */
  PCT {
    @Override
    ScheduleChooser chooser(Schedule schedule) {
      return new Priorities(schedule);
    }
  },

  /**
   * Delay-bounded: first come first served without preemption, but at {@code bound} random
   * decisions the next in the queue goes on instead (Emmi, Qadeer, Rakamaric, POPL 2011).
   */
  DELAYS {
    @Override
    ScheduleChooser chooser(Schedule schedule) {
      Places places = Places.of(schedule, new SplittableRandom(schedule.seed()));
      return ready -> places.isNext() ? 1 : 0;
    }
  },

  /**
   * Preemption-bounded: at {@code bound} random decisions another thread, any of them, goes on
   * (iterative context bounding: Musuvathi, Qadeer, PLDI 2007).
   */
  PREEMPTIONS {
    @Override
    ScheduleChooser chooser(Schedule schedule) {
      RandomGenerator random = new SplittableRandom(schedule.seed());
      Places places = Places.of(schedule, random);
      return ready -> places.isNext() ? 1 + random.nextInt(ready.size() - 1) : 0;
    }
  },

  /**
   * From a random decision on, threads take turns of equal length, a random one of 1 to 16
   * decisions, until {@code bound} turns have been taken away from a thread.
   */
  ROUND_ROBIN {
    @Override
    ScheduleChooser chooser(Schedule schedule) {
      return new Turns(schedule);
    }
  };

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Makes the choices of a schedule from its seed. */
  abstract ScheduleChooser chooser(Schedule schedule);

  /** Random decisions of a run, counted from its first. */
  private static final class Places {
    private final int[] places;
    private int decision;
    private int passed;

    private Places(int[] places) {
      this.places = places;
    }

    static Places of(Schedule schedule, RandomGenerator random) {
      int[] places = new int[schedule.bound()];
      Arrays.setAll(places, i -> random.nextInt(schedule.length()));
      Arrays.sort(places);
      return new Places(places);
    }

    /** Whether the next decision is one of them. Two at one place count once. */
    boolean isNext() {
      boolean is = false;
      while (passed < places.length && places[passed] == decision) {
        passed++;
        is = true;
      }
      decision++;
      return is;
    }
  }

  private static final class Priorities implements ScheduleChooser {
    private final RandomGenerator random;
    private final Places changes;
    private final Map<Integer, Integer> ofThread = new HashMap<>();
    private int lowest;

    Priorities(Schedule schedule) {
      random = new SplittableRandom(schedule.seed());
      changes = Places.of(schedule, random);
    }

    @Override
    public int choose(ReadyThreads ready) {
      if (changes.isNext()) {
        ofThread.put(ready.thread(highest(ready)), --lowest);
      }
      return highest(ready);
    }

    private int highest(ReadyThreads ready) {
      int best = 0;
      for (int i = 1; i < ready.size(); i++) {
        if (priority(ready.thread(i)) > priority(ready.thread(best))) {
          best = i;
        }
      }
      return best;
    }

    /** At least 0; below it are those that were changed. */
    private int priority(int thread) {
      return ofThread.computeIfAbsent(thread, t -> random.nextInt(Integer.MAX_VALUE));
    }
  }

  private static final class Turns implements ScheduleChooser {
    private static final int LONGEST = 16;

    private final int length;
    private final int bound;
    private int preemptions;
    private int running = -1;
    private int left;

    Turns(Schedule schedule) {
      RandomGenerator random = new SplittableRandom(schedule.seed());
      length = 1 + random.nextInt(LONGEST);
      left = random.nextInt(schedule.length());
      bound = schedule.bound();
    }

    @Override
    public int choose(ReadyThreads ready) {
      boolean goesOn = ready.thread(0) == running || running < 0;
      int choice = goesOn && left <= 0 && preemptions < bound ? 1 : 0;
      preemptions += choice;
      left = goesOn && choice == 0 ? left - 1 : length - 1;
      running = ready.thread(choice);
      return choice;
    }
  }
}
