package netmp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;

/** The reassembly queue against an array with a mark for each byte. */
class ReassemblyPropertiesTest {

  private static final int SPACE = 64;

  /** A stretch of the stream comes. */
  record Piece(int from, int length) {}

  @Provide
  Arbitrary<List<Piece>> pieces() {
    Arbitrary<Piece> piece =
        Combinators.combine(
                Arbitraries.integers().between(1, SPACE - 1), Arbitraries.integers().between(1, 16))
            .as((from, length) -> new Piece(from, Math.min(length, SPACE - from)));
    return piece.list().ofMaxSize(20);
  }

  @Property
  void holdsWhatCameOnce(@ForAll("pieces") List<Piece> pieces, @ForAll("wrapping") int origin) {
    MbufPool pool = MbufPool.forOneThread(64, 1);
    ReassemblyQueue queue = new ReassemblyQueue();
    boolean[] here = new boolean[SPACE];
    for (Piece piece : pieces) {
      add(queue, pool, origin, piece);
      Arrays.fill(here, piece.from, piece.from + piece.length, true);
      checkBlocks(queue, origin, here, piece);
    }
    int at = firstGap(queue, origin, here);
    queue.clear();
    assertThat(pool.available()).as("behind %d", at).isEqualTo(pool.capacity());
  }

  @Provide
  Arbitrary<Integer> wrapping() {
    return Arbitraries.of(0, -SPACE / 2, Integer.MAX_VALUE - SPACE / 2, 12345);
  }

  private static void add(ReassemblyQueue queue, MbufPool pool, int origin, Piece piece) {
    Mbuf text = pool.alloc();
    text.extend(piece.length);
    for (int i = 0; i < piece.length; i++) {
      text.setU8(i, piece.from + i);
    }
    if (!queue.add(origin + piece.from, text)) {
      text.free();
    }
  }

  /** The first block is the stretch of the piece that came last, and all blocks are stretches. */
  private static void checkBlocks(ReassemblyQueue queue, int origin, boolean[] here, Piece last) {
    int[] left = new int[4];
    int[] right = new int[4];
    int count = queue.blocks(left, right, 0, 4);
    assertThat(count).isPositive();
    for (int i = 0; i < count; i++) {
      int from = left[i] - origin;
      int to = right[i] - origin;
      assertThat(from).isPositive();
      for (int at = from; at < to; at++) {
        assertThat(here[at]).as("byte %d of block %d..%d", at, from, to).isTrue();
      }
      assertThat(here[from - 1]).isFalse();
      assertThat(to == SPACE || !here[to]).isTrue();
    }
    boolean brought = left[0] - origin <= last.from && last.from < right[0] - origin;
    assertThat(brought || wasKnown(queue, origin, last)).isTrue();
  }

  private static boolean wasKnown(ReassemblyQueue queue, int origin, Piece last) {
    int[] left = new int[4];
    int[] right = new int[4];
    int count = queue.blocks(left, right, 0, 4);
    for (int i = 0; i < count; i++) {
      if (left[i] - origin <= last.from && last.from < right[i] - origin) {
        return true;
      }
    }
    return count == 4;
  }

  /** Reads the first stretch as the connection does, byte by byte. */
  private static int firstGap(ReassemblyQueue queue, int origin, boolean[] here) {
    int at = 0;
    while (at < SPACE && !here[at]) {
      at++;
    }
    queue.dropBefore(origin + at);
    for (Mbuf text = queue.takeAt(origin + at); text != null; text = queue.takeAt(origin + at)) {
      for (int i = 0; i < text.length(); i++) {
        assertThat(text.u8(i)).isEqualTo(at + i);
        assertThat(here[at + i]).isTrue();
      }
      at += text.length();
      text.free();
    }
    assertThat(at == SPACE || !here[at]).isTrue();
    return at;
  }
}
