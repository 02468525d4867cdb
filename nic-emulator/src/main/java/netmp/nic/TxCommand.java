package netmp.nic;

/**
 * The bits of the command in a transmit descriptor. All but {@link #END_OF_PACKET} count in the
 * first descriptor of a frame.
 */
public final class TxCommand {

  /** The last of the descriptors of a frame. */
  public static final int END_OF_PACKET = 1;

  /**
   * Make the checksum of TCP or UDP. Its field holds the sum of the pseudo-header, not
   * complemented.
   */
  public static final int INSERT_CHECKSUM = 2;

  /**
   * Cut the frame into segments of TCP of the descriptor's MSS, each with a checksum of its own.
   */
  public static final int SEGMENT = 4;

  /** Insert an 802.1Q tag with the descriptor's tag control information. */
  public static final int INSERT_VLAN = 8;

  private TxCommand() {}
}
