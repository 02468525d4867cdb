package netmp.fuzz;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import netmp.fuzz.edges.EdgeCounts;

/**
 * What all runs together have seen: of each edge, whether it was taken once, twice, three times, up
 * to 7, 15, 31, 127 or more often in a run (as AFL counts).
 */
final class Coverage {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final EdgeCounts counts;
  private final byte[] hits;
  private final byte[] seen;
  private int edges;

  Coverage(EdgeCounts counts) {
    this.counts = counts;
    hits = counts.hits();
    seen = new byte[hits.length];
  }

  /** Before a run. */
  void begin(long fuel) {
    Arrays.fill(hits, (byte) 0);
    counts.refuel(fuel);
  }

  /** After a run: whether it has shown something new, which then is no longer new. */
  boolean isNew() {
    counts.refuel(Long.MAX_VALUE);
    boolean found = false;
    for (int i = 0; i < hits.length; i += Long.BYTES) {
      if ((long) LONGS.get(hits, i) != 0) {
        found |= isNew(i);
      }
    }
    return found;
  }

  private boolean isNew(int from) {
    boolean found = false;
    for (int i = from; i < from + Long.BYTES; i++) {
      int bit = bucket(hits[i] & 0xff);
      if ((seen[i] & bit) != bit) {
        edges += seen[i] == 0 ? 1 : 0;
        seen[i] |= (byte) bit;
        found = true;
      }
    }
    return found;
  }

  /** One bit; none of 0. */
  private static int bucket(int count) {
    if (count <= 3) {
      return (1 << count) >> 1;
    }
    if (count < 32) {
      return count < 8 ? 1 << 3 : count < 16 ? 1 << 4 : 1 << 5;
    }
    return count < 128 ? 1 << 6 : 1 << 7;
  }

  /** Edges that were ever taken. */
  int edges() {
    return edges;
  }
}
