package netmp.socket;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.Lock;
import netmp.action.StackProbe;
import netmp.exec.Execution;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.msg.Message;
import netmp.msg.MessagePort;
import netmp.probe.Probes;
import netmp.sockbuf.Sockbuf;

/**
 * so_snd: a sockbuf that users fill under a user-side lock and the owning protocol thread empties,
 * and the message that tells the owner to look. The protocol is {@code specs/notify/Notify.tla}.
 *
 * <p>One message serves any number of appends: it is put only if it is not on its way already. The
 * owner marks it as arrived <em>before</em> it looks (defect D18 is the other order). Writer and
 * owner each write one word and then read the other's: append, then test {@code pending}; clear
 * {@code pending}, then look for packets. So both exchange {@code pending}: whoever comes second
 * reads what the first left there, and so sees what the first did before. A volatile store by the
 * owner would not do: it orders nothing before the packets, which are looked for by acquire loads
 * (defect D19).
 *
 * <p>A writer that finds no room waits for it as a reader does for data, by {@code
 * specs/sendspace/SendSpace.tla}. It decides by a lower bound of the room (it produces, and has an
 * upper bound of the count), the owner by an upper one.
 */
final class SendBuffer extends SocketBuffer<Sockbuf> {

  private static final AtomicIntegerFieldUpdater<SendBuffer> PENDING =
      AtomicIntegerFieldUpdater.newUpdater(SendBuffer.class, "pending");

  private final Notify notify = new Notify();

  /** Written by a user under the lock. */
  private volatile boolean sealed;

  /** 1 while the notify message is on its way. */
  @SuppressWarnings("unused") // PENDING's
  private volatile int pending;

  SendBuffer(
      Socket socket,
      Sockbuf sockbuf,
      Lock lock,
      WaiterList.Factory waiters,
      Probes probes,
      int traced) {
    super(socket, sockbuf, lock, waiters, probes, traced);
  }

  // ---- the users' side ----

  /**
   * Appends a packet and notifies the owner; waits while there is no room.
   *
   * @param user the calling thread
   * @param packet the packet, which the caller still owns unless the result is OK
   * @param deadlineNanos a time of the execution, Long.MAX_VALUE for none, or {@link
   *     Socket#DONT_WAIT}
   * @return OK, EAGAIN when there was no room until the deadline, EINTR, EMSGSIZE when there never
   *     will be, EPIPE, EBADF, the socket's error
   */
  Errno append(UserThread user, Mbuf packet, long deadlineNanos) {
    Errno give = deadlineNanos == Socket.DONT_WAIT ? Errno.EAGAIN : Errno.OK;
    for (; ; ) {
      Errno errno = appendNow(user, packet);
      if (errno == Errno.OK) {
        post();
      }
      if (errno != Errno.EAGAIN) {
        return errno;
      }
      if (give != Errno.OK) {
        return give;
      }
      give = await(user, deadlineNanos);
    }
  }

  /**
   * A packet buffer for what a user sends; waits while there is none, at most as long as the socket
   * may be written to.
   *
   * @param user the calling thread
   * @param pool where it comes from
   * @param deadlineNanos as of {@link #append}
   * @return an empty packet, or null; then {@link UserThread#taken} is ENOBUFS of a user who does
   *     not wait, EAGAIN, EINTR, EPIPE, EBADF, or the socket's error
   */
  Mbuf buffer(UserThread user, MbufPool pool, long deadlineNanos) {
    Mbuf buffer = pool.alloc();
    user.taken = buffer == null && deadlineNanos == Socket.DONT_WAIT ? Errno.ENOBUFS : Errno.OK;
    while (buffer == null && user.taken == Errno.OK) {
      buffer = pool.await(user.execution, this, deadlineNanos, this::isOver);
      if (buffer == null) {
        user.taken = whyNoBuffer(user, deadlineNanos);
      }
    }
    return buffer;
  }

  private boolean isOver() {
    return sockbuf.cantMore() || hasError();
  }

  /** OK if that has passed: another user has taken the error. */
  private Errno whyNoBuffer(UserThread user, long deadlineNanos) {
    Execution execution = user.execution;
    if (deadlineNanos != Long.MAX_VALUE && deadlineNanos - execution.nanoTime() <= 0) {
      return Errno.EAGAIN;
    }
    if (execution.interrupted()) {
      execution.interrupt(Thread.currentThread()); // the status stays set
      return Errno.EINTR;
    }
    return appendNow(user, null);
  }

  /** Appends a packet, or only looks whether one may be appended. */
  private Errno appendNow(UserThread user, Mbuf packet) {
    lock(user);
    try {
      boolean end = sockbuf.cantMore();
      Probes.hit(probes, StackProbe.LOAD_CANTSENDMORE, traced, user.number(), end ? 1 : 0);
      Errno why = end ? whyNot() : takeError(user);
      return why == Errno.OK && packet != null ? appendIfRoom(user, packet) : why;
    } finally {
      unlock(user);
    }
  }

