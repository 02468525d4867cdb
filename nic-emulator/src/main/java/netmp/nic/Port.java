package netmp.nic;

/** Where a cable can be plugged in: of a device, or of a switch. */
public interface Port {

  /**
   * Plugs a cable in. Before frames pass.
   *
   * @param to carries what is sent here
   */
  void connect(Wire to);

  /**
   * A frame arrives from the cable.
   *
   * @param frame holds the frame; not kept
   * @param offset index of its first byte
   * @param length its length in bytes
   */
  void receive(byte[] frame, int offset, int length);
}
