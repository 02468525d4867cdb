package netmp.ether;

import netmp.inet.MacAddress;
import netmp.mbuf.Mbuf;
import netmp.mbuf.PacketHandler;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * Input of Ethernet on one CPU: drops what is not for this station, takes the header off and passes
 * the rest to the protocol of its type. On the protocol thread of the CPU.
 */
public final class EtherInput implements PacketHandler {

  private final int cpu;
  private final int number;
  private final long mac;
  private final int vlan;
  private final Groups groups;
  private final Counters counters;
  private final PacketHandler ipv4;
  private final PacketHandler arp;

  /**
   * Wires the layer.
   *
   * @param cpu the CPU it runs on
   * @param ifnet the interface whose frames come in
   * @param groups what the CPU knows of the interface's multicast groups
   * @param counters the CPU's
   * @param ipv4 takes packets that start at their IPv4 header, link-layer padding still at the end
   * @param arp takes packets that start at their ARP header
   */
  public EtherInput(
      int cpu,
      Ifnet ifnet,
      Groups groups,
      Counters counters,
      PacketHandler ipv4,
      PacketHandler arp) {
    this.cpu = cpu;
    this.number = ifnet.number();
    this.mac = ifnet.nif().mac();
    this.vlan = ifnet.nif().vlan();
    this.groups = groups;
    this.counters = counters;
    this.ipv4 = ipv4;
    this.arp = arp;
  }

  /**
   * Takes a received frame.
   *
   * @param frame starts at its Ethernet header, without the frame check sequence
   */
  @Override
  public void handle(Mbuf frame) {
    counters.count(Counter.ETHER_RECEIVED);
    DropReason fault = fault(frame);
    if (fault == null) {
      deliver(frame);
    } else {
      counters.drop(frame, fault);
    }
  }

  private DropReason fault(Mbuf frame) {
    if (frame.length() < EtherHeader.LENGTH) {
      return DropReason.ETHER_RUNT;
    }
    if (MacAddress.isGroup(EtherHeader.source(frame))) {
      return DropReason.ETHER_GROUP_SOURCE;
    }
    if (frame.vlan() != vlan) {
      return DropReason.ETHER_OTHER_VLAN;
    }
    long destination = EtherHeader.destination(frame);
    boolean ours =
        destination == mac
            || destination == MacAddress.BROADCAST
            || (MacAddress.isGroup(destination) && groups.isCarriedBy(destination));
    return ours ? null : DropReason.ETHER_NOT_OURS;
  }

  private void deliver(Mbuf frame) {
    int type = EtherHeader.type(frame);
    frame.setReceived(cpu, number, EtherHeader.destination(frame) != mac);
    frame.trimFront(EtherHeader.LENGTH);
    switch (type) {
      case EtherType.IPV4 -> ipv4.handle(frame);
      case EtherType.ARP -> arp.handle(frame);
      default -> counters.drop(frame, DropReason.ETHER_UNKNOWN_TYPE);
    }
  }
}
