package netmp.arp;

/**
 * A map from IPv4 addresses to numbers, of fixed capacity: open addressing with linear probing,
 * removal by shifting back, so nothing is allocated and there are no tombstones to clean. 0.0.0.0
 * is no key. For one thread.
 */
final class AddressMap {

  /** What {@link #get} returns for an address that is not in the map. */
  static final long NONE = -1;

  private final int[] keys;
  private final long[] values;
  private final int mask;

  /** Makes an empty map with room for {@code capacity} addresses, at most half of its slots. */
  AddressMap(int capacity) {
    int slots = Integer.highestOneBit(Math.max(1, capacity) * 4 - 1);
    keys = new int[slots];
    values = new long[slots];
    mask = slots - 1;
  }

  long get(int key) {
    int slot = find(key);
    return keys[slot] == key ? values[slot] : NONE;
  }

  /**
   * Puts a value, which is not negative. The caller never puts more addresses than the capacity.
   */
  void put(int key, long value) {
    int slot = find(key);
    keys[slot] = key;
    values[slot] = value;
  }

  void remove(int key) {
    int hole = find(key);
    if (keys[hole] != key) {
      return;
    }
    for (int slot = next(hole); keys[slot] != 0; slot = next(slot)) {
      // An entry may move back to the hole unless that is before its home slot.
      int fromHome = (slot - home(keys[slot])) & mask;
      int fromHole = (slot - hole) & mask;
      if (fromHome >= fromHole) {
        keys[hole] = keys[slot];
        values[hole] = values[slot];
        hole = slot;
      }
    }
    keys[hole] = 0;
  }

  /** The slot that holds the key, or the free one where it would go. */
  private int find(int key) {
    int slot = home(key);
    while (keys[slot] != key && keys[slot] != 0) {
      slot = next(slot);
    }
    return slot;
  }

  private int next(int slot) {
    return (slot + 1) & mask;
  }

  private int home(int key) {
    int hash = key * 0x9e3779b9; // neighbours differ in their low bits; spread them
    return (hash ^ (hash >>> 16)) & mask;
  }
}
