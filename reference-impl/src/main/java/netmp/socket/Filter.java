package netmp.socket;

/** What an {@link EventQueue} watches of a socket (kqueue's EVFILT_ constants). */
public enum Filter {
  /** There is something to read, or the end of file, or an error. */
  READ,
  /** There is room to write, or writing is over, or an error. */
  WRITE,
  /** The end of file or an error, and nothing else. */
  EXCEPT
}
