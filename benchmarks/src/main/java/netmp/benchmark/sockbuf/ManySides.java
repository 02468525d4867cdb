package netmp.benchmark.sockbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Keeps the producers' fields off the line of the object's header, which all read. */
abstract class ProducersApart {
  @SuppressWarnings("unused")
  private long h1, h2, h3, h4, h5, h6, h7;
}

/** What the producers write. */
abstract class ProducerFields extends ProducersApart {
  /** Bytes appended so far; runs free. */
  @SuppressWarnings("unused")
  long wbytes;

  /** The value of wbytes that is within the high-water mark, as last seen. */
  @SuppressWarnings("unused")
  long limit;

  /** A list: the last packet. A ring: the index of the next free slot. */
  Object tail;

  @SuppressWarnings("unused")
  long w;
}

/** Keeps the two sides on different cache lines. */
abstract class ConsumersApart extends ProducerFields {
  @SuppressWarnings("unused")
  private long p1, p2, p3, p4, p5, p6, p7;
}

/** What the consumers write. */
abstract class ConsumerFields extends ConsumersApart {
  /** Bytes taken so far; runs free. */
  @SuppressWarnings("unused")
  long rbytes;

  /** A list: the packet consumed last. */
  Object head;

  /** A ring: the index of the next packet, and the producer's index as last seen. */
  @SuppressWarnings("unused")
  long r;

  @SuppressWarnings("unused")
  long seen;
}

/**
 * A sockbuf of which one side is many threads without a lock: what both kinds have in common, the
 * count of bytes. A producer reserves its bytes before it appends, as an asynchronous send does
 * ({@code specs/sockbuf/bytecount}).
 */
abstract class ManySides extends ConsumerFields {

  static final VarHandle WBYTES;
  static final VarHandle RBYTES;
  static final VarHandle TAIL;
  static final VarHandle W;
  static final VarHandle R;
  static final VarHandle SEEN;
  private static final VarHandle LIMIT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      WBYTES = lookup.findVarHandle(ProducerFields.class, "wbytes", long.class);
      RBYTES = lookup.findVarHandle(ConsumerFields.class, "rbytes", long.class);
      TAIL = lookup.findVarHandle(ProducerFields.class, "tail", Object.class);
      W = lookup.findVarHandle(ProducerFields.class, "w", long.class);
      R = lookup.findVarHandle(ConsumerFields.class, "r", long.class);
      SEEN = lookup.findVarHandle(ConsumerFields.class, "seen", long.class);
      LIMIT = lookup.findVarHandle(ProducerFields.class, "limit", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int highWater;

  ManySides(int highWater) {
    this.highWater = highWater;
    limit = highWater;
  }

  /** Whether so many bytes fit when so many have been appended: what is remembered may do. */
  final boolean fits(long appended, int bytes) {
    if (appended + bytes <= (long) LIMIT.getOpaque(this)) {
      return true;
    }
    long now = (long) RBYTES.getAcquire(this) + highWater;
    LIMIT.setOpaque(this, now);
    return appended + bytes <= now;
  }
}
