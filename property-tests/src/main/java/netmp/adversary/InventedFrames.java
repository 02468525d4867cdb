package netmp.adversary;

import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import netmp.arbitrary.Endpoint;
import netmp.arbitrary.Flow;
import netmp.arbitrary.Frame;
import netmp.arbitrary.Frames;
import netmp.arbitrary.Ipv4Address;
import netmp.arbitrary.MacAddress;

/** Frames an adversary might send to the hosts of the bench: valid, mutated, or just bytes. */
final class InventedFrames {

  private static final int SOURCE_PORT = 5000;

  private InventedFrames() {}

  /** Any frame, in hexadecimal. */
  static Arbitrary<String> any() {
    Frames frames = new Frames(flows());
    return Arbitraries.frequencyOf(
            Tuple.of(6, frames.any().map(Frame::encode)),
            Tuple.of(4, Frames.mutated(frames.any()).map(Frame::encode)),
            Tuple.of(1, garbage()))
        .map(HexFormat.of()::formatHex);
  }

  private static Arbitrary<byte[]> garbage() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(100);
  }

  private static Arbitrary<Flow> flows() {
    return Combinators.combine(
            endpoints(Arbitraries.just(SOURCE_PORT)), endpoints(Arbitraries.of(7, 9, 49152, 0)))
        .as(Flow::new);
  }

  /** Of the bench, beside it, of groups, and none. */
  private static Arbitrary<Endpoint> endpoints(Arbitrary<Integer> ports) {
    Arbitrary<MacAddress> macs =
        Arbitraries.of("02:00:00:00:00:01", "02:00:00:00:00:02", "ff:ff:ff:ff:ff:ff")
            .map(MacAddress::parse);
    Arbitrary<Ipv4Address> hosts =
        Arbitraries.of(
                "10.0.0.1",
                "10.0.0.2",
                "10.0.0.3",
                "10.0.0.255",
                "255.255.255.255",
                "224.0.0.1",
                "0.0.0.0")
            .map(Ipv4Address::parse);
    return Combinators.combine(macs, hosts, ports).as(Endpoint::new);
  }
}
