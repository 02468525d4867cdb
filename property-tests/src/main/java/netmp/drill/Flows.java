package netmp.drill;

import java.util.HashMap;
import java.util.Map;
import netmp.drill.Connection.Role;

/**
 * Which flow a packet of a script belongs to. Most scripts are about one, the flow under test:
 * packets without ports belong to it. A packet with ports belongs to the flow between them.
 */
final class Flows {

  private static final int FIRST_EPHEMERAL = 49152;

  private final Setting setting;
  private final Map<Integer, Connection> named = new HashMap<>();
  private Connection underTest;
  private boolean listening;
  private int listenPort;
  private int nextRemotePort = FIRST_EPHEMERAL;

  Flows(Setting setting) {
    this.setting = setting;
    listenPort = setting.bindPort;
  }

  // ---- what calls say ----

  /** A socket listens: the next packet begins a connection. */
  void listens(int port) {
    listening = true;
    listenPort = port;
  }

  /** A socket connects. */
  void connects(int protocol, int localPort, int remotePort) {
    listening = false;
    underTest = new Connection(Role.ACTIVE, protocol, localPort, remotePort);
  }

  /** A socket for datagrams is bound. */
  void bound(int port) {
    underTest = new Connection(Role.PASSIVE, Packet.UDP, port, setting.connectPort);
  }

  // ---- packets ----

  /**
   * The flow of a packet to the stack, which may begin with it.
   *
   * @throws Mismatch if there is none
   */
  Connection inbound(Packet script) {
    if (script.sourcePort != 0) {
      return named.computeIfAbsent(
          key(script.destinationPort, script.sourcePort),
          key -> begin(script, script.destinationPort, script.sourcePort));
    }
    boolean begins = underTest == null || listening;
    if (begins && script.protocol == Packet.TCP) {
      underTest = begin(script, listenPort, nextRemotePort++);
      listening = false;
    } else if (underTest == null) {
      underTest = begin(script, listenPort, setting.connectPort);
    }
    return underTest();
  }

  private static Connection begin(Packet script, int localPort, int remotePort) {
    Connection flow = new Connection(Role.PASSIVE, script.protocol, localPort, remotePort);
    flow.begins(script);
    return flow;
  }

  /**
   * The flow of a packet that the stack must send.
   *
   * @throws Mismatch if there is none
   */
  Connection outbound(Packet script) {
    if (script.protocol == Packet.ICMP && underTest == null) {
      return new Connection(Role.PASSIVE, Packet.ICMP, 0, 0);
    }
    if (script.sourcePort == 0) {
      return underTest();
    }
    Connection flow = named.get(key(script.sourcePort, script.destinationPort));
    if (flow == null) {
      throw new Mismatch("no matching socket for script packet");
    }
    return flow;
  }

  private Connection underTest() {
    if (underTest == null) {
      throw new Mismatch("no matching socket for script packet");
    }
    return underTest;
  }

  private static int key(int localPort, int remotePort) {
    return localPort << 16 | remotePort;
  }
}
