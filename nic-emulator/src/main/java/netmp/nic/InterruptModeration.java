package netmp.nic;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Interrupt moderation of one ring: two interrupts are an interval apart. One that comes too early
 * is put off to the end of the interval, and those that come meanwhile are the same one. Any thread
 * of the device; the interrupt that was put off is given on the scheduler's.
 *
 * <p>Specified in {@code specs/interrupt}, MCModeratedInterrupt.
 */
final class InterruptModeration {

  private final long interval;
  private final Scheduler scheduler;

  /** Not before this time may there be another interrupt. */
  private volatile long next;

  /** Whether an interrupt was put off, and its handler not called yet. */
  private final AtomicBoolean pending = new AtomicBoolean();

  InterruptModeration(long interval, Scheduler scheduler) {
    this.interval = interval;
    this.scheduler = scheduler;
    next = scheduler.nanoTime();
  }

  /** Calls the handler, now or when it is time. */
  void raise(Runnable handler) {
    long now = scheduler.nanoTime();
    if (now - next >= 0) {
      next = now + interval;
      handler.run();
    } else if (pending.compareAndSet(false, true)) {
      scheduler.at(next, () -> fire(handler));
    }
  }

  private void fire(Runnable handler) {
    next = scheduler.nanoTime() + interval;
    // Before the handler: whoever finds it set from here on would wait for a call that was made.
    pending.set(false);
    handler.run();
  }
}
