package netmp.sockbuf;

import netmp.action.StackProbe;
import netmp.mbuf.Mbuf;
import netmp.probe.Probes;

/**
 * Sockbufs with a defect of {@code docs/defects.md} planted. Their probes claim the steps of the
 * specification in their order, so a trace betrays a defect only when the other side was in its
 * way.
 */
public enum Planted implements SockbufFactory {
  /** Nothing: finds nothing, so what is found is due to the defect. */
  NONE(Design.CUPHOLDER) {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new PlantedCupholder(this, highWater, probes, traced);
    }
  },

  /** The write index is published before the slot is written. */
  D01(Design.LAMPORT) {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new LamportRing(highWater, probes, traced) {
        @Override
        boolean put(Mbuf packet) {
          if (wpackets - loadDequeued() == size()) {
            return false;
          }
          Mbuf[] ring = slotsToFill();
          int slot = slot(wpackets);
          countAppended();
          widen();
          Probes.hit(probes, StackProbe.STORE_SLOT, traced, packet.number());
          ring[slot] = packet;
          Probes.hit(probes, StackProbe.APPEND_PUBLISH, traced);
          return true;
        }
      };
    }
  },

  /** The read index is published before the slot is read. */
  D02(Design.LAMPORT) {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new LamportRing(SMALL, probes, traced) {
        @Override
        Mbuf take() {
          int slot = slot(rpackets);
          countDequeued();
          Probes.hit(probes, StackProbe.LOAD_SLOT, traced, rpackets);
          Mbuf packet = slots[slot];
          Probes.hit(probes, StackProbe.DEQUEUE_COUNT, traced);
          return packet;
        }
      };
    }
  },

  /** The slot is filled before the packet is written. */
  D03(Design.FASTFORWARD) {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new FastForwardRing(highWater, probes, traced) {
        @Override
        boolean put(Mbuf packet) {
          int number = packet.number();
          packet.setNumber(0);
          boolean fits = super.put(packet);
          packet.setNumber(number);
          return fits;
        }
      };
    }
  },

  /** The slot is cleared before it is read. */
  D04(Design.FASTFORWARD) {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new FastForwardRing(highWater, probes, traced) {
        @Override
        Mbuf take() {
          SLOT.setRelease(slots, slot(rpackets), null);
          return super.take();
        }
      };
    }
  },

  /** The packet is taken in its own header, the one behind which the producer links. */
  D05(Design.CORAL) {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new Coral(highWater, probes, traced) {
        @Override
        Mbuf take() {
          Mbuf packet = ((Mbuf) head).nextPacket();
          Probes.hit(probes, StackProbe.LOAD_PAYLOAD, traced, packet.number());
          head = packet;
          countDequeued();
          Probes.hit(probes, StackProbe.DEQUEUE_COUNT, traced);
          return packet;
        }
      };
    }
  },

  /** A packet for an empty list becomes the head. */
  D06(Design.CORAL) {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new Coral(highWater, probes, traced) {
        @Override
        boolean put(Mbuf packet) {
          if (loadDequeued() == wpackets) {
            Mbuf dummy = Mbuf.header(0);
            dummy.linkPacket(packet);
            head = dummy;
          }
          return super.put(packet);
        }
      };
    }
  },

  /** The holder is cleared before the link behind it is read. */
  D07(Design.CUPHOLDER) {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new PlantedCupholder(this, highWater, probes, traced);
    }
  },

  /** The count is published before the link. */
  D08(Design.CUPHOLDER) {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new PlantedCupholder(this, highWater, probes, traced);
    }
  },

  /** The last holder is given back although the list still ends in it. */
  D09(Design.CUPHOLDER) {
    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      return new PlantedCupholder(this, highWater, probes, traced);
    }
  };

  private static final int SMALL = 128;

  private static final int PAUSES = 20;

  private final Design design;

  Planted(Design design) {
    this.design = design;
  }

  @Override
  public String text() {
    return design.text();
  }

  /**
   * Lets time pass between the two steps that are the wrong way round. Without it, the processor
   * makes both within a few nanoseconds, and real threads would have to be lucky.
   */
  static void widen() {
    for (int i = 0; i < PAUSES; i++) {
      Thread.onSpinWait();
    }
  }

  /**
   * The design in which the defect is planted.
   *
   * @return the design whose specification refuses it
   */
  public Design design() {
    return design;
  }
}
