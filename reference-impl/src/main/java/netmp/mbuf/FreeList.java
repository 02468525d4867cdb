package netmp.mbuf;

/**
 * The free buffers of a pool. What was given back last is taken first, if that can be had without
 * much ado: it is what the processor's caches hold.
 */
interface FreeList {

  /** The calling thread will take all buffers, if the list is for one. Before it gives any back. */
  default void own() {}

  /**
   * Takes a buffer. What its giver did to it happens before.
   *
   * @return a buffer, or null if there is none
   */
  Mbuf take();

  /** Gives a buffer back. Any thread. */
  void give(Mbuf buffer);

  /** How many there are; exact when nobody takes or gives. */
  int size();
}
