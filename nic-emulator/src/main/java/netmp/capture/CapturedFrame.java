package netmp.capture;

/**
 * A frame of a capture.
 *
 * @param device name of the device it was captured at; empty if the file does not say
 * @param nanos when, in nanoseconds since the epoch of the capture's clock
 * @param direction which way it went, as far as the file says it
 * @param comment what its writer says about it; empty if nothing
 * @param originalLength its length on the wire in bytes; greater than that of {@code bytes} if it
 *     was cut when captured
 * @param bytes the frame from the Ethernet header on, without frame check sequence; owned by the
 *     receiver
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record CapturedFrame(
    String device,
    long nanos,
    Direction direction,
    String comment,
    int originalLength,
    byte[] bytes) {

  /** Which way a frame went, seen from the device. */
  public enum Direction {
    /** The file does not say. */
    UNKNOWN(0),
    /** The device received it. */
    INBOUND(1),
    /** The device sent it. */
    OUTBOUND(2);

    private final int flags;

    Direction(int flags) {
      this.flags = flags;
    }

    /** The two lowest bits of the flags of a pcapng packet. */
    int flags() {
      return flags;
    }

    static Direction ofFlags(int flags) {
      return switch (flags & 3) {
        case 1 -> INBOUND;
        case 2 -> OUTBOUND;
        default -> UNKNOWN;
      };
    }
  }
}
