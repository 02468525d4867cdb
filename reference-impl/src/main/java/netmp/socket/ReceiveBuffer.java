package netmp.socket;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.Lock;
import netmp.action.StackProbe;
import netmp.mbuf.Custody;
import netmp.mbuf.Mbuf;
import netmp.probe.Probes;
import netmp.sockbuf.ReceiveQueue;

/**
 * so_rcv: a sockbuf that the owning protocol thread fills and users empty under a user-side lock,
 * and the wait for data. The protocol is {@code specs/handshake/Handshake.tla}.
 *
 * <p>A user decides by lower bounds of the counts, so it may wait though there is enough, and is
 * told; the owner decides by upper bounds, so it may reply too early, and the user asks again.
 */
class ReceiveBuffer extends SocketBuffer<ReceiveQueue> {

  /** What a user takes, under the lock: a packet, or bytes. */
  @FunctionalInterface
  private interface Taking {

    /** Whether the user got something; what, is noted in it. */
    boolean from(ReceiveBuffer buffer, UserThread user);
  }

  private static final Taking PACKET = ReceiveBuffer::dequeue;
  private static final Taking BYTES = ReceiveBuffer::copyOut;

  private static final AtomicIntegerFieldUpdater<ReceiveBuffer> DROPPED =
      AtomicIntegerFieldUpdater.newUpdater(ReceiveBuffer.class, "dropped");

  /** Where urgent data are among the bytes. */
  final UrgentMark mark = new UrgentMark(knotes);

  /** Datagrams dropped for lack of room and not yet reported. */
  private volatile int dropped;

  /** With assertions only. */
  private Custody custody;

