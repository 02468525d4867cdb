package netmp.arp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import netmp.ether.EtherOutput;
import netmp.exec.RealExecution;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.msg.Message;
import netmp.msg.MessagePort;
import netmp.probe.Probes;
import netmp.wire.Packets;
import netmp.wire.TestHost;
import org.junit.jupiter.api.Test;

class ArpOutputTest {

  private final MbufPool pool = MbufPool.forOneThread(4, 1);
  private final List<Long> sentTo = new ArrayList<>();
  private final List<Integer> unresolved = new ArrayList<>();
  private final List<Integer> doubted = new ArrayList<>();
  private final ArpOutput output =
      new ArpOutput(
          new EtherOutput(TestHost.NIF, this::sent),
          packet -> unresolved(packet.nextHop(), packet),
          doubted::add);
  private final MessagePort port = new MessagePort(new RealExecution(), Probes.OFF);
  private final ArpOutput.Replica replica = output.replicaBehind(port);

  @Test
  void theReplicaOfAnotherCpuFollowsByMessage() {
    replica.changed(TestHost.PEER, TestHost.PEER_MAC);
    send();
    assertThat(unresolved).as("before the message is dispatched").containsExactly(TestHost.PEER);
    dispatch();
    send();
    assertThat(sentTo).containsExactly(TestHost.PEER_MAC);
    replica.changed(TestHost.PEER, TestHost.PEER_MAC + 1);
    replica.changed(TestHost.GATEWAY, TestHost.PEER_MAC);
    dispatch();
    send();
    assertThat(sentTo).containsExactly(TestHost.PEER_MAC, TestHost.PEER_MAC + 1);
    replica.changed(TestHost.PEER, AddressMap.NONE);
    dispatch();
    send();
    assertThat(sentTo).hasSize(2);
    assertThat(unresolved).hasSize(2);
  }

  @Test
  void theReplicaOfCpu0FollowsAtOnce() {
    output.ownReplica().changed(TestHost.PEER, TestHost.PEER_MAC);
    send();
    assertThat(sentTo).containsExactly(TestHost.PEER_MAC);
  }

  @Test
  void onlyAKnownNeighbourIsDoubted() {
    output.doubt(TestHost.PEER);
    assertThat(doubted).isEmpty();
    output.ownReplica().changed(TestHost.PEER, TestHost.PEER_MAC);
    output.doubt(TestHost.PEER);
    assertThat(doubted).containsExactly(TestHost.PEER);
  }

  private void send() {
    Mbuf packet = pool.alloc();
    packet.extend(20);
    output.output(packet, TestHost.PEER);
  }

  private void dispatch() {
    for (Message message = port.get(); message != null; message = port.get()) {
      message.handle();
    }
  }

  private void sent(Mbuf frame) {
    byte[] bytes = new byte[14];
    frame.copyOut(0, bytes, 0, 14);
    sentTo.add(Packets.number(bytes, 0, 6));
    frame.free();
  }

  private void unresolved(int nextHop, Mbuf packet) {
    unresolved.add(nextHop);
    packet.free();
  }
}
