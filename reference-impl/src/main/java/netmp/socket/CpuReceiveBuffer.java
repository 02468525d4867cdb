package netmp.socket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Lock;
import netmp.action.StackProbe;
import netmp.msg.Message;
import netmp.probe.Probes;
import netmp.sockbuf.CpuSockbufs;

/**
 * so_rcv with a sockbuf for each CPU. Users wait as they do for one sockbuf, and event queues watch
 * as they do: with the socket's owner, which alone evaluates predicates and activates knotes. What
 * is different is that others make the predicates true, and so have to tell the owner. The protocol
 * is {@code specs/udp/armed}.
 *
 * <p>A word says whether the owner wants to be told (BSD's SB_NOTIFY). The owner arms it
 * <em>before</em> it looks at the sockbufs for the last time; a producer looks at it after its
 * append. So either the owner sees the packet, or the producer sees that it has to tell; a message
 * sent without the word, or the word set after the look, would lose wakeups (defect D40). Who finds
 * it armed exchanges it, and puts the one message of the socket on the owner's port. While nobody
 * waits, no message is sent.
 */
class CpuReceiveBuffer extends ReceiveBuffer {

  private static final int IDLE = 0;
  private static final int ARMED = 1;

  /** The message is on its way. */
  private static final int POSTED = 2;

  private static final VarHandle NOTIFY;

  static {
    try {
      NOTIFY = MethodHandles.lookup().findVarHandle(CpuReceiveBuffer.class, "notify", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final CpuSockbufs sockbufs;
  private final Message message =
      new Message() {
        @Override
        protected void dispatch() {
          notified();
        }
      };

  private volatile int notify = IDLE;

  CpuReceiveBuffer(
      Socket socket,
      CpuSockbufs sockbufs,
      Lock lock,
      WaiterList.Factory waiters,
      Probes probes,
      int traced) {
    super(socket, sockbufs, lock, waiters, probes, traced);
    this.sockbufs = sockbufs;
  }

  // ---- producers ----

  /** Behind an append, which ends with a full fence or an atomic exchange. */
  @Override
  void appended(int cpu) {
    boolean post = notify == ARMED && NOTIFY.compareAndSet(this, ARMED, POSTED);
    Probes.hit(probes, StackProbe.TEST_NOTIFY, traced, cpu, post ? 1 : 0);
    if (post) {
      socket.soPort().port().put(message);
    }
  }

  @Override
  void end(int cpu) {
    sockbufs.end(cpu);
  }

  // ---- the owner ----

  private void notified() {
    notify = IDLE;
    Probes.hit(probes, StackProbe.TAKE_NOTIFY, traced);
    if (!knotes.isEmpty()) {
      arm();
    }
    wakeup();
  }

  /** Has the owner told of the next append. What it loads afterwards it does not load before. */
  void arm() {
    NOTIFY.compareAndSet(this, IDLE, ARMED);
    VarHandle.fullFence();
    Probes.hit(probes, StackProbe.ARM, traced);
  }

  @Override
  public boolean holds(int want) {
    if (super.holds(want)) {
      return true;
    }
    arm();
    return looksAgain(want);
  }

  /** After the word was armed. */
  boolean looksAgain(int want) {
    return super.holds(want);
  }

  @Override
  boolean attach(Knote knote) {
    arm();
    return super.attach(knote);
  }
}
