package netmp.link;

import netmp.nic.Nic;

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
    a.connect(new FinishedWire(b.input()));
    b.connect(new FinishedWire(a.input()));
  }
}
