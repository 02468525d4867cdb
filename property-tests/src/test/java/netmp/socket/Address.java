package netmp.socket;

/**
 * An address as a model writes it.
 *
 * @param host the name of a host, or "any"; of a local socket its own name, or nothing
 * @param port 0 before there is one and for local sockets, {@link #EPHEMERAL} for one that the
 *     stack has chosen
 */
record Address(String host, int port) {

  static final String ANY = "any";
  static final int EPHEMERAL = -1;
  static final Address NONE = new Address(ANY, 0);

  Address atAny() {
    return new Address(ANY, port);
  }

  boolean overlaps(Address other) {
    return port > 0
        && port == other.port
        && (host.equals(other.host) || host.equals(ANY) || other.host.equals(ANY));
  }

  @Override
  public String toString() {
    return port == 0 ? host : host + ":" + (port == EPHEMERAL ? "ephemeral" : port);
  }
}
