package netmp.adversary;

import java.util.List;
import netmp.sim.ScheduleChooser;

/**
 * Follows a list of preemptions; between them and after the last, nobody is preempted. The empty
 * list is the cooperative schedule, so shrinking the list makes runs calmer.
 */
final class PreemptionChooser implements ScheduleChooser {

  private final List<Preemption> preemptions;
  private int next;
  private int passed;

  PreemptionChooser(List<Preemption> preemptions) {
    this.preemptions = preemptions;
  }

  @Override
  public int choose(int options) {
    if (next == preemptions.size()) {
      return 0;
    }
    Preemption preemption = preemptions.get(next);
    if (passed < preemption.gap()) {
      passed++;
      return 0;
    }
    next++;
    passed = 0;
    return 1 + Math.floorMod(preemption.choice(), options - 1);
  }
}
