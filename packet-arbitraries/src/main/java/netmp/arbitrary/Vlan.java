package netmp.arbitrary;

/**
 * A tag of IEEE 802.1Q.
 *
 * @param priority 0..7
 * @param dropEligible whether the frame may be dropped first
 * @param id of the VLAN, 0..4095; 0 is none and 4095 reserved
 */
public record Vlan(int priority, boolean dropEligible, int id) {

  /** Refuses what the tag cannot hold. */
  public Vlan {
    Range.bits("the priority of a VLAN tag", priority, 3);
    Range.bits("the id of a VLAN tag", id, 12);
  }
}
