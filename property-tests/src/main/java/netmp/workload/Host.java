package netmp.workload;

import netmp.exec.Execution;
import netmp.nic.Nic;
import netmp.stack.NetStack;
import netmp.stats.Statistics;

/**
 * A stack on the bench and what it looked like at rest.
 *
 * @param name its name
 * @param address its IPv4 address
 * @param stack the stack
 * @param nic its device
 * @param buffers packet buffers it had before anything was posted to its device
 * @param posted buffers that rest in its receive rings
 */
public record Host(String name, int address, NetStack stack, Nic nic, int buffers, int posted) {

  /**
   * Waits until nothing is on its way inside the stack, or long enough for everything that has a
   * timer to end.
   *
   * @param execution whose clock to wait by
   */
  public void settle(Execution execution) {
    for (int i = 0; i < 1000 && !isAtRest(); i++) {
      execution.parkUntil(execution.nanoTime() + 10_000_000);
    }
  }

  private boolean isAtRest() {
    Statistics statistics = stack.statistics();
    return stack.availableBuffers() == buffers - posted
        && statistics.received() == statistics.consumed() + statistics.inputDrops();
  }

  /**
   * What is wrong with a stack at rest: buffers missing, or packets not accounted for.
   *
   * @return null if nothing is
   */
  public String findFault() {
    Statistics s = stack.statistics();
    if (stack.availableBuffers() != buffers - posted) {
      return name
          + ": "
          + (buffers - posted - stack.availableBuffers())
          + " packet buffers were not freed";
    }
    if (s.received() != s.consumed() + s.inputDrops()) {
      return "%s: %d packets came up, but %d were consumed and %d dropped"
          .formatted(name, s.received(), s.consumed(), s.inputDrops());
    }
    return null;
  }
}
