package netmp.socket;

/**
 * A socket that {@link Poll} asks about (BSD's struct pollfd). Belongs to the calling thread, and
 * may be used again.
 */
public final class PollFd {

  /** There is something to read, as of {@link Filter#READ}. */
  public static final int POLLIN = 1;

  /** There is urgent data that no user has received or passed. */
  public static final int POLLPRI = 2;

  /** There is room to write, as of {@link Filter#WRITE}; not together with {@link #POLLHUP}. */
  public static final int POLLOUT = 4;

  /** There is an error, which stays pending. Reported whether asked for or not. */
  public static final int POLLERR = 8;

  /**
   * Both directions have ended; what came before can still be read. Reported whether asked for or
   * not.
   */
  public static final int POLLHUP = 16;

  /** The socket is closed. Reported whether asked for or not. */
  public static final int POLLNVAL = 32;

  private final Socket socket;
  private final int events;
  private int revents;

  /**
   * A question.
   *
   * @param socket a socket of the stack that is asked
   * @param events what for: POLLIN, POLLPRI, POLLOUT, or 0
   */
  public PollFd(Socket socket, int events) {
    this.socket = socket;
    this.events = events;
  }

  /**
   * The socket.
   *
   * @return as given
   */
  public Socket socket() {
    return socket;
  }

  /**
   * The answer.
   *
   * @return what the last poll found: bits of this class, or 0
   */
  public int revents() {
    return revents;
  }

  /** Looks; whether there is anything to be reported. Takes no lock and asks nobody. */
  boolean look() {
    revents = socket.isClosed() ? POLLNVAL : lookAtOpen();
    return revents != 0;
  }

  /** What an error or an end makes true comes first: who is told of that is told of these too. */
  private int lookAtOpen() {
    int found =
        (asksFor(POLLIN) && socket.isReadable() ? POLLIN : 0)
            | (asksFor(POLLOUT) && socket.isWritable() ? POLLOUT : 0)
            | (asksFor(POLLPRI) && socket.hasUrgent() ? POLLPRI : 0)
            | (socket.hasError() ? POLLERR : 0);
    return socket.isOver() ? (found & ~POLLOUT) | POLLHUP : found;
  }

  private boolean asksFor(int event) {
    return (events & event) != 0;
  }

  /**
   * Has a queue watch for all that can make {@link #look} true: an error and the end of both
   * directions make every filter's condition true.
   */
  Errno watch(EventQueue queue) {
    Errno errno = Errno.OK;
    if (asksFor(POLLIN)) {
      errno = queue.watch(socket, Filter.READ);
    }
    if (errno == Errno.OK && asksFor(POLLOUT)) {
      errno = queue.watch(socket, Filter.WRITE);
    }
    if (errno == Errno.OK && asksFor(POLLPRI)) {
      errno = queue.watch(socket, Filter.URGENT);
    }
    if (!asksFor(POLLIN | POLLOUT | POLLPRI)) {
      errno = queue.watch(socket, Filter.EXCEPT);
    }
    return errno;
  }
}
