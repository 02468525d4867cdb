package netmp.ether;

import netmp.mbuf.Mbuf;
import netmp.mbuf.PacketHandler;

/** Output of Ethernet on one CPU. On the protocol thread of the CPU. */
public final class EtherOutput {

  private final long source;
  private final int vlan;
  private final PacketHandler device;

  /**
   * Wires the layer.
   *
   * @param nif the interface frames leave by
   * @param device takes complete frames; {@link DeviceQueue#transmit}
   */
  public EtherOutput(NetworkInterface nif, PacketHandler device) {
    this.source = nif.mac();
    this.vlan = nif.vlan();
    this.device = device;
  }

  /**
   * Puts a header in front and sends. Short frames are not padded here, and the tag of a VLAN is
   * not put in: that is the device's work.
   *
   * @param packet the payload, at most {@link NetworkInterface#mtu} bytes; taken
   * @param destination Ethernet address of a station or group
   * @param type an {@link EtherType}
   */
  public void output(Mbuf packet, long destination, int type) {
    packet.prepend(EtherHeader.LENGTH);
    EtherHeader.write(packet, destination, source, type);
    packet.setVlan(vlan);
    device.handle(packet);
  }
}
