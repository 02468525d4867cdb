package netmp.adversary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import netmp.adversary.Exhaustive.Node;

/**
 * The races of a run: pairs of steps that depend on each other with nothing between them that
 * orders them. Of each, what has to be run in place of the first so that they come the other way
 * round is marked as wanted there, if nothing that serves is.
 */
final class Races {

  private final List<Node> steps;
  private final int threads;

  /** For each step, how many steps of each thread happen before it or are it. */
  private final int[][] clocks;

  /** For each step, how many steps its thread has made with it. */
  private final int[] ordinals;

  Races(List<Node> steps) {
    this.steps = steps;
    threads = 1 + steps.stream().mapToInt(step -> step.thread).max().orElse(0);
    clocks = new int[steps.size()][];
    ordinals = new int[steps.size()];
  }

  void mark() {
    int[] last = new int[threads];
    Arrays.fill(last, -1);
    Map<Object, Integer> users = new HashMap<>();
    int[] sinceTime = new int[threads];
    for (int j = 0; j < steps.size(); j++) {
      Node step = steps.get(j);
      int[] clock = last[step.thread] < 0 ? new int[threads] : clocks[last[step.thread]].clone();
      join(clock, sinceTime);
      clock[step.thread]++;
      ordinals[j] = clock[step.thread];
      clocks[j] = clock;
      if (step.isAfterTime) {
        // Nothing could run, so what came before could not have come after.
        Arrays.stream(last).filter(i -> i >= 0).forEach(i -> join(clock, clocks[i]));
        sinceTime = clock;
      } else {
        race(j, users);
      }
      last[step.thread] = j;
      for (Object shared : step.touched) {
        users.put(shared, j);
      }
    }
  }

  /** The latest first: what happens before it does not race. */
  private void race(int j, Map<Object, Integer> users) {
    TreeSet<Integer> before = new TreeSet<>(Collections.reverseOrder());
    for (Object shared : steps.get(j).touched) {
      Integer user = users.get(shared);
      if (user != null) {
        before.add(user);
      }
    }
    List<Integer> racing = new ArrayList<>();
    for (int i : before) {
      if (!happensBefore(i, j)) {
        racing.add(i);
        join(clocks[j], clocks[i]);
      }
    }
    racing.forEach(i -> reverse(i, j));
  }

  private boolean happensBefore(int i, int j) {
    return clocks[j][steps.get(i).thread] >= ordinals[i];
  }

  private void reverse(int i, int j) {
    Node first = steps.get(i);
    long initials = initials(i, j);
    if ((initials & first.wanted) == 0) {
      long possible = initials & first.enabled;
      first.wanted |= possible == 0 ? first.enabled : Long.lowestOneBit(possible);
    }
  }

  /**
   * The threads that can go on first where the steps after the first that do not depend on it, and
   * then the second, are run. The second may then do something else, such as get a lock that it did
   * not get, and so depend on those before it: its thread is one of them only if there are none.
   */
  private long initials(int i, int j) {
    List<Integer> without = new ArrayList<>();
    long initials = 0;
    for (int k = i + 1; k < j; k++) {
      int step = k;
      if (!happensBefore(i, k)) {
        if (without.stream().noneMatch(m -> happensBefore(m, step))) {
          initials |= 1L << steps.get(k).thread;
        }
        without.add(k);
      }
    }
    return without.isEmpty() ? 1L << steps.get(j).thread : initials;
  }

  private static void join(int[] clock, int[] other) {
    for (int t = 0; t < clock.length; t++) {
      clock[t] = Math.max(clock[t], other[t]);
    }
  }
}
