package netmp.flood;

import netmp.arbitrary.Endpoint;
import netmp.arbitrary.Ipv4Address;
import netmp.arbitrary.MacAddress;

/**
 * The host that is flooded.
 *
 * @param mac of its device
 * @param address its IPv4 address
 * @param port of TCP, at which it listens
 */
public record Victim(long mac, int address, int port) {

  Endpoint endpoint(int atPort) {
    return new Endpoint(new MacAddress(mac), new Ipv4Address(address), atPort);
  }
}
