package netmp.benchmark.sockbuf;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import netmp.mbuf.Mbuf;
import netmp.probe.Probes;
import netmp.sockbuf.Design;
import netmp.sockbuf.Sockbuf;
import org.jctools.queues.atomic.SpscLinkedAtomicQueue;
import org.jctools.queues.varhandle.MpscLinkedVarHandleQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpmcVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/** What takes part. A capacity is a number of packets of {@link #LENGTH} bytes. */
enum Contender {
  LAMPORT("Lamport ring", Kind.RING),
  FASTFORWARD("FastForward ring", Kind.RING),
  CORAL("M_CORAL", Kind.LIST),
  CUPHOLDER("cupholders", Kind.LIST),
  SPSC_ARRAY("JCTools SPSC array", Kind.RING),
  SPSC_LINKED("JCTools SPSC linked", Kind.UNBOUNDED),
  CLASSIC("classic sockbuf, one lock", Kind.ANY),
  BLOCKING("ArrayBlockingQueue", Kind.ANY),
  MPSC_ARRAY("JCTools MPSC array", Kind.MPSC),
  MPSC_LINKED("JCTools MPSC linked", Kind.MPSC_UNBOUNDED),
  MPSC_CORAL("M_CORAL, producers by exchange", Kind.MPSC),
  SPMC_ARRAY("JCTools SPMC array", Kind.SPMC),
  SPMC_RING("ring, consumers by ticket", Kind.SPMC);

  /** Which roles may be many threads without a lock, and whether there is a bound. */
  enum Kind {
    RING,
    LIST,
    UNBOUNDED,
    ANY,
    MPSC,
    MPSC_UNBOUNDED,
    SPMC
  }

  /** Bytes of a packet: as many as a ring has per slot, so bytes and slots are one bound. */
  static final int LENGTH = 32;

  final String text;
  final Kind kind;

  Contender(String text, Kind kind) {
    this.text = text;
    this.kind = kind;
  }

  /** A channel for one thread on each side. */
  Channel make(int capacity) {
    return switch (this) {
      case LAMPORT, FASTFORWARD, CORAL, CUPHOLDER -> sockbuf(Design.valueOf(name()), capacity);
      case SPSC_ARRAY -> queue(new SpscVarHandleArrayQueue<>(capacity));
      case SPSC_LINKED -> queue(new SpscLinkedAtomicQueue<>());
      case CLASSIC -> new ClassicSockbuf(capacity * LENGTH);
      case BLOCKING -> queue(new ArrayBlockingQueue<>(capacity));
      case MPSC_ARRAY -> queue(new MpscVarHandleArrayQueue<>(capacity));
      case MPSC_LINKED -> queue(new MpscLinkedVarHandleQueue<>());
      case MPSC_CORAL -> new MpscCoral(capacity * LENGTH);
      case SPMC_ARRAY -> queue(new SpmcVarHandleArrayQueue<>(capacity));
      case SPMC_RING -> new SpmcRing(capacity * LENGTH, capacity);
    };
  }

  private static Channel sockbuf(Design design, int capacity) {
    return new OfSockbuf(design.create(capacity * LENGTH, Probes.OFF, 0));
  }

  private static Channel queue(Queue<Mbuf> queue) {
    return new OfQueue(queue);
  }

  private record OfSockbuf(Sockbuf sockbuf) implements Channel {
    @Override
    public boolean offer(Mbuf packet) {
      return sockbuf.append(packet);
    }

    @Override
    public Mbuf poll() {
      return sockbuf.dequeue(1);
    }

    @Override
    public Object subject() {
      return sockbuf;
    }
  }

  private record OfQueue(Queue<Mbuf> queue) implements Channel {
    @Override
    public boolean offer(Mbuf packet) {
      return queue.offer(packet);
    }

    @Override
    public Mbuf poll() {
      return queue.poll();
    }

    @Override
    public Object subject() {
      return queue;
    }
  }

  /** A channel for one thread on each side, bounded. */
  Channel alone(int capacity) {
    Channel channel = make(capacity);
    return kind == Kind.UNBOUNDED || kind == Kind.MPSC_UNBOUNDED
        ? new Bounded(channel, capacity)
        : channel;
  }

  /** A channel for many producers. */
  Channel sendSide(int capacity) {
    return switch (kind) {
      case ANY, MPSC -> alone(capacity);
      case MPSC_UNBOUNDED -> make(capacity);
      default -> new LockedOffer(alone(capacity));
    };
  }

  /** A channel for many consumers. */
  Channel receiveSide(int capacity) {
    return switch (kind) {
      case ANY, SPMC -> alone(capacity);
      default -> new LockedPoll(alone(capacity));
    };
  }

  boolean sends() {
    return kind != Kind.SPMC;
  }

  boolean receives() {
    return kind != Kind.MPSC && kind != Kind.MPSC_UNBOUNDED;
  }

  /** The user-side lock of a send buffer. */
  private record LockedOffer(Channel channel, Lock lock) implements Channel {
    LockedOffer(Channel channel) {
      this(channel, new ReentrantLock());
    }

    @Override
    public boolean offer(Mbuf packet) {
      lock.lock();
      try {
        return channel.offer(packet);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public Mbuf poll() {
      return channel.poll();
    }
  }

  /** The user-side lock of a receive buffer. */
  private record LockedPoll(Channel channel, Lock lock) implements Channel {
    LockedPoll(Channel channel) {
      this(channel, new ReentrantLock());
    }

    @Override
    public boolean offer(Mbuf packet) {
      return channel.offer(packet);
    }

    @Override
    public Mbuf poll() {
      lock.lock();
      try {
        return channel.poll();
      } finally {
        lock.unlock();
      }
    }
  }
}
