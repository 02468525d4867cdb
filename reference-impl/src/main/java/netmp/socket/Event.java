package netmp.socket;

/**
 * What an {@link EventQueue} reports (BSD's struct kevent): filled by {@link EventQueue#kevent} and
 * used again. Belongs to the calling thread.
 */
public final class Event {

  private Socket socket;
  private Filter filter;
  private boolean eof;
  private Errno error;
  private int data;
  private Object userData;

  /** The knote to be put back on the ready list, or null. */
  Knote knote;

  /** An event that reports nothing yet. */
  public Event() {}

  /** Of an open socket. */
  void fill(Knote reported) {
    knote = reported;
    socket = reported.socket;
    filter = reported.filter;
    userData = reported.data;
    eof = socket.isAtEnd(filter);
    error = socket.pendingError();
    data = filter == Filter.WRITE ? socket.writable() : socket.readable();
  }

  /** Of a closed socket. */
  void fillClosed(Knote reported) {
    knote = null;
    socket = reported.socket;
    filter = reported.filter;
    userData = reported.data;
    eof = true;
    error = Errno.EBADF;
    data = 0;
  }

  /**
   * The socket.
   *
   * @return null before the first report
   */
  public Socket socket() {
    return socket;
  }

  /**
   * What held.
   *
   * @return null before the first report
   */
  public Filter filter() {
    return filter;
  }

  /**
   * What was given to {@link EventQueue#attach} (kevent's udata).
   *
   * @return the same object, or null
   */
  public Object userData() {
    return userData;
  }

  /**
   * Whether nothing more will come (READ, EXCEPT), or nothing more can be sent (WRITE): EV_EOF.
   * What came before can still be read.
   *
   * @return true with SS_CANTRCVMORE or SS_CANTSENDMORE
   */
  public boolean isEof() {
    return eof;
  }

  /**
   * The pending error, which stays pending; EBADF when the socket was closed, of which nothing is
   * reported afterwards.
   *
   * @return OK if there is none
   */
  public Errno error() {
    return error;
  }

  /**
   * How many bytes can be read, or written (WRITE). An estimate.
   *
   * @return at least 0
   */
  public int data() {
    return data;
  }
}
