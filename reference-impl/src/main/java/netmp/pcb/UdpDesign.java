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
   * A socket without a peer belongs to the CPU of its local port, one with a peer to the CPU on
   * which the peer's packets land; so connect and disconnect move it: {@code specs/udp/migration}.
   */
  TOMBSTONE,

  /**
   * Every CPU knows every socket, and looks a datagram up where it arrived; then it goes to the
   * socket's owner: {@code specs/udp/replicated}.
   */
  REPLICATED,

  /**
   * As {@link #REPLICATED}, and each CPU appends the datagram to a sockbuf of its own in the
   * socket's receive buffer: {@code specs/udp/nsockbufs}.
   */
  N_SOCKBUFS;

  /**
   * What is left of the design on so many CPUs. On one there is one place for a socket, nothing to
   * copy and one sockbuf: all are {@link #LOCAL_PORT} then.
   *
   * @param cpus protocol threads of the stack
   * @return the design, or the simpler one
   */
  public UdpDesign on(int cpus) {
    return cpus == 1 ? LOCAL_PORT : this;
  }

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
    return this == REPLICATED || this == N_SOCKBUFS;
  }
}
