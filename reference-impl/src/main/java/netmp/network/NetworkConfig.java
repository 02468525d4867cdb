package netmp.network;

import java.io.OutputStream;
import java.time.Duration;
import netmp.ether.NetworkInterface;

/**
 * How a network is made and run. Starts with defaults; each method returns a changed copy.
 *
 * @param seed everything random comes from it
 * @param real whether on real threads and the machine's clock, which repeat nothing
 * @param cpus protocol threads per host, a power of two up to 64
 * @param mtu the longest datagram of the hosts' interfaces, in bytes
 * @param timeLimit the longest time of a run, virtual or real
 * @param stepLimit the most scheduling points of a run on virtual time
 * @param name of the run, for the first line of the trace
 * @param capture receives what devices sent and received, as pcapng, or null; closed with the
 *     network
 * @param trace receives the steps of the stacks ({@code docs/trace-format.md}), or null; closed
 *     with the network
 */
public record NetworkConfig(
    long seed,
    boolean real,
    int cpus,
    int mtu,
    Duration timeLimit,
    long stepLimit,
    String name,
    OutputStream capture,
    OutputStream trace) {

  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final long STEPS = 100_000_000;

  /**
   * A network on virtual time: one CPU per host, Ethernet's MTU, at most an hour.
   *
   * @param seed everything random comes from it
   * @return the configuration
   */
  public static NetworkConfig seeded(long seed) {
    return new NetworkConfig(
        seed, false, 1, NetworkInterface.ETHERNET_MTU, AN_HOUR, STEPS, "network", null, null);
  }

  /**
   * On real threads, for a minute at most.
   *
   * @return a changed copy
   */
  public NetworkConfig onRealThreads() {
    return new NetworkConfig(seed, true, cpus, mtu, A_MINUTE, stepLimit, name, capture, trace);
  }

  /**
   * With more protocol threads.
   *
   * @param perHost how many, a power of two up to 64
   * @return a changed copy
   */
  public NetworkConfig withCpus(int perHost) {
    return new NetworkConfig(seed, real, perHost, mtu, timeLimit, stepLimit, name, capture, trace);
  }

  /**
   * With another MTU of the interfaces; links have their own.
   *
   * @param bytes 576..65535
   * @return a changed copy
   */
  public NetworkConfig withMtu(int bytes) {
    return new NetworkConfig(seed, real, cpus, bytes, timeLimit, stepLimit, name, capture, trace);
  }

  /**
   * With a limit of time.
   *
   * @param longest time of a run, virtual or real
   * @return a changed copy
   */
  public NetworkConfig withTimeLimit(Duration longest) {
    return new NetworkConfig(seed, real, cpus, mtu, longest, stepLimit, name, capture, trace);
  }

  /**
   * With a limit of steps.
   *
   * @param most scheduling points of a run on virtual time
   * @return a changed copy
   */
  public NetworkConfig withStepLimit(long most) {
    return new NetworkConfig(seed, real, cpus, mtu, timeLimit, most, name, capture, trace);
  }

  /**
   * With a name.
   *
   * @param run what the trace shall say that it is of
   * @return a changed copy
   */
  public NetworkConfig withName(String run) {
    return new NetworkConfig(seed, real, cpus, mtu, timeLimit, stepLimit, run, capture, trace);
  }

  /**
   * With a capture.
   *
   * @param pcapng receives it; should be buffered; closed with the network
   * @return a changed copy
   */
  public NetworkConfig withCapture(OutputStream pcapng) {
    return new NetworkConfig(seed, real, cpus, mtu, timeLimit, stepLimit, name, pcapng, trace);
  }

  /**
   * With a trace.
   *
   * @param ndjson receives it; should be buffered; closed with the network
   * @return a changed copy
   */
  public NetworkConfig withTrace(OutputStream ndjson) {
    return new NetworkConfig(seed, real, cpus, mtu, timeLimit, stepLimit, name, capture, ndjson);
  }
}
