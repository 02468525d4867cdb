package netmp.socket;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import netmp.mbuf.Mbuf;
import netmp.msg.Message;
import netmp.probe.Probe;
import netmp.probe.Probes;
import netmp.sockbuf.Sockbuf;

/**
 * so_snd: a sockbuf that users fill under a user-side lock and the owning protocol thread empties,
 * and the message that tells the owner to look. The protocol is {@code specs/notify/Notify.tla}.
 *
 * <p>One message serves any number of appends: it is put only if it is not on its way already. The
 * owner marks it as arrived <em>before</em> it looks (defect D18 is the other order). Writer and
 * owner each write one word and then read the other's: append, then test {@code pending}; clear
 * {@code pending}, then look for packets. So both accesses to {@code pending} are sequentially
 * consistent (defect D19).
 */
final class SendBuffer {

  private final Socket socket;
  private final Sockbuf sockbuf;
  private final Lock lock;
  private final Probes probes;
  private final int traced;
  private final Notify notify = new Notify();

  /** Who watches the buffer. The owner's. */
  final KnoteList knotes = new KnoteList();

  /** Whether the notify message is on its way. */
  private final AtomicBoolean pending = new AtomicBoolean();

  SendBuffer(Socket socket, Sockbuf sockbuf, Lock lock, Probes probes, int traced) {
    this.socket = socket;
    this.sockbuf = sockbuf;
    this.lock = lock;
    this.probes = probes;
    this.traced = traced;
  }

  // ---- the users' side ----

  /** Appends a packet and notifies the owner; if that fails, the caller still owns the packet. */
  Errno append(Mbuf packet) {
    lock.lock();
    try {
      if (sockbuf.cantMore()) {
        return socket.isClosed() ? Errno.EBADF : Errno.EPIPE;
      }
      if (!sockbuf.append(packet)) {
        return Errno.ENOBUFS;
      }
    } finally {
      lock.unlock();
    }
    post();
    return Errno.OK;
  }

  private void post() {
    boolean onItsWay = pending.getAndSet(true);
    Probes.hit(probes, Probe.POST, traced, onItsWay ? 1 : 0);
    if (!onItsWay) {
      socket.owner().port().put(notify);
    }
  }

  /** SS_CANTSENDMORE: no packet is appended after this returns. */
  void setCantSendMore() {
    lock.lock();
    try {
      sockbuf.setCantMore();
    } finally {
      lock.unlock();
    }
  }

  void setHighWater(int bytes) {
    sockbuf.setHighWater(bytes);
  }

  /** Whether nothing may be appended any more. Any thread. */
  boolean isAtEnd() {
    return sockbuf.cantMore();
  }

  /** Room, or the end of sending, as any thread can know. */
  boolean isWritable() {
    return sockbuf.cantMore() || sockbuf.spaceEstimate() >= sockbuf.lowWater();
  }

  /** Bytes that fit, as any thread can know. */
  int spaceEstimate() {
    return sockbuf.spaceEstimate();
  }

  int highWater() {
    return sockbuf.highWater();
  }

  // ---- the owner's side ----

  /** Takes the oldest packet, or null. */
  Mbuf take() {
    Mbuf packet = sockbuf.dequeue(0);
    if (packet != null) {
      knotes.activate();
    }
    return packet;
  }

  /** "Look at my send buffer." */
  private final class Notify extends Message {
    @Override
    protected void dispatch() {
      pending.set(false);
      Probes.hit(probes, Probe.CLEAR, traced);
      socket.handleNotify();
    }
  }
}
