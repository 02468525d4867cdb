package netmp.sockbuf;

import java.util.Locale;
import netmp.probe.Probes;

/** The designs of sockbuf that the 2008 talk weighs against each other. */
public enum Design implements SockbufFactory {
  /** Fixed slots, two shared indices: {@code specs/sockbuf/lamport}. */
  LAMPORT {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new LamportRing(highWater, probes, traced);
    }
  },

  /** Fixed slots that say themselves whether they are full: {@code specs/sockbuf/fastforward}. */
  FASTFORWARD {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new FastForwardRing(highWater, probes, traced);
    }
  },

  /** Packets linked through themselves: {@code specs/sockbuf/coral}. */
  CORAL {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new Coral(highWater, probes, traced);
    }
  },

  /** Packets in linked holders, the design that shipped: {@code specs/sockbuf/cupholder}. */
  CUPHOLDER {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new Cupholder(highWater, probes, traced);
    }
  };

  /**
   * How the command line and traces call the design.
   *
   * @return lower case
   */
  @Override
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
