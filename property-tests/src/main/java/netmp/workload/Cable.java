package netmp.workload;

import netmp.nic.Wire;

/** What lies between two devices. */
@FunctionalInterface
public interface Cable {

  /** A cable that does nothing to frames. */
  Cable PERFECT = (from, to, receiver) -> receiver;

  /**
   * Plugs in one direction.
   *
   * @param from name of the sending device
   * @param to name of the receiving device
   * @param receiver takes the frames at the other end
   * @return takes the frames at the sender's end
   */
  Wire plug(String from, String to, Wire receiver);
}
