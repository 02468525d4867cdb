package netmp.soak;

/** Where services are, on each machine. */
final class Ports {

  /** Of {@link StreamServer}. */
  static final int STREAM = 80;

  /** Of {@link EventServer}. */
  static final int EVENTS = 81;

  /** Of {@link DatagramServer}. */
  static final int DATAGRAM = 7;

  /** Of {@link StreamServer}, of local sockets. */
  static final String LOCAL = "/soak";

  private Ports() {}
}
