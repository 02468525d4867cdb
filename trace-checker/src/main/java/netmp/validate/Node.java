package netmp.validate;

import netmp.tlc.SpecState;

/**
 * A state of an {@link Automaton}, and the steps that were tried from it.
 *
 * <p>The steps are a hash table with linear probing: there are many states with few steps each, and
 * to look one up must not cost more than a cache miss or two.
 */
final class Node {

  /** Of a step that is not remembered. */
  static final long NO_KEY = 0;

  private static final int FEWEST = 4;

  private final SpecState state;
  private final long fingerprint;
  private final boolean free;
  private final boolean retired;
  private final Arcs here = new Arcs(new Node[] {this}, new int[1]);
  private long[] keys = new long[FEWEST];
  private Arcs[] after = new Arcs[FEWEST];
  private int count;

  /**
   * Where a step leads.
   *
   * @param to the nodes; several if the specification leaves it open, none if it is impossible
   * @param moved by how much the numbers in each of them are less than they were
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; read where each nanosecond counts
  record Arcs(Node[] to, int[] moved) {

    static final Arcs NONE = new Arcs(new Node[0], new int[0]);
  }

  /**
   * A node without steps.
   *
   * @param state the state
   * @param fingerprint of the state
   * @param free whether there are no numbers in it
   * @param retired whether nothing may follow
   */
  Node(SpecState state, long fingerprint, boolean free, boolean retired) {
    this.state = state;
    this.fingerprint = fingerprint;
    this.free = free;
    this.retired = retired;
  }

  SpecState state() {
    return state;
  }

  /** Whether there are no numbers in the state, so that they can begin anywhere. */
  boolean free() {
    return free;
  }

  /** Whether nothing may follow, so that an object that is here is at its end. */
  boolean retired() {
    return retired;
  }

  /** The arcs of a step that leads here, with numbers as they are. */
  Arcs here() {
    return here;
  }

  /** Null if it is not known. */
  Arcs get(long key) {
    return after[place(keys, key)];
  }

  void put(long key, Arcs arcs) {
    if (2 * ++count > keys.length) {
      grow();
    }
    int place = place(keys, key);
    keys[place] = key;
    after[place] = arcs;
  }

  /** Where a key is, or would be. A table is never more than half full. */
  private static int place(long[] keys, long key) {
    int mask = keys.length - 1;
    int place = (int) (key >>> Integer.SIZE) & mask;
    while (keys[place] != key && keys[place] != NO_KEY) {
      place = (place + 1) & mask;
    }
    return place;
  }

  /** Holds on to no other node any more. */
  void forget() {
    keys = new long[FEWEST];
    after = new Arcs[FEWEST];
    count = 0;
  }

  private void grow() {
    long[] more = new long[2 * keys.length];
    Arcs[] moved = new Arcs[more.length];
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != NO_KEY) {
        int place = place(more, keys[i]);
        more[place] = keys[i];
        moved[place] = after[i];
      }
    }
    keys = more;
    after = moved;
  }

  /** A state that was forgotten and met again has another node. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Node node && node.fingerprint == fingerprint;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(fingerprint);
  }
}
