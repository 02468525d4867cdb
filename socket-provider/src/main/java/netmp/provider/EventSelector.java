package netmp.provider;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import netmp.socket.Event;
import netmp.socket.EventQueue;
import netmp.socket.Filter;
import netmp.socket.Knote;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.stack.NetStack;

/**
 * A selector that waits with an event queue. A selection costs what is ready, and what was asked
 * anew since the last; idle channels cost nothing.
 *
 * <p>A change of a key's interest is noted, and told to the queue by the next selection: by a
 * message when the channel is watched for the first time, afterwards by a word of the knote.
 */
final class EventSelector extends AbstractSelector {

  private static final int MOST_EVENTS = 256;
  private static final int READS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITES = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  private final EventQueue queue;
  private final Event[] events = new Event[MOST_EVENTS];
  private final Set<SelectionKey> keys = ConcurrentHashMap.newKeySet();
  private final Set<SelectionKey> publicKeys = Collections.unmodifiableSet(keys);
  private final Set<SelectionKey> selected = new HashSet<>();

  /** Its monitor is that of the selected set. */
  private final Set<SelectionKey> publicSelected = new UngrowableSet<>(selected);

  /** Keys whose interest may have changed. */
  private final Queue<FilterKey> changed = new ConcurrentLinkedQueue<>();

  EventSelector(SelectorProvider provider, NetStack stack) {
    super(provider);
    queue = stack.eventQueue();
    for (int i = 0; i < events.length; i++) {
      events[i] = new Event();
    }
  }

  private void checkOpen() {
    if (!isOpen()) {
      throw new ClosedSelectorException();
    }
  }

  @Override
  public Set<SelectionKey> keys() {
    checkOpen();
    return publicKeys;
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    checkOpen();
    return publicSelected;
  }

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    if (!(channel instanceof Selectable)) {
      throw new IllegalSelectorException();
    }
    checkOpen();
    FilterKey key = new FilterKey(this, channel);
    key.attach(attachment);
    key.interestOps(ops);
    keys.add(key);
    return key;
  }

  /** Any thread. */
  void changed(FilterKey key) {
    changed.add(key);
  }

  // ---- selection ----

  @Override
  public int selectNow() throws IOException {
    return select(false, 0);
  }

  @Override
  public int select() throws IOException {
    return select(true, EventQueue.FOREVER);
  }

  @Override
  public int select(long timeout) throws IOException {
    if (timeout < 0) {
      throw new IllegalArgumentException("a negative timeout: " + timeout);
    }
    return timeout == 0 ? select() : select(true, TimeUnit.MILLISECONDS.toNanos(timeout));
  }

  private int select(boolean waits, long nanos) {
    synchronized (this) {
      checkOpen();
      synchronized (publicSelected) {
        deregisterCancelled();
        tellChanges();
        int reported = waits ? await(nanos) : kevent(0);
        deregisterCancelled();
        return select(reported);
      }
    }
  }

  private int await(long nanos) {
    begin();
    try {
      return kevent(nanos);
    } finally {
      end();
    }
  }

  private int kevent(long nanos) {
    try {
      return queue.kevent(events, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // a selection leaves the status as it is
      return 0;
    } catch (SocketError e) {
      return 0; // closed
    }
  }

  /** How many keys were added to the selected set, or have become ready for more. */
  private int select(int reported) {
    int count = 0;
    for (int i = 0; i < reported; i++) {
      FilterKey key = (FilterKey) events[i].userData();
      if (!key.isValid()) {
        continue;
      }
      if (!key.selectable().watched().equals(events[i].socket())) {
        changed.add(key); // it has moved to another host
        continue;
      }
      int ops = key.selectable().readyOps(events[i].filter()) & key.interest();
      count += ops != 0 && select(key, ops) ? 1 : 0;
    }
    return count;
  }

  private boolean select(FilterKey key, int ops) {
    if (selected.contains(key)) {
      return key.addReady(ops);
    }
    key.setReady(ops);
    return selected.add(key);
  }

  @Override
  public Selector wakeup() {
    queue.wakeup();
    return this;
  }

  // ---- what is watched ----

  private void tellChanges() {
    for (FilterKey key = changed.poll(); key != null; key = changed.poll()) {
      if (key.isValid()) {
        tell(key);
      }
    }
  }

  private void tell(FilterKey key) {
    Socket socket = key.selectable().watched();
    if (!socket.equals(key.watched)) {
      key.watch(socket);
    }
    int ops = key.interest();
    if (ops == key.watchedOps) {
      return;
    }
    key.watchedOps = ops;
    try {
      key.read = watch(key, key.read, Filter.READ, (ops & READS) != 0);
      key.write = watch(key, key.write, Filter.WRITE, (ops & WRITES) != 0);
    } catch (SocketError e) {
      // The channel was closed meanwhile, which has cancelled the key, or will.
    }
  }

  private Knote watch(FilterKey key, Knote knote, Filter filter, boolean wanted)
      throws SocketError {
    if (knote == null) {
      return wanted ? queue.attach(key.watched, filter, key) : null;
    }
    if (wanted) {
      queue.enable(knote);
    } else {
      queue.disable(knote);
    }
    return knote;
  }

  private void deregisterCancelled() {
    Set<SelectionKey> cancelled = cancelledKeys();
    synchronized (cancelled) {
      Iterator<SelectionKey> all = cancelled.iterator();
      while (all.hasNext()) {
        FilterKey key = (FilterKey) all.next();
        all.remove();
        keys.remove(key);
        selected.remove(key);
        deregister(key);
        forget(key);
      }
    }
  }

  private void forget(FilterKey key) {
    try {
      if (key.watched != null) {
        queue.remove(key.watched);
      }
    } catch (SocketError e) {
      // A closed socket is watched by nobody.
    }
  }

  @Override
  protected void implCloseSelector() {
    wakeup();
    synchronized (this) {
      synchronized (publicSelected) {
        for (SelectionKey key : keys) {
          deregister((FilterKey) key);
        }
        keys.clear();
        selected.clear();
        queue.close();
      }
    }
  }
}
