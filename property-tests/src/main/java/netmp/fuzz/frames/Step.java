package netmp.fuzz.frames;

/** What happens next to a stack. */
public sealed interface Step {

  /**
   * The time before it.
   *
   * @return in microseconds; with 0 the stack has no turn before
   */
  int micros();

  /**
   * A frame is received.
   *
   * @param micros the time before it
   * @param answer whether it is made to fit what the stack has sent ({@link Answers})
   * @param sums whether its checksums are made right ({@link Sums})
   * @param bytes the frame before that, which nobody changes
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Frame(int micros, boolean answer, boolean sums, byte[] bytes) implements Step {

    Frame with(byte[] other) {
      return new Frame(micros, answer, sums, other);
    }
  }

  /**
   * A user calls a socket, and does not wait.
   *
   * @param micros the time before it
   * @param call what is called
   * @param socket the number of a socket, modulo how many there are
   * @param number what the call takes: bytes, a port, an option
   */
  record Call(int micros, Kind call, int socket, int number) implements Step {}

  /** What users call. A call that a socket has not is none. */
  enum Kind {
    /** Takes what has come, up to so many bytes. */
    READ,
    /** Sends so many bytes. */
    WRITE,
    /** Sends so many bytes, the last of them urgent. */
    WRITE_URGENT,
    /** Ends one direction, or both. */
    SHUTDOWN,
    /** Closes the socket, which stays in its place. */
    CLOSE,
    /** Accepts a connection, a new socket. */
    ACCEPT,
    /** Opens a new socket and connects it to the peer, at that port. */
    CONNECT,
    /** Sets an option, to a value; both are in the number. */
    OPTION,
    /** Joins a group, or leaves it. */
    GROUP,
    /** Takes the cable out, or puts it in. */
    CABLE
  }

  /**
   * The same at another time.
   *
   * @param other microseconds before it
   * @return a changed copy
   */
  default Step after(int other) {
    return switch (this) {
      case Frame(int _, boolean answer, boolean sums, byte[] bytes) ->
          new Frame(other, answer, sums, bytes);
      case Call(int _, Kind call, int socket, int number) -> new Call(other, call, socket, number);
    };
  }
}
