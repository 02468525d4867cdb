package netmp.arbitrary;

import java.time.Duration;

/**
 * A frame of a conversation.
 *
 * @param gap how long after the frame before it is sent; not negative
 * @param frame what is sent
 */
public record TimedFrame(Duration gap, Frame frame) {

  /** Refuses what would have been sent before the frame before it. */
  public TimedFrame {
    if (gap.isNegative()) {
      throw new IllegalArgumentException("the gap is " + gap + "; it must not be negative");
    }
  }
}
