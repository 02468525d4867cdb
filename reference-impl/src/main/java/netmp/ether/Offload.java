package netmp.ether;

/** What a stack can leave to its device. */
public enum Offload {
  /** The device makes the checksums of TCP and UDP. */
  TRANSMIT_CHECKSUM,
  /** The device verifies them. */
  RECEIVE_CHECKSUM,
  /** The device cuts long sends of TCP into segments (TSO); takes {@link #TRANSMIT_CHECKSUM}. */
  SEGMENTATION,
  /**
   * The device joins segments of TCP that come in together (LRO); takes {@link #RECEIVE_CHECKSUM}.
   */
  JOINING
}
