package netmp.tcp;

import java.util.function.Supplier;

/**
 * Empty scoreboards, or rings of packets, of one protocol thread. A connection takes one for its
 * first segment that is not acknowledged, and gives it back when the last one is: they grow once
 * for all, and who is idle has none. For that thread.
 *
 * @param <T> what is kept
 */
final class Spares<T> {

  /** More are left to the garbage collector: those that a burst of connections took at once. */
  private static final int MOST = 64;

  private final Supplier<T> maker;
  private final Object[] kept = new Object[MOST];
  private int count;

  Spares(Supplier<T> maker) {
    this.maker = maker;
  }

  @SuppressWarnings("unchecked") // only give() puts something there
  T take() {
    if (count == 0) {
      return maker.get();
    }
    T taken = (T) kept[--count];
    kept[count] = null;
    return taken;
  }

  /** Takes something back that is empty. */
  void give(T spare) {
    if (count < MOST) {
      kept[count++] = spare;
    }
  }
}
