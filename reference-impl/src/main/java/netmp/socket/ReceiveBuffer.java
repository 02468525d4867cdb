package netmp.socket;

import java.util.concurrent.locks.Lock;
import netmp.mbuf.Custody;
import netmp.mbuf.Mbuf;
import netmp.probe.Probe;
import netmp.probe.Probes;
import netmp.sockbuf.Sockbuf;

/**
 * so_rcv: a sockbuf that the owning protocol thread fills and users empty under a user-side lock,
 * and the wait for data. The protocol is {@code specs/handshake/Handshake.tla}.
 *
 * <p>Why no wakeup is lost: only the owner makes the predicate true, and only the owner evaluates
 * it and links waiters, so nothing falls between its evaluation and the waiter list.
 */
final class ReceiveBuffer {

  private final Sockbuf sockbuf;
  private final Lock lock;
  private final Probes probes;
  private final int traced;

  /** Waiter list, oldest first. The owner's. */
  private PredicateMessage firstWaiter;

  private PredicateMessage lastWaiter;

  /** Who watches the buffer. The owner's. */
  final KnoteList knotes = new KnoteList();

  /** Datagrams dropped for lack of room and not yet reported. Written by the owner. */
  private volatile int dropped;

  /** With assertions only. */
  private Custody custody;

  ReceiveBuffer(Sockbuf sockbuf, Lock lock, Probes probes, int traced) {
    assert watch();
    this.sockbuf = sockbuf;
    this.lock = lock;
    this.probes = probes;
    this.traced = traced;
  }

  private boolean watch() {
    custody = new Custody("a receive buffer");
    return true;
  }

  // ---- the owner's side ----

  /**
   * Appends a packet and wakes who waits for it; false if it does not fit, or the end of file is
   * set already, and it is still ours. Whoever set that may flush, and nothing comes behind a
   * flush, since the test is made where the append is (defect D23).
   */
  boolean append(Mbuf packet) {
    boolean fits =
        !sockbuf.cantMore()
            && sockbuf.appendAddress(packet, packet.foreignAddress(), packet.foreignPort());
    if (fits) {
      wakeup();
    } else {
      int before = dropped;
      dropped = before + 1;
    }
    return fits;
  }

  /** SS_CANTRCVMORE: lets all waiters go; no packet is appended after this. */
  void setCantRcvMore() {
    sockbuf.setCantMore();
    Probes.hit(probes, Probe.SET_CANTRCVMORE, traced);
    wakeup();
  }

  int takeDropped() {
    int count = dropped;
    dropped = 0;
    return count;
  }

  /** A predicate message arrives. */
  void evaluateOrEnqueue(PredicateMessage waiter) {
    if (evaluate(waiter)) {
      reply(waiter);
    } else {
      enqueue(waiter);
    }
  }

  /** After any change that can make the predicate true (BSD's sowakeup). */
  private void wakeup() {
    PredicateMessage before = null;
    PredicateMessage waiter = firstWaiter;
    while (waiter != null) {
      PredicateMessage next = waiter.next;
      if (evaluate(waiter)) {
        unlink(before, waiter);
        reply(waiter);
      } else {
        before = waiter;
      }
      waiter = next;
    }
    knotes.activate();
  }

  /** Data or end of file. The owner's count is an upper bound, so a reply may be spurious. */
  private boolean evaluate(PredicateMessage waiter) {
    boolean holds = sockbuf.cantMore() || sockbuf.packetsAtMost() > 0;
    Probes.hit(probes, Probe.EVALUATE, traced, waiter.user, holds ? 1 : 0);
    return holds;
  }

  private void reply(PredicateMessage waiter) {
    int user = waiter.user;
    waiter.reply();
    Probes.hit(probes, Probe.REPLY, traced, user);
  }

  private void enqueue(PredicateMessage waiter) {
    if (firstWaiter == null) {
      firstWaiter = waiter;
    } else {
      lastWaiter.next = waiter;
    }
    lastWaiter = waiter;
    Probes.hit(probes, Probe.ENQUEUE, traced, waiter.user);
  }

  private void unlink(PredicateMessage before, PredicateMessage waiter) {
    if (before == null) {
      firstWaiter = waiter.next;
    } else {
      before.next = waiter.next;
    }
    if (lastWaiter == waiter) {
      lastWaiter = before;
    }
    waiter.next = null;
  }

  // ---- the users' side ----

  /**
   * Takes the oldest packet.
   *
   * @param user the calling thread
   * @param owner the protocol that owns the socket, or null not to wait
   * @return the packet, or null: at the end of file, or at once if there is none and owner is null
   */
  Mbuf take(UserThread user, Protocol<?> owner) {
    for (; ; ) {
      // End of file before emptiness: what was appended before the bit was set is seen then.
      boolean end;
      Mbuf packet;
      lock.lock();
      try {
        Probes.hit(probes, Probe.LOCK, traced, user.number());
        end = sockbuf.cantMore();
        Probes.hit(probes, Probe.LOAD_CANTRCVMORE, traced, user.number(), end ? 1 : 0);
        packet = sockbuf.dequeue(user.number());
      } finally {
        lock.unlock();
        Probes.hit(probes, Probe.UNLOCK, traced, user.number());
      }
      assert custody.takes(packet);
      if (packet != null || end || owner == null) {
        return packet;
      }
      await(user, owner);
    }
  }

  /** The reply is a hint; the caller tests again. */
  private void await(UserThread user, Protocol<?> owner) {
    user.predicate.buffer = this;
    // Before the put: from here the message counts as travelling.
    Probes.hit(probes, Probe.SEND_PREDICATE, traced, user.number());
    user.predicate.send(owner.port());
    Probes.hit(probes, Probe.RESUME, traced, user.number());
  }

  /** Frees what is there to be read (BSD's sbflush). As a consumer, under the lock. */
  void discard(UserThread user) {
    for (Mbuf packet = take(user, null); packet != null; packet = take(user, null)) {
      packet.free();
    }
  }

  /** The socket is closed and what was not read is freed: nobody holds a packet of it. */
  void checkLeaks() {
    assert custody.closes();
  }

  /** Whether nothing will be appended any more. Any thread. */
  boolean isAtEnd() {
    return sockbuf.cantMore();
  }

  /** Data or end of file, as any thread can know. */
  boolean isReadable() {
    return sockbuf.cantMore() || sockbuf.packetsEstimate() > 0;
  }

  /** Bytes to be read, as any thread can know. */
  int bytesEstimate() {
    return sockbuf.bytesEstimate();
  }

  boolean hasDropped() {
    return dropped > 0;
  }

  void setHighWater(int bytes) {
    sockbuf.setHighWater(bytes);
  }

  int highWater() {
    return sockbuf.highWater();
  }
}
