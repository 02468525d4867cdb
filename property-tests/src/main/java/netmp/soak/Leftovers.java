package netmp.soak;

import netmp.stack.Census;
import netmp.stack.Resource;

/** Looks for what a machine holds that nobody needs, or more of than it may. */
final class Leftovers {

  private Leftovers() {}

  /** What is left over on a machine that nobody uses; null if nothing is. */
  static String of(Machine machine) {
    String fault = machine.host().findFault();
    if (fault != null) {
      return fault;
    }
    Census now = machine.host().stack().census();
    for (Resource each : Resource.values()) {
      int before = owned(machine.before(), each);
      if (owned(now, each) != before) {
        return "%s: %d %s, and %d before it was used"
            .formatted(machine.name(), owned(now, each), each.text(), before);
      }
    }
    return null;
  }

  /** Neighbours stay known, each with a timer. */
  private static int owned(Census census, Resource resource) {
    return switch (resource) {
      case NEIGHBOURS -> 0;
      case TIMERS -> census.used(resource) - census.used(Resource.NEIGHBOURS);
      default -> census.used(resource);
    };
  }

  /** Whether a machine in use keeps to its limits. */
  static void checkLimits(Machine machine, Tally tally) {
    Census now = machine.host().stack().census();
    for (Resource each : Resource.values()) {
      if (now.used(each) > now.limit(each)) {
        tally.find(
            "%s: %d %s, more than %d"
                .formatted(machine.name(), now.used(each), each.text(), now.limit(each)));
      }
    }
    tally.count(Tally.Group.CHECK, "times that limits were looked at");
  }
}
