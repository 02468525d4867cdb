package netmp.workload;

import netmp.nic.Nic;
import netmp.stack.NetStack;
import netmp.stats.Counter;
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
   * What is wrong with a stack at rest: buffers missing, or packets not accounted for. Of a stack
   * that is working it says something too.
   *
   * @return null if nothing is
   */
  public String findFault() {
    Statistics s = stack.statistics();
    if (nic.counters().rxPackets() != s.get(Counter.ETHER_RECEIVED)) {
      return "%s: the device received %d frames, the stack %d"
          .formatted(name, nic.counters().rxPackets(), s.get(Counter.ETHER_RECEIVED));
    }
    int missing = buffers - posted - stack.availableBuffers();
    if (missing != 0) {
      return name + ": " + missing + " packet buffers were not freed";
    }
    if (s.received() != s.consumed() + s.inputDrops()) {
      return "%s: %d packets came up, but %d were consumed and %d dropped"
          .formatted(name, s.received(), s.consumed(), s.inputDrops());
    }
    return null;
  }
}
