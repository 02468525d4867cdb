package netmp.workload;

import java.util.List;
import java.util.Optional;

/** The workloads that can be run by name. */
public final class Workloads {

  private static final List<Workload> ALL =
      List.of(
          new UdpEcho(),
          new UdpFlood(),
          new StreamEcho(StreamEcho.Family.LOCAL),
          new StreamEcho(StreamEcho.Family.TCP),
          new EventQueueEcho(),
          CaptureReplay.ofLinux("icmp", "pings"),
          CaptureReplay.ofLinux("udp", "datagrams"),
          CaptureReplay.ofLinux("tcp", "segments of connections that it does not know"));

  /**
   * Names of the workloads that come {@link #small}. One of them, which counts on virtual time,
   * comes in no other size.
   */
  public static final List<String> SMALL =
      List.of("udp-echo", "udp-flood", "local-stream", "tcp-echo", "event-queue", "udp-program");

  /** Datagrams of {@link UdpFlood} that fill the receive buffer. */
  private static final int FULL = 46;

  /** Steps of {@link UdpProgram} in place of a message. */
  private static final int PROGRAM = 5;

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
   * A small workload, of which an adversary runs very many.
   *
   * @param name one of {@link #SMALL}
   * @param clients client threads, from 1
   * @param messages datagrams or messages each sends, from 1
   * @return the workload
   * @throws IllegalArgumentException if there is none of that name; says which there are
   */
  public static Workload small(String name, int clients, int messages) {
    return switch (name) {
      case "udp-echo" -> new UdpEcho(clients, messages);
      case "udp-flood" -> new UdpFlood(FULL + clients * messages);
      case "local-stream" -> new StreamEcho(StreamEcho.Family.LOCAL, clients, messages);
      case "tcp-echo" -> new StreamEcho(StreamEcho.Family.TCP, clients, messages);
      case "event-queue" -> new EventQueueEcho(clients + 1, clients, messages);
      case "udp-program" -> new UdpProgram(clients, messages * PROGRAM);
      default ->
          throw new IllegalArgumentException(
              "there is no adversary for '" + name + "'; there is for " + SMALL);
    };
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
