package netmp.link;

import java.util.function.UnaryOperator;
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
    connect(a, b, wire -> wire);
  }

  /**
   * Plugs in a cable with something on it, in both directions.
   *
   * @param a one device
   * @param b the other
   * @param between is given the wire to a device and returns what stands in front of it
   */
  public static void connect(Nic a, Nic b, UnaryOperator<Wire> between) {
    a.connect(between.apply(b::receive));
    b.connect(between.apply(a::receive));
  }
}
