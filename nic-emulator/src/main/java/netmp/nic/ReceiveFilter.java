package netmp.nic;

import java.util.Arrays;

/**
 * Which frames a device takes. At reset: those for its own address, for all stations, and of any
 * VLAN or none. Registers: one thread at a time writes, which the device's threads see at once or a
 * few frames later.
 */
public final class ReceiveFilter {

  /** How many groups the list has room for. With more the driver must take all multicast. */
  public static final int GROUPS = 128;

  private static final long BROADCAST = 0xffff_ffff_ffffL;
  private static final int VLANS = 4096;
  private static final long[] NONE = {};

  private final long station;
  private volatile boolean promiscuous;
  private volatile boolean allMulticast;

  /** Sorted; replaced as a whole. */
  private volatile long[] groups = NONE;

  /** A bit for each VLAN, replaced as a whole; null takes all. */
  private volatile long[] vlans;

  ReceiveFilter(long station) {
    this.station = station;
  }

  /**
   * Whether to take frames for other stations, all groups and all VLANs too.
   *
   * @param all true to take all
   */
  public void setPromiscuous(boolean all) {
    promiscuous = all;
  }

  /**
   * Whether to take frames for all groups.
   *
   * @param all false to take those of the list
   */
  public void setAllMulticast(boolean all) {
    allMulticast = all;
  }

  /**
   * Replaces the list of groups. They are compared as a whole, not by a hash.
   *
   * @param addresses Ethernet addresses, at most {@link #GROUPS}; not kept
   * @throws IllegalArgumentException if there are more, or one is not of a group
   */
  public void setMulticast(long... addresses) {
    if (addresses.length > GROUPS) {
      throw new IllegalArgumentException(
          addresses.length + " groups; the list has room for " + GROUPS);
    }
    for (long address : addresses) {
      if (address >>> 48 != 0 || (address >>> 40 & 1) == 0) {
        throw new IllegalArgumentException(
            Long.toHexString(address) + " is not the Ethernet address of a group");
      }
    }
    long[] sorted = addresses.clone();
    Arrays.sort(sorted);
    groups = sorted;
  }

  /**
   * Takes frames with a tag only if they are of one of these VLANs. Frames without a tag, and those
   * with a priority only, pass.
   *
   * @param ids 0..4095 each
   * @throws IllegalArgumentException if one is out of range
   */
  public void setVlans(int... ids) {
    long[] bits = new long[VLANS / Long.SIZE];
    for (int id : ids) {
      if (id < 0 || id >= VLANS) {
        throw new IllegalArgumentException("VLAN " + id + " is not in 0..4095");
      }
      bits[id / Long.SIZE] |= 1L << id;
    }
    vlans = bits;
  }

  /** Takes frames of all VLANs again. */
  public void setAllVlans() {
    vlans = null;
  }

  /**
   * Whether a frame passes.
   *
   * @param frame holds at least an Ethernet header
   * @param at index of its first byte
   * @param vlan of its tag, or 0 for none
   */
  boolean passes(byte[] frame, int at, int vlan) {
    return promiscuous || (isForUs(frame, at) && isOfVlan(vlan));
  }

  private boolean isForUs(byte[] frame, int at) {
    long destination = 0;
    for (int i = 0; i < 6; i++) {
      destination = destination << 8 | (frame[at + i] & 0xff);
    }
    return destination == station
        || destination == BROADCAST
        || ((frame[at] & 1) != 0
            && (allMulticast || Arrays.binarySearch(groups, destination) >= 0));
  }

  private boolean isOfVlan(int vlan) {
    long[] taken = vlans;
    return taken == null || vlan == 0 || (taken[vlan / Long.SIZE] >>> vlan & 1) != 0;
  }
}
