package netmp.mbuf;

/** What is done with a packet: by a layer called directly, or at the end of a hop by message. */
@FunctionalInterface
public interface PacketHandler {

  /**
   * Takes the packet. Called on the protocol thread that owns the handler.
   *
   * @param packet the packet; from now on the handler owns it and frees it or passes it on
   */
  void handle(Mbuf packet);
}
