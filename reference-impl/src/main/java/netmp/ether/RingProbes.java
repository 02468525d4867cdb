package netmp.ether;

import java.util.EnumMap;
import java.util.Map;
import netmp.action.StackProbe;
import netmp.nic.RingObserver;
import netmp.nic.RingStep;
import netmp.probe.Probes;

/**
 * Makes probes of the steps of a descriptor ring, which knows nothing of them. Any thread: those of
 * the device too.
 */
public final class RingProbes implements RingObserver {

  private static final Map<RingStep, StackProbe> PROBES = new EnumMap<>(RingStep.class);

  static {
    for (RingStep step : RingStep.values()) {
      PROBES.put(step, StackProbe.valueOf(step.name()));
    }
  }

  private final Probes probes;
  private final int ring;

  private RingProbes(Probes probes, int ring) {
    this.probes = probes;
    this.ring = ring;
  }

  /**
   * Reports the steps of a ring.
   *
   * @param probes of the stack
   * @param kind rx_ring or tx_ring
   * @return for the ring to be observed by; null when nothing is reported
   */
  public static RingProbes of(Probes probes, String kind) {
    int ring = probes.newObject(kind);
    return ring == 0 ? null : new RingProbes(probes, ring);
  }

  @Override
  public void made(RingStep step, long a, long b) {
    Probes.hit(probes, PROBES.get(step), ring, a, b);
  }
}
