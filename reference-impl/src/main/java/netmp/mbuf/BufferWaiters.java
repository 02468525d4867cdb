package netmp.mbuf;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import netmp.exec.Execution;

/**
 * Users who wait for a buffer of a pool (BSD's M_WAITOK). The protocol is {@code
 * specs/mbuf/BufferWait.tla}: who waits queues, looks once more, and parks; who gives a buffer back
 * takes the first out of the queue and wakes it; who was chosen so, and needs it no more, chooses
 * another.
 *
 * <p>Memory ordering: the queue and the free list are written by compare-and-set and read by
 * volatile loads, so of a giver and a waiter the later one sees what the other did.
 *
 * <p>Shared cache lines: the head of the queue, read by everyone who gives a buffer back, and
 * written only while somebody waits.
 */
final class BufferWaiters {

  private final Queue<Waiter> queue = new ConcurrentLinkedQueue<>();

  /** One wait. */
  private static final class Waiter {
    final Execution execution;
    final Object whose;
    final Thread thread = Thread.currentThread();

    /** It was taken out of the queue. Set by who has done that, cleared by itself. */
    volatile boolean chosen;

    Waiter(Execution execution, Object whose) {
      this.execution = execution;
      this.whose = whose;
    }
  }

  // ---- a user ----

  /** As {@link MbufPool#await}; looks for a buffer by the given call, which may bring null. */
  Mbuf await(
      Supplier<Mbuf> look,
      Execution execution,
      Object whose,
      long deadlineNanos,
      BooleanSupplier over) {
    Waiter self = new Waiter(execution, whose);
    for (; ; ) {
      queue.add(self);
      Mbuf buffer = look.get();
      if (buffer != null || over.getAsBoolean() || !isChosen(self, deadlineNanos)) {
        leave(self);
        return buffer;
      }
      self.chosen = false;
      buffer = look.get();
      if (buffer != null) {
        return buffer;
      }
    }
  }

  /** Parks until the user is chosen; false if it gives up before. */
  private static boolean isChosen(Waiter self, long deadlineNanos) {
    Execution execution = self.execution;
    while (!self.chosen) {
      if (execution.interrupted()) {
        execution.interrupt(self.thread); // the status stays set
        return false;
      }
      if (deadlineNanos != Long.MAX_VALUE && deadlineNanos - execution.nanoTime() <= 0) {
        return false;
      }
      execution.parkUntil(deadlineNanos);
    }
    return true;
  }

  /** Needs no buffer more. Was it chosen meanwhile, then another one is. */
  private void leave(Waiter self) {
    if (!queue.remove(self)) {
      choose();
    }
  }

  // ---- anyone ----

  /** A buffer was given back: wakes one user, if one waits. */
  void choose() {
    Waiter first = queue.poll();
    if (first != null) {
      wake(first);
    }
  }

  /** Wakes whoever waits for a purpose that has come to an end. */
  void end(Object whose) {
    for (Waiter waiter : queue.toArray(new Waiter[0])) {
      // One that is not there any more was chosen by another.
      if (waiter.whose.equals(whose) && queue.remove(waiter)) {
        wake(waiter);
      }
    }
  }

  private static void wake(Waiter waiter) {
    waiter.chosen = true;
    waiter.execution.unpark(waiter.thread);
  }
}
