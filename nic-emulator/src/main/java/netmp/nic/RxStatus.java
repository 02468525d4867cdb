package netmp.nic;

/** The bits of the status with which a receive descriptor completes. */
public final class RxStatus {

  /** The last of the descriptors of a frame. */
  public static final int END_OF_PACKET = 1;

  /** The checksum of TCP or UDP was verified and is right. */
  public static final int CHECKSUM_GOOD = 2;

  /** It was verified and is wrong. With neither bit it was not looked at. */
  public static final int CHECKSUM_BAD = 4;

  /** An 802.1Q tag was stripped; {@link RxRing#tag} has it. */
  public static final int VLAN = 8;

  /** Segments were joined: the frame is one that no wire carried. */
  public static final int JOINED = 16;

  /**
   * The device failed to write the frame to memory: there is one descriptor, which holds nothing.
   */
  public static final int ERROR = 32;

  private RxStatus() {}
}
