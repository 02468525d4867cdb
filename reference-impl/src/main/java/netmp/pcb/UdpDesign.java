package netmp.pcb;

import java.util.Locale;

/** The answers to "what to do about UDP", of which the 2008 talk names four. */
public enum UdpDesign {
  /**
   * A socket belongs to the CPU of its local port, and every datagram goes there before it is
   * looked up.
   */
  LOCAL_PORT,

  /**
   * Every CPU knows every socket, and looks a datagram up where it arrived; then it goes to the
   * socket's owner: {@code specs/udp/replicated}.
   */
  REPLICATED;

  /**
   * How the command line and traces call the design.
   *
   * @return lower case, with hyphens
   */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return text();
  }

  /**
   * Whether each CPU has its own copy of the tables.
   *
   * @return true if what is looked up is looked up where the datagram arrived
   */
  public boolean isReplicated() {
    return this != LOCAL_PORT;
  }
}
