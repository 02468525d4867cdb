package netmp.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import netmp.capture.CaptureWriter;
import netmp.ether.NetworkInterface;
import netmp.flood.Attacker;
import netmp.flood.Victim;
import netmp.inet.IpAddress;
import netmp.link.Link;
import netmp.link.LinkCounter;
import netmp.link.LinkDirection;
import netmp.link.LinkSettings;
import netmp.link.Switch;
import netmp.netisr.Netisr;
import netmp.network.NetworkThread;
import netmp.nic.Nic;
import netmp.nic.Port;
import netmp.nic.Wire;
import netmp.probe.Probes;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;
import netmp.trace.IntervalTrace;
import netmp.workload.Host;

/** The machines of a round, on a switch, with an attacker for each. */
final class SoakNetwork {

  private static final int RING = 32;
  private static final long LOOK = 1_000_000;
  private static final int FIRST_ADDRESS = 0x0a00_0001;
  private static final int PREFIX_LENGTH = 16;
  private static final long FIRST_MAC = 0x0200_0000_0001L;

  private final IntervalTrace trace;
  private final CaptureWriter capture;
  private final Tally tally;
  private final SplittableRandom random;
  private final HostExecution execution;
  private final NetworkThread scheduler;
  private final Switch relay;
  private final List<Machine> machines = new ArrayList<>();

  /** Makes and starts them. */
  SoakNetwork(RoundPlan plan, IntervalTrace trace, CaptureWriter capture, Tally tally) {
    this.trace = trace;
    this.capture = capture;
    this.tally = tally;
    random = plan.random().split();
    execution = new HostExecution(trace, tally);
    scheduler = new NetworkThread(execution);
    relay = new Switch(execution::nanoTime, Switch.AGEING);
    for (int number = 0; number < plan.machines().size(); number++) {
      machines.add(machine(plan.machines().get(number), number, number == plan.traced()));
    }
  }

  private Machine machine(RoundPlan.Made made, int number, boolean traced) {
    String name = Character.toString('a' + number);
    Nic nic = new Nic(name, FIRST_MAC + number, made.cpus(), RING);
    NetworkInterface nif =
        new NetworkInterface(
            name, nic.macAddress(), FIRST_ADDRESS + number, PREFIX_LENGTH, IpAddress.ANY);
    HostExecution threads = new HostExecution(trace, tally);
    StackConfig config =
        StackConfig.of(nif, random.split())
            .withProbes(traced ? trace.probes(name) : Probes.OFF)
            .withMode(Netisr.Mode.WATCHED)
            .withSockbufs(made.sockbufs())
            .withUdp(made.udp())
            .withBuffers(made.buffers())
            .withOffloads(made.offloads())
            .withSynCookies(made.cookies())
            .withCapture(traced)
            .withUncaught(
                (cpu, bug) ->
                    tally.find(name + ", CPU " + cpu + ", let through " + Stacks.text(bug)));
    NetStack stack = new NetStack(name, config, nic, threads);
    int posted = RING * made.cpus();
    Host host = new Host(name, nif.address(), stack, nic, stack.availableBuffers(), posted);
    Attacker attacker =
        new Attacker(new Victim(nic.macAddress(), nif.address(), Ports.STREAM), random.split());
    Port port = overheard(attacker, traced ? capture.at(name, nic, stack.packetNote()) : nic);
    Link link = link(port, made.link());
    link(attacker, LinkSettings.PERFECT);
    stack.start();
    return new Machine(host, threads, link, attacker);
  }

  private Link link(Port port, LinkSettings settings) {
    return new Link(scheduler, settings, settings, random, port, relay.addPort());
  }

  private static Port overheard(Attacker attacker, Port port) {
    return new Port() {
      @Override
      public void connect(Wire to) {
        port.connect(to);
      }

      @Override
      public void receive(byte[] frame, int offset, int length) {
        attacker.hear(frame, offset, length);
        port.receive(frame, offset, length);
      }
    };
  }

  List<Machine> machines() {
    return machines;
  }

  /** Threads of nobody's machine, and the real time. */
  HostExecution execution() {
    return execution;
  }

  /** All links are up, and all devices do right. */
  void heal() {
    for (Machine machine : machines) {
      machine.link().setUp(true);
      synchronized (machine.faults()) {
        machine.faults().clear();
        machine.host().nic().inject(machine.faults());
      }
    }
  }

  /**
   * Waits until what the links have taken so far has arrived, or is lost: they may be far behind on
   * a machine with much to do.
   */
  void awaitArrival() {
    AtomicBoolean arrived = new AtomicBoolean();
    scheduler.at(scheduler.nanoTime(), () -> arrived.set(true));
    while (!arrived.get() && tally.findings().isEmpty()) {
      execution.parkUntil(execution.nanoTime() + LOOK);
    }
  }

  /** All clocks go forward. */
  void jump(long nanos) {
    machines.forEach(machine -> machine.execution().jump(nanos));
  }

  /** Ends what runs, and counts what the links did. */
  void stop() throws InterruptedException {
    for (Machine machine : machines) {
      machine.host().stack().stop();
      for (Thread thread : machine.host().stack().threads()) {
        thread.join();
      }
      count(machine.link().toA());
      count(machine.link().toB());
    }
    scheduler.stop();
    execution.awaitEnd();
  }

  private void count(LinkDirection direction) {
    for (LinkCounter counter : LinkCounter.values()) {
      boolean fault = counter != LinkCounter.SENT && counter != LinkCounter.DELIVERED;
      tally.add(
          fault ? Tally.Group.FAULT : Tally.Group.DONE,
          "frames " + counter.text(),
          direction.counters().get(counter));
    }
  }
}
