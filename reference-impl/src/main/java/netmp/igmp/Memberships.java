package netmp.igmp;

import netmp.pcb.Joined;

/** Told that sockets join groups and leave them, in the order in which they do. */
@FunctionalInterface
public interface Memberships {

  /**
   * A socket joins a group, or leaves one that it has joined.
   *
   * @param what the group, and the interface
   * @param joins false when it leaves
   */
  void change(Joined what, boolean joins);
}
