package netmp.socket;

/** What an {@link EventQueue} watches of a socket (kqueue's EVFILT_ constants). */
public enum Filter {
  /**
   * As many bytes to read as SO_RCVLOWAT says, or the end of file, or an error; of a listener: a
   * connection to be accepted.
   */
  READ,
  /**
   * Room to send a packet of any length, and as many bytes as SO_SNDLOWAT says, or sending is over,
   * or an error. Of a stream socket not before it is connected.
   */
  WRITE,
  /** Both directions have ended, or an error, and nothing else. */
  EXCEPT,
  /**
   * Urgent data are announced that no user has received or passed; or as {@link #EXCEPT} (kqueue's
   * EVFILT_EXCEPT with NOTE_OOB).
   */
  URGENT
}
