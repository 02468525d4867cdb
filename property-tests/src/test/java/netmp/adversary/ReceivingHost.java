package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import netmp.arbitrary.Endpoint;
import netmp.arbitrary.Ipv4Address;
import netmp.arbitrary.MacAddress;
import netmp.arbitrary.TimedFrame;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution.Kind;
import netmp.inet.IpAddress;
import netmp.netisr.UncaughtHandler;
import netmp.nic.Nic;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.socket.DatagramSocket;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.workload.Host;

/**
 * A whole stack that receives frames in virtual time, with sockets of UDP and TCP that listen. What
 * it sends goes nowhere.
 */
final class ReceivingHost {

  /** Where it is, and at which port its sockets are. */
  static final Endpoint HERE =
      new Endpoint(MacAddress.parse("02:00:00:00:00:0b"), Ipv4Address.parse("10.0.0.2"), 7);

  private static final int RING = 64;
  private static final int BUFFERS = 512;
  private static final long STEPS = 2_000_000;

  /** Fragments and half-open connections are given up by then. */
  private static final long REST = 200_000_000_000L;

  private final DeterministicExecution execution =
      new DeterministicExecution(ScheduleChooser.COOPERATIVE, STEPS);
  private final Host host;

  /** A host in a VLAN, or in none if it is 0. */
  ReceivingHost(int vlan) {
    NetworkInterface nif =
        new NetworkInterface(
            "B",
            HERE.mac().value(),
            HERE.address().value(),
            24,
            IpAddress.ANY,
            NetworkInterface.ETHERNET_MTU,
            vlan);
    Nic nic = new Nic("B", nif.mac(), 2, RING);
    nic.connect((frame, offset, length) -> {});
    StackConfig config =
        StackConfig.of(nif, new SplittableRandom(1))
            .withBuffers(BUFFERS)
            .withUncaught(UncaughtHandler.RETHROW);
    NetStack stack = new NetStack("B", config, nic, execution);
    host = new Host("B", nif.address(), stack, nic, stack.availableBuffers(), 2 * RING);
    stack.start();
  }

  /** Receives frames and comes to rest: nothing has thrown, and the books balance. */
  void receive(List<TimedFrame> frames) {
    execution.start("user", Kind.USER, () -> run(frames));
    Result result = execution.run();
    if (result.failure() != null) {
      throw new AssertionError(result.detail(), result.failure());
    }
    assertThat(result.completed()).as(result.detail()).isTrue();
  }

  private void run(List<TimedFrame> frames) {
    receiveOnUser(frames);
    rest(REST);
    assertThat(host.findFault()).isNull();
  }

  /** What nobody reads is freed with the sockets. */
  private void receiveOnUser(List<TimedFrame> frames) {
    try (DatagramSocket datagrams = host.stack().datagramSocket();
        StreamSocket listener = host.stack().streamSocket()) {
      datagrams.bind(host.address(), HERE.port());
      listener.bind(host.address(), HERE.port());
      listener.listen(1);
      for (TimedFrame timed : frames) {
        rest(1 + timed.gap().toNanos());
        byte[] frame = timed.frame().encode();
        host.nic().receive(frame, 0, frame.length);
      }
      rest(REST);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rest(long nanos) {
    long end = execution.nanoTime() + nanos;
    while (execution.nanoTime() < end) {
      execution.parkUntil(end);
    }
  }

  long count(Counter counter) {
    return host.stack().statistics().get(counter);
  }

  /** Why frames were dropped by the stack. */
  Set<DropReason> drops() {
    Set<DropReason> drops = EnumSet.noneOf(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      if (reason.direction() == DropReason.Direction.INPUT
          && host.stack().statistics().get(reason) > 0) {
        drops.add(reason);
      }
    }
    return drops;
  }

  /** Frames that came up, of those that the device let through. */
  long received() {
    return count(Counter.ETHER_RECEIVED);
  }
}
