package netmp.link;

/** What a direction of a link counts, in frames. */
public enum LinkCounter {
  /** Came in from the sender. */
  SENT("sent", false),
  /** Were handed to the receiver. */
  DELIVERED("delivered", false),
  /** Second copies that the line made. */
  DUPLICATED("duplicated", false),
  /** Had a bit flipped on the line. */
  CORRUPTED("corrupted", false),
  /** Were held back on the line, so that others could overtake them. */
  HELD_BACK("held back", false),
  /** Got Congestion Experienced where a frame without ECN would have been dropped. */
  MARKED("marked", false),
  /** Dropped: the direction was down, when the frame came in or when it should have arrived. */
  DOWN("link down", true),
  /** Dropped: longer than the MTU and an Ethernet header. */
  TOO_LONG("too long", true),
  /** Dropped: the queue was full. */
  QUEUE_FULL("queue full", true),
  /** Dropped by RED before the queue was full. */
  RED("dropped by RED", true),
  /** Dropped by CoDel, having waited for long. */
  CODEL("dropped by CoDel", true),
  /** Dropped: lost on the line. */
  LOST("lost", true);

  private final String text;
  private final boolean drop;

  LinkCounter(String text, boolean drop) {
    this.text = text;
    this.drop = drop;
  }

  /**
   * What is counted.
   *
   * @return a few words, lower case
   */
  public String text() {
    return text;
  }

  /**
   * Whether a frame that is counted here has gone for good.
   *
   * @return true for the reasons of drops
   */
  public boolean isDrop() {
    return drop;
  }
}
