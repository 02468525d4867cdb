package netmp.pcb;

/**
 * A group that a socket has joined (BSD's in_multi, as a member of imo_membership).
 *
 * @param group a class D address
 * @param ifnet number of the interface on which it has
 */
public record Joined(int group, int ifnet) {}
