package netmp.adversary;

import java.util.ArrayList;
import java.util.List;
import netmp.sim.ReadyThreads;
import netmp.sim.ScheduleChooser;

/** Lets another choose, and writes its choices down as a list of preemptions. */
final class WrittenDown implements ScheduleChooser {

  private final ScheduleChooser chooser;
  private final List<Preemption> preemptions = new ArrayList<>();
  private int passed;

  WrittenDown(ScheduleChooser chooser) {
    this.chooser = chooser;
  }

  @Override
  public int choose(ReadyThreads ready) {
    int choice = chooser.choose(ready);
    if (choice == 0) {
      passed++;
    } else {
      preemptions.add(new Preemption(passed, choice - 1));
      passed = 0;
    }
    return choice;
  }

  /** The choices so far. */
  List<Preemption> preemptions() {
    return preemptions;
  }
}
