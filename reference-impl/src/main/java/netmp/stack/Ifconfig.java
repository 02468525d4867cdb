package netmp.stack;

import java.util.ArrayList;
import java.util.List;
import netmp.action.StackProbe;
import netmp.arp.Acd;
import netmp.arp.Arp;
import netmp.dhcp.DhcpClient;
import netmp.dhcp.Lease;
import netmp.ether.NetworkInterface;
import netmp.msg.Message;
import netmp.netisr.Timer;
import netmp.netisr.Timers;
import netmp.probe.Probes;
import netmp.stack.InterfaceState.Status;

/**
 * Configures an interface at run time. It lives on CPU 0, which speaks ARP, and is what changes the
 * copies of all CPUs: one message, which is part of it, visits CPU after CPU, and is back when all
 * have changed. That is the round of {@code specs/pcb/listen}: an address is inserted by one and
 * removed by another, like any control block that every CPU finds; the next round begins when the
 * one before has ended.
 */
final class Ifconfig implements Acd.Owner, DhcpClient.Owner {

  private final int number;
  private final NetworkInterface configured;
  private final Addressing addressing;
  private final List<Cpu> cpus;
  private final Timers timers;
  private final Probes probes;
  private final Round round = new Round();
  private final List<AddressWait> waiting = new ArrayList<>();
  private final Leaving leaving = new Leaving();
  private Acd acd;

  /** Null unless the address is leased. */
  private DhcpClient dhcp;

  private Lease lease;

  /** What all CPUs know, or are being told. */
  private NetworkInterface current;

  /** What they shall know at last. */
  private NetworkInterface target;

  private boolean underWay;
  private boolean announced;

  /** The number of the address in traces. */
  private int traced;

  /** Written here, read by users. */
  private volatile InterfaceState state;

  Ifconfig(int number, StackConfig config, List<Cpu> cpus, Timers timers) {
    this.number = number;
    configured = config.nif(number);
    addressing = config.addressing(number);
    this.cpus = cpus;
    this.timers = timers;
    probes = config.probes();
    current = config.firstNif(number);
    target = current;
    state = new InterfaceState(Status.TENTATIVE, current, 0, null);
  }

  /** How it stands. Any thread. */
  InterfaceState state() {
    return state;
  }

  /** Before the protocol threads start. */
  void begin(Acd watching, DhcpClient client) {
    acd = watching;
    if (addressing == Addressing.FIXED) {
      acd.use(current.address());
      become(Status.UP, 0);
    } else if (addressing == Addressing.DHCP) {
      dhcp = client;
      dhcp.begin(configured.address());
    } else {
      acd.claim(configured.address());
    }
  }

  private Arp arp() {
    return cpus.getFirst().interfaces.get(number).arp;
  }

  private void become(Status status, long contestedBy) {
    state = new InterfaceState(status, current, contestedBy, lease);
  }

  // ---- conflicts ----

  @Override
  public void claimed(int address) {
    if (dhcp == null) {
      change(configured);
    } else {
      dhcp.checked();
    }
  }

  @Override
  public void contested(int address, long mac) {
    if (mac != state.contestedBy()) {
      become(state.status(), mac);
    }
  }

  @Override
  public void lost(int address, long mac) {
    if (dhcp == null) {
      become(Status.CONFLICT, mac);
      change(configured.withoutAddress());
      answerAll();
    } else {
      become(Status.TENTATIVE, mac);
      dhcp.conflict();
    }
  }

  // ---- leases ----

  @Override
  public void check(int address) {
    acd.claim(address);
  }

  @Override
  public void bound(Lease leased) {
    lease = leased;
    int own = configured.mtu();
    int mtu = leased.mtu() == 0 ? own : Math.min(leased.mtu(), own);
    change(
        configured
            .withAddress(leased.address(), leased.prefixLength(), leased.router())
            .withMtu(mtu));
  }

  @Override
  public void unbound() {
    lease = null;
    acd.release();
    become(Status.TENTATIVE, state.contestedBy());
    change(configured.withoutAddress());
  }

  // ---- the end ----

  /** Gives a lease back, and the address up. On CPU 0. */
  void down() {
    become(Status.TENTATIVE, state.contestedBy());
    if (dhcp != null) {
      dhcp.release();
    }
    leaving.begin();
  }

  /** Waits until what is still to go out has gone, but not for long. */
  private final class Leaving extends Timer {

    private static final long LOOK_AGAIN = 20_000_000;
    private static final int LOOKS = 50;

    private boolean begun;
    private int looks;

    void begin() {
      begun = true;
      fire();
    }

    @Override
    protected void fire() {
      if (looks++ < LOOKS && arp().isResolving()) {
        timers.schedule(this, timers.now() + LOOK_AGAIN);
      } else {
        lease = null;
        acd.release();
        change(configured.withoutAddress());
      }
    }
  }

  // ---- rounds ----

  private void change(NetworkInterface nif) {
    target = nif;
    if (!underWay) {
      goOn();
    }
  }

  /** The next round, until all know what they shall. An address makes room before another comes. */
  private void goOn() {
    if (current.equals(target)) {
      settled();
      return;
    }
    boolean replaced = current.hasAddress() && current.address() != target.address();
    if (!replaced && current.address() != target.address()) {
      arp().flush();
    }
    if (!current.hasAddress()) {
      traced = probes.newObject("pcb_ring");
    }
    current = replaced ? target.withoutAddress() : target;
    underWay = true;
    round.begin(replaced);
  }

  private void settled() {
    if (current.hasAddress()) {
      become(Status.UP, state.contestedBy());
      if (!announced) {
        announced = true;
        acd.announce();
      }
    } else {
      become(leaving.begun ? Status.DOWN : state.status(), state.contestedBy());
      announced = false;
    }
    answerAll();
  }

  /** Visits all CPUs; owned by the one where it is. */
  private final class Round extends Message {

    private int at;

    /** The address goes; resets to the peers of its connections need the neighbours until then. */
    private boolean takesAddress;

    void begin(boolean takes) {
      takesAddress = takes;
      cpus.getFirst().configure(number, current);
      at = 0;
      Probes.hit(probes, StackProbe.BEGIN_PASS, traced, cpus.size(), current.hasAddress() ? 1 : 0);
      next();
    }

    private void next() {
      at = (at + 1) % cpus.size();
      cpus.get(at).port.put(this);
    }

    @Override
    protected void dispatch() {
      if (at == 0) {
        end();
      } else {
        cpus.get(at).configure(number, current);
        Probes.hit(probes, StackProbe.PASS, traced, at);
        next();
      }
    }

    private void end() {
      Probes.hit(probes, StackProbe.END_PASS, traced, 0);
      if (takesAddress) {
        arp().flush();
      }
      underWay = false;
      goOn();
    }
  }

  // ---- users who wait ----

  /** Answers at once, or when there is something to say. On CPU 0. */
  void await(AddressWait wait) {
    waiting.add(wait);
    timers.schedule(wait.timer, timers.now() + wait.timeout);
    if (!underWay) {
      answerAll();
    }
  }

  void timedOut(AddressWait wait) {
    waiting.remove(wait);
    wait.reply();
  }

  private void answerAll() {
    if (state.status() == Status.TENTATIVE) {
      return;
    }
    for (AddressWait wait : waiting) {
      timers.cancel(wait.timer);
      wait.reply();
    }
    waiting.clear();
  }
}
