package netmp.stack;

/** What a stack holds for others, and gives back when they are done. */
public enum Resource {
  /** Connections, in whatever state: also those that are half open or in TIME-WAIT. */
  TCP_FLOWS("TCP connections"),
  /** Entries of the SYN cache. */
  HALF_OPEN("half-open TCP connections"),
  /** A listener is counted once for each CPU, for each knows it. */
  LISTENERS("TCP listeners"),
  /** Sockets of TCP that are bound, and connections of which a port is. */
  TCP_PORTS("bound TCP ports"),
  /** Sockets of UDP that are bound; where tables are replicated, once for each CPU. */
  UDP_BLOCKS("UDP control blocks"),
  /** Names of local sockets. */
  LOCAL_NAMES("names of local sockets"),
  /** Buffers that hold fragments. */
  FRAGMENTS("fragments"),
  /** Datagrams of which fragments are missing. */
  DATAGRAMS("datagrams under reassembly"),
  /** Entries of the ARP cache, in whatever state. Each has a timer. */
  NEIGHBOURS("neighbours"),
  /** Echo requests without an answer. */
  PINGS("echo requests"),
  /** Timers that are set. */
  TIMERS("timers");

  private final String text;

  Resource(String text) {
    this.text = text;
  }

  /**
   * What it is.
   *
   * @return a few words, in the plural
   */
  public String text() {
    return text;
  }
}
