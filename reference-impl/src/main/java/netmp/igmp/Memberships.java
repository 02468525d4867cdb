package netmp.igmp;

/** Told that sockets join groups and leave them, in the order in which they do. */
@FunctionalInterface
public interface Memberships {

  /**
   * A socket joins a group, or leaves one that it has joined.
   *
   * @param group a class D address
   * @param joins false when it leaves
   */
  void change(int group, boolean joins);
}
