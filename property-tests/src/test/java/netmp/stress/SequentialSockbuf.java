package netmp.stress;

import java.util.ArrayList;
import java.util.List;

/** What a sockbuf is to one thread at a time: what {@link SockbufOperations} must look like. */
public class SequentialSockbuf {

  private final List<Integer> queue = new ArrayList<>();
  private int visited;
  private boolean closed;

  /** False if it is full, or closed. */
  public boolean append(int value) {
    return !closed && queue.size() < SockbufOperations.HIGH_WATER && queue.add(value);
  }

  /** Nothing more will be appended. */
  public void close() {
    closed = true;
  }

  /** The oldest, which leaves. */
  public int receive() {
    if (queue.isEmpty()) {
      return closed ? SockbufOperations.END : SockbufOperations.NOTHING;
    }
    visited = Math.max(0, visited - 1);
    return queue.removeFirst();
  }

  /** The oldest, which stays. */
  public int first() {
    return queue.isEmpty() ? SockbufOperations.NOTHING : queue.getFirst();
  }

  /** The first that was not visited. */
  public int visit() {
    return visited < queue.size() ? queue.get(visited++) : SockbufOperations.NOTHING;
  }

  /** False if there was nothing to drop. */
  public boolean drop() {
    if (queue.isEmpty()) {
      return false;
    }
    receive();
    return true;
  }
}
