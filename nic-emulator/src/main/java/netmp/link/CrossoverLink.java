package netmp.link;

import netmp.nic.Nic;
import netmp.nic.Wire;

/** A cable between two devices: what one sends, the other receives, within the same call. */
public final class CrossoverLink {

  private CrossoverLink() {}

  /**
   * Plugs the cable in at both ends.
   *
   * @param a one device
   * @param b the other
   */
  public static void connect(Nic a, Nic b) {
    a.connect(end(b));
    b.connect(end(a));
  }

  /** It carries what any wire could: frames that are finished. */
  private static Wire end(Nic nic) {
    Wire input = nic.input();
    return new Wire() {
      @Override
      public void transmit(byte[] frame, int offset, int length) {
        input.transmit(frame, offset, length);
      }

      @Override
      public void transmit(byte[] frame, int offset, int length, boolean more) {
        input.transmit(frame, offset, length, more);
      }

      @Override
      public void flush() {
        input.flush();
      }
    };
  }
}
