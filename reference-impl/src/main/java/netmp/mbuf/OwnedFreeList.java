package netmp.mbuf;

import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * Free buffers that one thread takes: what it gives back itself lies on a stack of its own, what
 * others give back comes by a queue, of which it takes all there is when the stack is empty.
 *
 * <p>Shared cache lines: those of the queue. A packet received on one CPU is read, and freed, by a
 * user thread on another. A slot claimed but not yet filled counts as empty, so taking never waits
 * for a thread that is giving back.
 */
final class OwnedFreeList implements FreeList {

  private final Mbuf[] stack;
  private final MessagePassingQueue<Mbuf> returned;

  /** How many are on the stack. Written by the owner only. */
  private final AtomicInteger depth = new AtomicInteger();

  /** Null until the owner is known: all buffers come by the queue until then. */
  private Thread owner;

  OwnedFreeList(int capacity) {
    stack = new Mbuf[capacity];
    returned = new MpscVarHandleArrayQueue<>(Math.max(2, capacity));
  }

  @Override
  public void own() {
    owner = Thread.currentThread();
  }

  @Override
  public Mbuf take() {
    if (depth.getPlain() == 0) {
      returned.drain(this::push, stack.length);
    }
    int top = depth.getPlain() - 1;
    if (top < 0) {
      return null;
    }
    Mbuf buffer = stack[top];
    depth.setOpaque(top);
    return buffer;
  }

  private void push(Mbuf buffer) {
    int top = depth.getPlain();
    stack[top] = buffer;
    depth.setOpaque(top + 1);
  }

  /** Who reads an old owner here is not the owner: a thread sees what it wrote itself. */
  @Override
  @SuppressWarnings("ReferenceEquality") // A thread is itself.
  public void give(Mbuf buffer) {
    if (Thread.currentThread() == owner) {
      push(buffer);
    } else {
      boolean fits = returned.offer(buffer);
      assert fits : "more buffers came back than the pool ever had";
    }
  }

  @Override
  public int size() {
    return depth.getOpaque() + returned.size();
  }
}
