package netmp.fuzz.targets;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.ether.Offload;
import netmp.exec.Execution.Kind;
import netmp.fuzz.Defect;
import netmp.fuzz.frames.Answers;
import netmp.fuzz.frames.Step;
import netmp.fuzz.frames.Sums;
import netmp.inet.IpAddress;
import netmp.netisr.UncaughtHandler;
import netmp.nic.Nic;
import netmp.nic.NicCounters;
import netmp.pcb.UdpDesign;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.stack.Addressing;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;
import netmp.tcp.SynCookies;
import netmp.workload.Host;

/**
 * A whole stack in virtual time, small enough to be made for each input, with sockets of all kinds.
 * The peer is an input: what it sends when, and what users do meanwhile.
 */
final class FuzzedStack {

  static final long MAC = 0x02_00_00_00_00_0bL;
  static final int ADDRESS = IpAddress.parse("10.0.0.2");

  private static final int RING = 16;
  private static final int BUFFERS = 64;
  private static final long STEPS = 1_000_000;
  private static final long MICRO = 1_000;

  /** By then fragments, half-open connections and orphans are given up: R2 is below. */
  private static final long REST = 3_600_000_000_000L;

  private static final Set<Offload> CHECKSUMS =
      EnumSet.of(Offload.TRANSMIT_CHECKSUM, Offload.RECEIVE_CHECKSUM);

  private static final List<UdpDesign> UDP = List.of(UdpDesign.values());
  private static final List<Addressing> ADDRESSING = List.of(Addressing.values());

  private final DeterministicExecution execution =
      new DeterministicExecution(ScheduleChooser.COOPERATIVE, STEPS);
  private final Answers answers = new Answers();
  private final Nic nic;
  private final Host host;
  private final FuzzedSockets sockets;
  private final boolean joins;
  private long frames;

  /** Bit 0: two CPUs; 1, 2: the design of UDP; 3: joined segments; 4: cookies; 5, 6: addressing. */
  FuzzedStack(int variant) {
    NetworkInterface nif =
        new NetworkInterface("B", MAC, ADDRESS, 24, IpAddress.parse("10.0.0.254"));
    joins = (variant & 8) != 0;
    nic = new Nic("B", nif.mac(), 1 + (variant & 1), RING);
    nic.connect(this::sent);
    StackConfig config =
        StackConfig.of(nif, new SplittableRandom(1))
            .withBuffers(BUFFERS)
            .withUdp(UDP.get(variant >> 1 & 3))
            .withOffloads(joins ? EnumSet.allOf(Offload.class) : CHECKSUMS)
            .withSynCookies((variant & 16) != 0 ? SynCookies.ALWAYS : SynCookies.WHEN_FULL)
            .withAddressing(ADDRESSING.get(variant >> 5 & 3))
            .withUncaught(UncaughtHandler.RETHROW);
    NetStack stack = new NetStack("B", config, nic, execution);
    host = new Host("B", nif.address(), stack, nic, stack.availableBuffers(), nic.queues() * RING);
    sockets = new FuzzedSockets(stack, nic);
    stack.start();
  }

  /** What the stack sends must be right, whatever it has received. */
  private void sent(byte[] frame, int offset, int length) {
    byte[] copy = Arrays.copyOfRange(frame, offset, offset + length);
    if (!Sums.areRight(copy)) {
      throw new Defect("the stack sends a wrong checksum");
    }
    answers.sent(copy);
  }

  void run(List<Step> steps) throws Exception {
    execution.start("user", Kind.USER, () -> live(steps));
    Result result = execution.run();
    if (result.failure() instanceof Error error) {
      throw error;
    }
    if (result.failure() instanceof Exception exception) {
      throw exception;
    }
    if (!result.completed()) {
      throw new Defect(result.outcome() + ": the stack does not come to rest");
    }
  }

  private void live(List<Step> steps) {
    sockets.open();
    rest(MICRO);
    for (int i = 0; i < steps.size(); i++) {
      rest(MICRO * steps.get(i).micros());
      take(steps.get(i), i + 1 < steps.size() && steps.get(i + 1).micros() == 0);
    }
    rest(MICRO);
    sockets.close();
    rest(REST);
    balance();
  }

  /** More says whether the next step comes at once. */
  private void take(Step step, boolean more) {
    switch (step) {
      case Step.Frame(int _, boolean answer, boolean sums, byte[] bytes) -> {
        byte[] frame = answer ? answers.answer(bytes.clone()) : bytes.clone();
        if (sums) {
          Sums.repair(frame);
        }
        frames += nic.isLinkUp() ? 1 : 0;
        nic.receive(frame, 0, frame.length, more);
      }
      case Step.Call(int _, Step.Kind call, int socket, int number) ->
          sockets.call(call, socket, number);
    }
  }

  private void rest(long nanos) {
    long end = execution.nanoTime() + nanos;
    while (execution.nanoTime() < end) {
      execution.parkUntil(end);
    }
  }

  /** Each frame has come to one end, and each buffer is back. */
  private void balance() {
    NicCounters device = nic.counters();
    long lost = device.rxFiltered() + device.rxLengthErrors() + device.rxNoBuffer();
    long ended = device.rxPackets() + lost;
    if (joins ? ended > frames : ended != frames) {
      throw new Defect("the device does not account for each frame");
    }
    String fault = host.findFault();
    if (fault != null) {
      throw new Defect(fault.replaceAll("[0-9]+", "n"));
    }
  }
}
