package netmp.workload;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import netmp.capture.CapturedFrame.Direction;
import netmp.capture.PcapngWriter;
import netmp.nic.Wire;

/** What lies between two devices. */
@FunctionalInterface
public interface Cable {

  /**
   * Plugs in one direction.
   *
   * @param from name of the sending device
   * @param to name of the receiving device
   * @param receiver takes the frames at the other end
   * @return takes the frames at the sender's end
   */
  Wire plug(String from, String to, Wire receiver);

  /**
   * A cable with something on it, which captures what leaves and what arrives at each device.
   *
   * @param between given a wire, what stands in front of it
   * @param capture receives the frames as pcapng, or null to capture nothing
   * @param clock the time in nanoseconds
   * @return the cable; devices are plugged in by one thread
   */
  static Cable of(UnaryOperator<Wire> between, OutputStream capture, LongSupplier clock) {
    if (capture == null) {
      return (from, to, receiver) -> between.apply(receiver);
    }
    PcapngWriter writer = new PcapngWriter(capture, clock);
    Map<String, Integer> devices = new HashMap<>();
    return (from, to, receiver) -> {
      int sender = devices.computeIfAbsent(from, writer::addDevice);
      int taker = devices.computeIfAbsent(to, writer::addDevice);
      Wire end = writer.tap(taker, Direction.INBOUND, receiver);
      return writer.tap(sender, Direction.OUTBOUND, between.apply(end));
    };
  }
}
