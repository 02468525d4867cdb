package examples.boundedqueue;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import netmp.probe.Probes;

/** A queue of numbers with bounded room. Any thread may put and take. */
public class BoundedQueue {

  final Probes probes;
  final int object;
  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();
  private final int[] items;
  private int first;
  private int count;

  /**
   * An empty queue.
   *
   * @param capacity how many items it has room for, at least 1
   * @param probes hear of its steps, or {@link Probes#OFF}
   */
  public BoundedQueue(int capacity, Probes probes) {
    this.probes = probes;
    items = new int[capacity];
    object = probes.newObject("queue");
    Probes.hit(probes, QueueProbe.CREATE, object, capacity);
  }

  /**
   * Puts an item, once there is room.
   *
   * @param producer the number of the calling thread, at least 0
   * @param item the item, at least 0
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void put(int producer, int item) throws InterruptedException {
    lock.lock();
    try {
      while (isFull()) {
        Probes.hit(probes, QueueProbe.AWAIT_ROOM, object, producer);
        changed.await();
      }
      insert(producer, item);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the oldest item, once there is one.
   *
   * @param consumer the number of the calling thread, at least 0
   * @return the item
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public int take(int consumer) throws InterruptedException {
    lock.lock();
    try {
      while (count == 0) {
        Probes.hit(probes, QueueProbe.AWAIT_ITEM, object, consumer);
        changed.await();
      }
      int item = items[first];
      first = (first + 1) % items.length;
      count--;
      changed.signalAll();
      Probes.hit(probes, QueueProbe.TAKE, object, consumer, item);
      return item;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is no room; with the lock. */
  final boolean isFull() {
    return count == items.length;
  }

  /** Puts an item where there is room; with the lock. */
  final void insert(int producer, int item) {
    items[(first + count) % items.length] = item;
    count++;
    changed.signalAll();
    Probes.hit(probes, QueueProbe.PUT, object, producer, item);
  }

  /** How many threads wait. */
  final int waiting() {
    lock.lock();
    try {
      return lock.getWaitQueueLength(changed);
    } finally {
      lock.unlock();
    }
  }
}
