package netmp.probe;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The probes of one stack, or of another program. A probe stands directly behind the atomic step it
 * reports, with no other step between.
 *
 * <p>Until the first sink is attached in this JVM, every hit is a constant that the JIT folds away:
 * the flag is the target of a call site that is rewritten once. That is why a hit is static: the
 * null check of a receiver would stay, and with it a load behind every barrier. After that, a hit
 * on a stack without a sink costs a test of a final field.
 */
public final class Probes {

  /** Reports nothing. */
  public static final Probes OFF = new Probes();

  private static final MutableCallSite ARMED_SITE =
      new MutableCallSite(MethodHandles.constant(boolean.class, false));
  private static final MethodHandle ARMED = ARMED_SITE.dynamicInvoker();

  private final ProbeSink sink;
  private final AtomicInteger messages = new AtomicInteger();

  private Probes() {
    sink = null;
  }

  /**
   * Probes that report, and arms all probes of this JVM.
   *
   * @param sink receives the reports
   */
  public Probes(ProbeSink sink) {
    this.sink = sink;
    arm();
  }

  /**
   * Once: a new target, even the same one, makes the JIT throw away all code with a probe in it.
   */
  private static void arm() {
    if (!armed()) {
      ARMED_SITE.setTarget(MethodHandles.constant(boolean.class, true));
      MutableCallSite.syncAll(new MutableCallSite[] {ARMED_SITE});
    }
  }

  private static boolean armed() {
    try {
      return (boolean) ARMED.invokeExact();
    } catch (Throwable e) {
      throw new AssertionError("a constant does not throw", e);
    }
  }

  /**
   * Reports a step without arguments.
   *
   * @param probes of the stack
   * @param probe which step
   * @param object the object, from {@link #newObject}
   */
  public static void hit(Probes probes, Probe probe, int object) {
    if (armed() && probes.sink != null) {
      probes.sink.hit(probe, object, 0, 0);
    }
  }

  /**
   * Reports a step with one argument.
   *
   * @param probes of the stack
   * @param probe which step
   * @param object the object, from {@link #newObject}
   * @param a the argument
   */
  public static void hit(Probes probes, Probe probe, int object, long a) {
    if (armed() && probes.sink != null) {
      probes.sink.hit(probe, object, a, 0);
    }
  }

  /**
   * Reports a step with two arguments.
   *
   * @param probes of the stack
   * @param probe which step
   * @param object the object, from {@link #newObject}
   * @param a the first argument
   * @param b the second
   */
  public static void hit(Probes probes, Probe probe, int object, long a, long b) {
    if (armed() && probes.sink != null) {
      probes.sink.hit(probe, object, a, b);
    }
  }

  /**
   * Numbers an object that shall be traced.
   *
   * @param kind what it is, such as so_rcv
   * @return its number, 0 when nothing is reported
   */
  public int newObject(String kind) {
    return sink == null ? 0 : sink.newObject(kind);
  }

  /**
   * The name of an object for people.
   *
   * @param kind what it is
   * @param object from {@link #newObject}
   * @return its name in the trace, or the kind when nothing is reported
   */
  public String name(String kind, int object) {
    return sink == null ? kind : sink.name(object);
  }

  /**
   * Numbers a message that is about to be put.
   *
   * @return its number in this stack, 0 when nothing is reported
   */
  public int newMessage() {
    return armed() && sink != null ? messages.incrementAndGet() : 0;
  }
}
