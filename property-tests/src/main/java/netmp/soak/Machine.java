package netmp.soak;

import java.util.EnumSet;
import java.util.Set;
import netmp.flood.Attacker;
import netmp.link.Link;
import netmp.nic.DeviceFault;
import netmp.stack.Census;
import netmp.workload.Host;

/**
 * A host of a round, with what disturbs it.
 *
 * @param host the stack and its device
 * @param execution its threads and its clock
 * @param link to the switch
 * @param attacker who floods it
 * @param before what it held before anybody used it
 * @param faults what its device does wrong now; under its own monitor
 */
record Machine(
    Host host,
    HostExecution execution,
    Link link,
    Attacker attacker,
    Census before,
    Set<DeviceFault> faults) {

  Machine(Host host, HostExecution execution, Link link, Attacker attacker) {
    this(host, execution, link, attacker, host.stack().census(), EnumSet.noneOf(DeviceFault.class));
  }

  String name() {
    return host.name();
  }

  /** The device begins to do something wrong, or ends it. Any thread. */
  void inject(DeviceFault fault, boolean begins) {
    synchronized (faults) {
      if (begins) {
        faults.add(fault);
      } else {
        faults.remove(fault);
      }
      host.nic().inject(faults);
    }
  }

  /** The calling thread rests, or is woken earlier. */
  void rest(long nanos) {
    execution.parkUntil(execution.nanoTime() + nanos);
  }
}
