package examples.boundedqueue;

import netmp.probe.Probes;

/** A bounded queue with a mistake. */
final class BrokenQueue extends BoundedQueue {

  BrokenQueue(int capacity, Probes probes) {
    super(capacity, probes);
  }

  @Override
  @SuppressWarnings("WaitNotInLoop") // that is the mistake
  public void put(int producer, int item) throws InterruptedException {
    lock.lock();
    try {
      if (isFull()) { // and when it was woken, it does not look again
        Probes.hit(probes, QueueProbe.AWAIT_ROOM, object, producer);
        changed.await();
      }
      insert(producer, item);
    } finally {
      lock.unlock();
    }
  }
}
