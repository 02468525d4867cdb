package netmp.flood;

import java.util.random.RandomGenerator;
import netmp.arbitrary.Endpoint;
import netmp.arbitrary.Ethernet;
import netmp.arbitrary.EthernetPayload;
import netmp.arbitrary.Flow;
import netmp.arbitrary.Ipv4Address;
import netmp.arbitrary.MacAddress;
import netmp.nic.Port;
import netmp.nic.Wire;

/**
 * A station that floods a host with packets in the name of others. It hears what comes to its port,
 * and what it is {@linkplain #hear told}; one thread sends.
 */
public final class Attacker implements Port {

  private static final MacAddress MAC = new MacAddress(0x0200_00ff_ff01L);

  private final Victim victim;
  private final RandomGenerator random;
  private Wire cable = (frame, offset, length) -> {};

  /** The latest; set by whoever delivers frames. */
  private volatile Overheard live;

  /**
   * A station without a cable.
   *
   * @param victim whom it floods
   * @param random chance, for this attacker alone
   */
  public Attacker(Victim victim, RandomGenerator random) {
    this.victim = victim;
    this.random = random;
  }

  @Override
  public void connect(Wire to) {
    cable = to;
  }

  @Override
  public void receive(byte[] frame, int offset, int length) {
    hear(frame, offset, length);
  }

  /**
   * A frame passes: the attacker learns of connections of the victim. Any thread.
   *
   * @param frame holds the frame; not kept
   * @param offset index of its first byte
   * @param length its length in bytes
   */
  public void hear(byte[] frame, int offset, int length) {
    Overheard heard = Overheard.read(victim, frame, offset, length);
    if (heard != null) {
      live = heard;
    }
  }

  /**
   * Sends one packet of a flood.
   *
   * @param flood which
   * @return false if it is about connections, and none was heard yet
   */
  public boolean send(Flood flood) {
    Overheard connection = live;
    if (flood.needsConnection() && connection == null) {
      return false;
    }
    EthernetPayload packet = flood.packet(new Flood.Target(victim, MAC, connection, random));
    Flow link = new Flow(new Endpoint(MAC, Ipv4Address.ANY, 0), victim.endpoint(0));
    byte[] frame = Ethernet.of(link, packet).encode();
    cable.transmit(frame, 0, frame.length);
    return true;
  }
}
