package netmp.arp;

import java.util.function.IntConsumer;
import netmp.ether.EtherOutput;
import netmp.ether.EtherType;
import netmp.mbuf.Mbuf;
import netmp.mbuf.PacketHandler;
import netmp.msg.Message;
import netmp.msg.MessagePort;

/**
 * Output to the neighbours of an interface on one CPU, by its own replica of the ARP cache. On the
 * protocol thread of the CPU.
 *
 * <p>A packet whose neighbour is not in the replica goes to CPU 0 and leaves from there; packets
 * behind it may overtake it once the replica knows the neighbour, as IP allows.
 */
public final class ArpOutput {

  private final EtherOutput ether;
  private final PacketHandler unresolved;
  private final IntConsumer doubtful;
  private final AddressMap replica = new AddressMap(Arp.CAPACITY);

  /**
   * Wires the layer.
   *
   * @param ether the CPU's
   * @param unresolved takes packets whose next hop is not in the replica: {@link Arp#resolve},
   *     called on CPU 0, reached by message from the others
   * @param doubtful takes the address of a neighbour that may be gone: {@link Arp#doubt}, called on
   *     CPU 0, reached in the same way
   */
  public ArpOutput(EtherOutput ether, PacketHandler unresolved, IntConsumer doubtful) {
    this.ether = ether;
    this.unresolved = unresolved;
    this.doubtful = doubtful;
  }

  /**
   * What takes packets to stations that nobody needs to be asked for: to all, or to a group.
   *
   * @return the CPU's
   */
  public EtherOutput ether() {
    return ether;
  }

  /**
   * Sends an IPv4 packet to a neighbour.
   *
   * @param packet starts at its IP header; taken
   * @param nextHop IPv4 address of a host on the link
   */
  public void output(Mbuf packet, int nextHop) {
    long mac = replica.get(nextHop);
    if (mac == AddressMap.NONE) {
      packet.setNextHop(nextHop);
      unresolved.handle(packet);
    } else {
      ether.output(packet, mac, EtherType.IPV4);
    }
  }

  /**
   * Nobody answers to what is sent to a neighbour: perhaps it is not there any more.
   *
   * @param nextHop IPv4 address of a host on the link
   */
  public void doubt(int nextHop) {
    if (replica.get(nextHop) != AddressMap.NONE) {
      doubtful.accept(nextHop);
    }
  }

  /**
   * Has this replica follow CPU 0.
   *
   * @param port the port of the replica's CPU
   * @return to be given to {@link Arp}
   */
  public Replica replicaBehind(MessagePort port) {
    return (address, mac) -> port.put(new Update(address, mac));
  }

  /**
   * The replica of CPU 0 itself.
   *
   * @return to be given to {@link Arp}
   */
  public Replica ownReplica() {
    return this::update;
  }

  private void update(int address, long mac) {
    if (mac == AddressMap.NONE) {
      replica.remove(address);
    } else {
      replica.put(address, mac);
    }
  }

  /** A copy of the cache that follows the changes CPU 0 makes. */
  @FunctionalInterface
  public interface Replica {

    /**
     * A neighbour has a new Ethernet address, or none any more. Called on CPU 0.
     *
     * @param address the neighbour's IPv4 address
     * @param mac its Ethernet address, or -1 to forget it
     */
    void changed(int address, long mac);
  }

  /** Allocated per change of a neighbour, not per packet. */
  private final class Update extends Message {

    private final int address;
    private final long mac;

    Update(int address, long mac) {
      this.address = address;
      this.mac = mac;
    }

    @Override
    protected void dispatch() {
      update(address, mac);
    }
  }
}
