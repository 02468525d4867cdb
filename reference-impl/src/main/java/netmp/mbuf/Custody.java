package netmp.mbuf;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds packets that are taken and never freed; for assertions. A thread that takes packets from a
 * buffer frees each before it takes the next, and before it closes the buffer.
 *
 * <p>Each method returns true, or throws an AssertionError in the thread that lost the packet. Any
 * thread.
 */
public final class Custody {

  private final String buffer;
  private final Map<Thread, Mbuf> held = new ConcurrentHashMap<>();

  /**
   * Nobody holds anything.
   *
   * @param buffer names the buffer in messages
   */
  public Custody(String buffer) {
    this.buffer = buffer;
  }

  /**
   * The calling thread takes a packet out of the buffer.
   *
   * @param packet the packet, or null for none
   * @return true
   */
  public boolean takes(Mbuf packet) {
    checkFreed(Thread.currentThread());
    if (packet != null) {
      packet.enter(this);
      held.put(Thread.currentThread(), packet);
    }
    return true;
  }

  /**
   * The calling thread closes the buffer. What threads hold that still run is checked when they
   * take again.
   *
   * @return true
   */
  public boolean closes() {
    checkFreed(Thread.currentThread());
    held.keySet().stream().filter(thread -> !thread.isAlive()).forEach(this::checkFreed);
    return true;
  }

  /** A packet is freed. */
  boolean released(Mbuf packet) {
    held.values().remove(packet);
    return true;
  }

  private void checkFreed(Thread thread) {
    Mbuf packet = held.get(thread);
    if (packet != null) {
      throw new AssertionError(
          "%s took a packet of %d bytes from %s and never freed it"
              .formatted(thread.getName(), packet.length(), buffer));
    }
  }
}
