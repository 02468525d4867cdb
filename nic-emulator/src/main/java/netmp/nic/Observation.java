package netmp.nic;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.SwitchPoint;

/**
 * Whether any ring of this JVM is observed. Until one is, the answer is a constant that the JIT
 * folds away, and the report of a step with it; after that, a step of a ring without an observer
 * costs a test of a field.
 */
final class Observation {

  private static final SwitchPoint NONE = new SwitchPoint();
  private static final MethodHandle ANY =
      NONE.guardWithTest(
          MethodHandles.constant(boolean.class, false),
          MethodHandles.constant(boolean.class, true));

  private Observation() {}

  /** A ring will be observed. */
  static void begin() {
    if (!NONE.hasBeenInvalidated()) {
      SwitchPoint.invalidateAll(new SwitchPoint[] {NONE});
    }
  }

  /** Reports a step to an observer, null for none. */
  static void made(RingObserver observer, RingStep step, long a, long b) {
    if (any() && observer != null) {
      observer.made(step, a, b);
    }
  }

  private static boolean any() {
    try {
      return (boolean) ANY.invokeExact();
    } catch (Throwable e) {
      throw new AssertionError("a constant does not throw", e);
    }
  }
}
