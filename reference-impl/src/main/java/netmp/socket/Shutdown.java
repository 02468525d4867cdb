package netmp.socket;

/** Which direction of a socket is shut down, by the names of the field. */
public enum Shutdown {
  /** Nothing more is received. */
  SHUT_RD(true, false),
  /** Nothing more is sent. */
  SHUT_WR(false, true),
  /** Both. */
  SHUT_RDWR(true, true);

  private final boolean receiving;
  private final boolean sending;

  Shutdown(boolean receiving, boolean sending) {
    this.receiving = receiving;
    this.sending = sending;
  }

  /**
   * Whether the receiving direction is meant.
   *
   * @return true for SHUT_RD and SHUT_RDWR
   */
  public boolean isReceiving() {
    return receiving;
  }

  /**
   * Whether the sending direction is meant.
   *
   * @return true for SHUT_WR and SHUT_RDWR
   */
  public boolean isSending() {
    return sending;
  }
}
