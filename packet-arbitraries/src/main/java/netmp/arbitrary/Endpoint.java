package netmp.arbitrary;

/**
 * One end of a flow.
 *
 * @param mac address of its station on the link
 * @param address of its host
 * @param port of UDP or TCP, 0..65535
 */
public record Endpoint(MacAddress mac, Ipv4Address address, int port) {

  /** Refuses a port of more than 16 bits. */
  public Endpoint {
    Range.bits("the port of an endpoint", port, 16);
  }
}
