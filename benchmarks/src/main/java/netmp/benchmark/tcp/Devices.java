package netmp.benchmark.tcp;

import java.util.EnumSet;
import java.util.Set;
import netmp.ether.Offload;
import netmp.link.CrossoverLink;
import netmp.nic.Nic;

/** What the stacks of a measurement leave to their devices, and the cable between these. */
enum Devices {
  /** Checksums; all frames on the cable are finished, and not longer than its MTU. */
  PLAIN,

  /**
   * Also segmentation and joining. Frames pass the cable as the stacks hand them over, as on a veth
   * pair or between two guests of virtio: neither is a checksum made nor is a frame cut.
   */
  OFFLOADING;

  Set<Offload> offloads() {
    return this == PLAIN
        ? EnumSet.of(Offload.TRANSMIT_CHECKSUM, Offload.RECEIVE_CHECKSUM)
        : EnumSet.allOf(Offload.class);
  }

  /** Plugs a cable in at both ends. */
  void connect(Nic a, Nic b) {
    if (this == PLAIN) {
      CrossoverLink.connect(a, b);
    } else {
      a.connect(b.input());
      b.connect(a.input());
    }
  }
}
