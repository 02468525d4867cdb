package netmp.arbitrary;

import java.util.List;
import java.util.Optional;

/**
 * An Ethernet II frame (RFC 894), with a tag of IEEE 802.1Q or without one.
 *
 * @param destination who is to receive it
 * @param source who sends it
 * @param vlan its tag
 * @param payload what it carries
 */
public record Ethernet(
    MacAddress destination, MacAddress source, Optional<Vlan> vlan, EthernetPayload payload)
    implements Frame {

  /**
   * A frame without a tag.
   *
   * @param flow from whose station to whose
   * @param payload what it carries
   * @return the frame
   */
  public static Ethernet of(Flow flow, EthernetPayload payload) {
    return new Ethernet(flow.destination().mac(), flow.source().mac(), Optional.empty(), payload);
  }

  /**
   * The same frame in a VLAN.
   *
   * @param tag its tag
   * @return the tagged frame
   */
  public Ethernet in(Vlan tag) {
    return new Ethernet(destination, source, Optional.of(tag), payload);
  }

  @Override
  public byte[] encode() {
    return layout().bytes();
  }

  /**
   * The names of all places of this frame at which it can be mutated, such as {@code
   * ipv4.totalLength}.
   *
   * @return in the order of the frame
   */
  public List<String> places() {
    return layout().places().stream().map(Place::name).toList();
  }

  Layout layout() {
    return Encoding.of(this);
  }
}