  ReceiveBuffer(
      Socket socket,
      ReceiveQueue sockbuf,
      Lock lock,
      WaiterList.Factory waiters,
      Probes probes,
      int traced) {
    super(socket, sockbuf, lock, waiters, probes, traced);
    assert watch();
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
   *
   * @param cpu the CPU whose protocol thread appends
   */
  final boolean append(int cpu, Mbuf packet) {
    boolean fits = sockbuf.append(cpu, packet);
    if (fits) {
      appended(cpu);
    } else {
      DROPPED.getAndIncrement(this);
    }
    return fits;
  }

  /** A packet has been appended by the protocol thread of a CPU. */
  void appended(int cpu) {
    wakeup();
  }

  /** The protocol thread of a CPU appends nothing more. */
  void end(int cpu) {}

  /** SS_CANTRCVMORE: lets all waiters go; no packet is appended after this. */
  void setCantRcvMore() {
    sockbuf.setCantMore();
    Probes.hit(probes, StackProbe.SET_CANTRCVMORE, traced);
    wakeup();
  }

  /** False if the queue of the knote watches for the same already. */
  boolean attach(Knote knote) {
    return knotes.attach(knote);
  }

  /** How many bytes fit, as the owner can know: a lower bound. */
  int space() {
    return sockbuf.space();
  }

  /** Whether {@link #append} would take a packet of so many bytes. */
  boolean hasRoom(int bytes) {
    return bytes <= sockbuf.space() && sockbuf.packetsAtMost() < sockbuf.mostPackets();
  }

  int takeDropped() {
    return DROPPED.getAndSet(this, 0);
  }

  @Override
  public boolean holds(int want) {
    return sockbuf.cantMore()
        || hasError()
        || isEnough(sockbuf.packetsAtMost(), sockbuf.bytesAtMost(), want);
  }

  /**
   * A datagram of no bytes is enough for a user who wants one; and so is for everybody what will
   * not become more, since the buffer is full.
   */
  private boolean isEnough(int packets, int bytes, int want) {
    return packets > 0
        && (want == 1
            || bytes >= want
            || bytes + Mbuf.MAX_LENGTH > sockbuf.highWater()
            || packets >= sockbuf.mostPackets());
  }

  // ---- the users' side ----

  /**
   * Takes the oldest packet. How the call ended is in {@code user.taken}: OK with a packet, or with
   * null at the end of file; EAGAIN when there was too little until the deadline; EINTR; the
   * socket's error, behind what came before it.
   *
   * @param user the calling thread
   * @param deadlineNanos a time of the execution, Long.MAX_VALUE for none, or {@link
   *     Socket#DONT_WAIT}
   * @return the packet, or null
   */
  Mbuf take(UserThread user, long deadlineNanos) {
    assert custody.takes(null);
    receive(user, deadlineNanos, PACKET);
    assert custody.takes(user.packet);
    return user.packet;
  }

  /**
   * Takes bytes from the front: as many as there are, and at most as the user thread has room for.
   *
   * @param user the calling thread; how the call ended is in {@code user.taken}, as of {@link
   *     #take}
   * @param deadlineNanos as of {@link #take}
   * @return how many; 0 at the end of file, or if there are none
   */
  int read(UserThread user, long deadlineNanos) {
    receive(user, deadlineNanos, BYTES);
    return user.count;
  }

  /** Takes, or waits and takes again; after a wait that was given up it looks a last time. */
  private void receive(UserThread user, long deadlineNanos, Taking taking) {
    Errno give = deadlineNanos == Socket.DONT_WAIT ? Errno.EAGAIN : Errno.OK;
    receiveNow(user, taking);
    while (user.taken == Errno.EAGAIN && give == Errno.OK) {
      give = await(user, deadlineNanos);
      receiveNow(user, taking);
    }
    if (user.taken == Errno.EAGAIN) {
      user.taken = give;
    }
  }

  private void receiveNow(UserThread user, Taking taking) {
    user.packet = null;
    user.count = 0;
    lock(user);
    try {
      // End and error before emptiness: what was appended before they were set is seen then.
      boolean failed = hasError();
      boolean end = sockbuf.cantMore();
      Probes.hit(probes, StackProbe.LOAD_CANTRCVMORE, traced, user.number(), end ? 1 : 0);
      int want = end || failed ? 1 : sockbuf.lowWater();
      user.predicate.want = want;
      boolean got = !isShort(user, want) && taking.from(this, user);
      user.taken = got || end ? Errno.OK : whyNothing(user, failed);
    } finally {
      unlock(user);
    }
  }

  private Errno whyNothing(UserThread user, boolean failed) {
    Errno errno = failed ? takeError(user) : Errno.OK;
    return errno == Errno.OK ? Errno.EAGAIN : errno;
  }

  private boolean dequeue(UserThread user) {
    user.packet = sockbuf.dequeue(user.number());
    return user.packet != null;
  }

  private boolean copyOut(UserThread user) {
    while (user.count < user.length) {
      Mbuf packet = sockbuf.first(user.number());
      if (packet == null) {
        break;
      }
      int most = Math.min(packet.length(), user.length - user.count);
      int bytes = mark.limit(most, user.count == 0);
      if (bytes == 0) {
        break;
      }
      user.read(packet, bytes);
      sockbuf.drop(user.number(), bytes);
      mark.read(bytes);
      user.count += bytes;
    }
    return user.count > 0;
  }

  private boolean isShort(UserThread user, int want) {
    boolean less = want > 1 && !isEnough(sockbuf.packetsAtLeast(), sockbuf.bytesAtLeast(), want);
    if (less) {
      Probes.hit(probes, StackProbe.SHORT, traced, user.number(), want);
    }
    return less;
  }

  /**
   * Frees what is there to be read (BSD's sbflush). As a consumer, under the lock; the owner has
   * set the end, so nothing comes behind.
   */
  void discard(UserThread user) {
    receiveNow(user, PACKET);
    while (user.packet != null) {
      user.packet.free();
      receiveNow(user, PACKET);
    }
    Probes.hit(probes, StackProbe.FLUSHED, traced, user.number());
  }

  /** The socket is closed and what was not read is freed: nobody holds a packet of it. */
  void checkLeaks() {
    assert custody.closes();
  }

  /** As much data as SO_RCVLOWAT says, or the end of file, as any thread can know. */
  boolean isReadable() {
    return sockbuf.cantMore()
        || isEnough(sockbuf.packetsEstimate(), sockbuf.bytesEstimate(), sockbuf.lowWater());
  }

  /** Bytes to be read, as any thread can know. */
  int bytesEstimate() {
    return sockbuf.bytesEstimate();
  }

  boolean hasDropped() {
    return dropped > 0;
  }
}
