package netmp.socket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * so_oobmark: how many bytes of a stream lie before its last urgent byte, and that byte, if it was
 * taken out of the stream.
 *
 * <p>The socket's owner moves the mark, forward only, before it appends what lies behind it, by a
 * release; a reader looks at the mark behind the packet that it has found, by a volatile load. So
 * no read goes across a mark that was there when it began: {@code specs/sockbuf/mark}. How far
 * readers have come they write under the lock of the receive buffer.
 */
public final class UrgentMark {

  private static final VarHandle MARK;
  private static final VarHandle READ;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MARK = lookup.findVarHandle(UrgentMark.class, "mark", long.class);
      READ = lookup.findVarHandle(UrgentMark.class, "read", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Where nobody ever comes to. */
  private static final long NONE = -1;

  /** {@link #urgentByte} when it has not come, or is with the user, or in the stream. */
  private static final int NOT_YET = -1;

  private static final int TAKEN = -2;

  private final KnoteList knotes;

  /** The owner's. */
  private int urgentByte = TAKEN;

  /** Written by the owner. */
  private volatile long mark = NONE;

  /** Written by the owner: nobody has to be told of the mark any more. */
  private volatile boolean taken;

  /** How many bytes were read. Written under the lock of the receive buffer. */
  private volatile long read;

  UrgentMark(KnoteList knotes) {
    this.knotes = knotes;
  }

  // ---- the owner ----

  /**
   * Urgent data are announced: moves the mark and tells who watches for that (BSD's
   * sohasoutofband). The owner only, before it appends the byte.
   *
   * @param place how many bytes of the stream lie before the last urgent one, at least as many as
   *     were appended
   */
  public void set(long place) {
    urgentByte = NOT_YET;
    taken = false;
    MARK.setRelease(this, place);
    knotes.activate();
  }

  /**
   * The urgent byte has come. The owner only, before it appends what lies behind it.
   *
   * @param value the byte, which is appended in its place if the socket has SO_OOBINLINE
   * @param inline whether it is
   */
  public void comes(int value, boolean inline) {
    urgentByte = inline ? TAKEN : value;
  }

  /**
   * Takes the urgent byte. The owner only.
   *
   * @param into receives it
   * @return OK, EAGAIN if it was announced and has not come, EINVAL if there is none, or it was
   *     taken, or passed by a reader, or is in the stream
   */
  public Errno take(byte[] into) {
    if (urgentByte == TAKEN || !isAhead()) {
      return Errno.EINVAL;
    }
    if (urgentByte == NOT_YET) {
      return Errno.EAGAIN;
    }
    into[0] = (byte) urgentByte;
    urgentByte = TAKEN;
    taken = true;
    return Errno.OK;
  }

  // ---- readers, under the lock of the receive buffer ----

  /** How many of the bytes in front may be read now: none across the mark. */
  int limit(int bytes, boolean begins) {
    long ahead = mark - read;
    return ahead < 0 || (ahead == 0 && begins) ? bytes : (int) Math.min(ahead, bytes);
  }

  void read(int bytes) {
    READ.setRelease(this, read + bytes);
  }

  // ---- anybody ----

  /** Whether readers have not passed the mark. */
  private boolean isAhead() {
    return mark >= read;
  }

  /** Whether there is urgent data that nobody has seen. */
  boolean isUrgent() {
    return isAhead() && !taken;
  }

  /** Whether the next byte that is read lies behind the mark, and none has been read there. */
  boolean isReached() {
    return mark == read;
  }
}
