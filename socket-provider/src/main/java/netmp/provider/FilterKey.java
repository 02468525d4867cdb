package netmp.provider;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectionKey;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntBinaryOperator;
import netmp.socket.Knote;
import netmp.socket.Socket;

/** A channel's registration: a knote for each filter that was ever asked for. */
final class FilterKey extends AbstractSelectionKey {

  private final EventSelector selector;
  private final SelectableChannel channel;
  private final AtomicInteger interest = new AtomicInteger();
  private volatile int ready;

  /** What the queue watches, and for which operations. Under the selector's monitor. */
  Socket watched;

  int watchedOps;
  Knote read;
  Knote write;

  FilterKey(EventSelector selector, SelectableChannel channel) {
    this.selector = selector;
    this.channel = channel;
  }

  /** Begins to watch a socket, of which the queue knows nothing yet. */
  void watch(Socket socket) {
    watched = socket;
    watchedOps = 0;
    read = null;
    write = null;
  }

  Selectable selectable() {
    return (Selectable) channel;
  }

  @Override
  public SelectableChannel channel() {
    return channel;
  }

  @Override
  public EventSelector selector() {
    return selector;
  }

  @Override
  public int interestOps() {
    checkValid();
    return interest.get();
  }

  @Override
  public SelectionKey interestOps(int ops) {
    exchange(ops, (before, now) -> now);
    return this;
  }

  @Override
  public int interestOpsOr(int ops) {
    return exchange(ops, (before, more) -> before | more);
  }

  @Override
  public int interestOpsAnd(int ops) {
    checkValid();
    return change(ops, (before, mask) -> before & mask);
  }

  private int exchange(int ops, IntBinaryOperator how) {
    checkValid();
    if ((ops & ~channel.validOps()) != 0) {
      throw new IllegalArgumentException("not all of these operations are valid: " + ops);
    }
    return change(ops, how);
  }

  private int change(int ops, IntBinaryOperator how) {
    int before = interest.getAndAccumulate(ops, how);
    selector.changed(this);
    return before;
  }

  @Override
  public int readyOps() {
    checkValid();
    return ready;
  }

  private void checkValid() {
    if (!isValid()) {
      throw new CancelledKeyException();
    }
  }

  int interest() {
    return interest.get();
  }

  /** Replaces the ready set; of a key that is not in the selected set. */
  void setReady(int ops) {
    ready = ops;
  }

  /** Adds to the ready set; whether it grew. Under the lock of the selected set. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // the selector's thread only
  boolean addReady(int ops) {
    boolean grew = (ops & ~ready) != 0;
    ready |= ops;
    return grew;
  }
}
