package netmp.workload;

import java.util.List;
import java.util.Optional;

/** The workloads that can be run by name. */
public final class Workloads {

  private static final List<Workload> ALL =
      List.of(
          new UdpEcho(),
          new UdpFlood(),
          new LocalStream(),
          new EventQueueEcho(),
          CaptureReplay.ofLinux("icmp", "pings"),
          CaptureReplay.ofLinux("udp", "datagrams"),
          CaptureReplay.ofLinux("tcp", "segments, which are dropped for now"));

  private Workloads() {}

  /**
   * All of them.
   *
   * @return the first is the one to start with
   */
  public static List<Workload> all() {
    return ALL;
  }

  /**
   * The workload of a name.
   *
   * @param name as {@link Workload#name}
   * @return empty if there is none
   */
  public static Optional<Workload> named(String name) {
    return ALL.stream().filter(w -> w.name().equals(name)).findFirst();
  }
}
