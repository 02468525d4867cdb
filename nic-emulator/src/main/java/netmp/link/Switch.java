package netmp.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import netmp.nic.Port;
import netmp.nic.Wire;

/**
 * A switch that learns behind which port each station is (the relay of IEEE 802.1D), without a
 * spanning tree: the network must have no loop. What is for a group, or for a station that is not
 * known, goes out of all other ports.
 *
 * <p>For one thread at a time: that of the scheduler of the links at its ports. The table has no
 * limit; an entry that is too old counts for nothing.
 */
public final class Switch {

  /** How long a station is believed to be where it was heard, in nanoseconds: 300 s. */
  public static final long AGEING = 300_000_000_000L;

  private static final int ADDRESS = 6;
  private static final int HEADER = 14;
  private static final int GROUP = 1;

  private record Station(int port, long heard) {}

  private final LongSupplier clock;
  private final long ageing;
  private final List<SwitchPort> ports = new ArrayList<>();
  private final Map<Long, Station> stations = new HashMap<>();
  private long forwarded;
  private long flooded;
  private long filtered;

  /**
   * A switch without ports.
   *
   * @param clock the time in nanoseconds
   * @param ageing for how long a station is believed to be where it was heard, in nanoseconds, such
   *     as {@link #AGEING}; less than 0 makes a hub, which repeats everything everywhere
   */
  public Switch(LongSupplier clock, long ageing) {
    this.clock = clock;
    this.ageing = ageing;
  }

  /**
   * Adds a port.
   *
   * @return the port, without a cable
   */
  public Port addPort() {
    SwitchPort port = new SwitchPort(ports.size());
    ports.add(port);
    return port;
  }

  private final class SwitchPort implements Port {
    private final int number;
    private Wire cable = (frame, offset, length) -> {};

    SwitchPort(int number) {
      this.number = number;
    }

    @Override
    public void connect(Wire to) {
      cable = to;
    }

    @Override
    public void receive(byte[] frame, int offset, int length) {
      relay(number, frame, offset, length);
    }
  }

  /**
   * How many frames went to the one port where their station is.
   *
   * @return the number so far
   */
  public long forwarded() {
    return forwarded;
  }

  /**
   * How many frames went to all other ports.
   *
   * @return the number so far
   */
  public long flooded() {
    return flooded;
  }

  /**
   * How many frames went nowhere: for a station on the side they came from, or no frames at all.
   *
   * @return the number so far
   */
  public long filtered() {
    return filtered;
  }

  private void relay(int from, byte[] frame, int offset, int length) {
    if (length < HEADER) {
      filtered++;
      return;
    }
    stations.put(address(frame, offset + ADDRESS), new Station(from, clock.getAsLong()));
    int to = isGroup(frame, offset) ? -1 : portOf(address(frame, offset));
    if (to < 0) {
      flood(from, frame, offset, length);
    } else if (to == from) {
      filtered++;
    } else {
      forwarded++;
      ports.get(to).cable.transmit(frame, offset, length);
    }
  }

  /** The port of a station, or -1. */
  private int portOf(long address) {
    Station station = stations.get(address);
    boolean known = station != null && clock.getAsLong() - station.heard <= ageing;
    return known ? station.port : -1;
  }

  private void flood(int from, byte[] frame, int offset, int length) {
    flooded++;
    for (int port = 0; port < ports.size(); port++) {
      if (port != from) {
        ports.get(port).cable.transmit(frame, offset, length);
      }
    }
  }

  private static boolean isGroup(byte[] frame, int at) {
    return (frame[at] & GROUP) != 0;
  }

  private static long address(byte[] frame, int at) {
    long address = 0;
    for (int i = 0; i < ADDRESS; i++) {
      address = address << Byte.SIZE | (frame[at + i] & 0xff);
    }
    return address;
  }
}