  private Errno whyNot() {
    return socket.isClosed() ? Errno.EBADF : Errno.EPIPE;
  }

  private Errno appendIfRoom(UserThread user, Mbuf packet) {
    int bytes = packet.bytesWithControl();
    int most = sockbuf.highWater();
    if (bytes > most) {
      return Errno.EMSGSIZE;
    }
    int want = Math.max(Math.max(1, bytes), Math.min(sockbuf.lowWater(), most));
    boolean room = want <= bytes || want == 1 || sockbuf.space() >= want;
    if (room && sockbuf.append(packet)) {
      return Errno.OK;
    }
    user.predicate.want = want;
    Probes.hit(probes, StackProbe.SHORT, traced, user.number(), want);
    return Errno.EAGAIN;
  }

  /**
   * No writer is between its test of SS_CANTSENDMORE, which is set, and its append any more: the
   * owner sends the end of file behind what is there now. A user; the owner is told.
   */
  void seal(UserThread user) {
    lock(user);
    try {
      boolean end = sockbuf.cantMore();
      Probes.hit(probes, StackProbe.LOAD_CANTSENDMORE, traced, user.number(), end ? 1 : 0);
      sealed = end;
      Probes.hit(probes, StackProbe.SEAL, traced, user.number());
    } finally {
      unlock(user);
    }
    post();
  }

  /**
   * "Look at my send buffer", or "I drained my receive buffer". A user; or the owner, which leaves
   * the rest for later.
   */
  void post() {
    boolean onItsWay = PENDING.getAndSet(this, 1) == 1;
    Probes.hit(probes, StackProbe.POST, traced, onItsWay ? 1 : 0);
    if (!onItsWay) {
      notify.put(socket.soPort().port());
    }
  }

  /**
   * Room, or the end of sending, as any thread can know. Room for as much as SO_SNDLOWAT says, and
   * for a packet of one buffer: else a user would be told again and again that it may send, and
   * fail. Who sends datagrams that are longer sets SO_SNDLOWAT.
   */
  boolean isWritable() {
    int want = Math.min(Math.max(sockbuf.lowWater(), Mbuf.MAX_LENGTH), sockbuf.highWater());
    return sockbuf.cantMore() || isRoom(want, sockbuf.spaceEstimate(), sockbuf.packetsEstimate());
  }

  /** Bytes that fit, as any thread can know. */
  int spaceEstimate() {
    return sockbuf.spaceEstimate();
  }

  // ---- the owner's side ----

  /**
   * Whether nothing will be appended any more. The owner asks this first and looks for packets
   * then.
   */
  boolean isSealed() {
    return sealed;
  }

  /** The end of file is on its way, behind the last packet. For probes. */
  void finSent() {
    Probes.hit(probes, StackProbe.FIN, traced);
  }

  /** The oldest packet, which stays, or null. */
  Mbuf first() {
    return sockbuf.first(0);
  }

  /** The oldest packet that was not visited, which stays, or null. */
  Mbuf visit() {
    return sockbuf.visit(0);
  }

  /** Drops bytes that were visited, and wakes who waits for their room. */
  void drop(int bytes) {
    sockbuf.drop(0, bytes);
    wakeup();
  }

  /** Takes the oldest packet, or null, and wakes who waits for its room. */
  Mbuf take() {
    Mbuf packet = sockbuf.dequeue(0);
    if (packet != null) {
      wakeup();
    }
    return packet;
  }

  /**
   * SS_CANTSENDMORE: lets all waiters go. A writer that tested before may append after this; its
   * notify comes, and then the protocol sends or discards the packet.
   */
  void setCantSendMore() {
    sockbuf.setCantMore();
    Probes.hit(probes, StackProbe.SET_CANTSENDMORE, traced);
    wakeup();
    endWaitForPacketBuffer();
  }

  /** The socket has an error: lets all waiters go. */
  @Override
  void setError() {
    super.setError();
    endWaitForPacketBuffer();
  }

  private void endWaitForPacketBuffer() {
    socket.sockets.pool().endWait(this);
  }

  @Override
  public boolean holds(int want) {
    int most = sockbuf.highWater();
    return sockbuf.cantMore()
        || hasError()
        || want > most
        || isRoom(want, most - sockbuf.bytesAtLeast(), sockbuf.packetsAtLeast());
  }

  private boolean isRoom(int want, int space, int packets) {
    return space >= want && packets < sockbuf.mostPackets();
  }

  /** "Look at my send buffer." */
  private final class Notify extends Message {

    /** Where it was put last; its holder's. */
    private MessagePort port;

    void put(MessagePort port) {
      this.port = port;
      port.put(this);
    }

    @Override
    protected void dispatch() {
      MessagePort elsewhere = socket.soPort().chase(port);
      if (elsewhere != null) {
        put(elsewhere);
        return;
      }
      PENDING.getAndSet(SendBuffer.this, 0);
      Probes.hit(probes, StackProbe.CLEAR, traced);
      socket.handleNotify();
    }
  }
}
