package netmp.socket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import netmp.action.StackProbe;
import netmp.exec.Execution;
import netmp.msg.Message;
import netmp.msg.MessagePort;
import netmp.msg.SyncMessage;
import netmp.probe.Probes;

/**
 * so_port of a socket that moves while it is used, and whose requests stay in the order in which
 * each sender puts them, also of one that does not wait for replies. The protocol is {@code
 * specs/udp/migration}.
 *
 * <p>When the owner hands the socket over, requests lie on its own port, and others are put on the
 * new CPU's from then on. So the owner puts a marker on its own port, behind the former. It passes
 * them on, tagged, and the marker behind them; the new CPU lets untagged requests wait until the
 * marker has come (defect D34). A CPU that the socket only passes through does the same (defect
 * D63).
 *
 * <p>That needs senders to read so_port and put in one step with the change (defect D35), without a
 * lock for which a protocol thread could have to wait. So each stay of the socket has a gate. A
 * sender enters it, puts, and leaves; the owner closes it, and whoever is the last in it, sender or
 * owner, puts the marker. The gate of the next stay is opened once the move lies on the new CPU's
 * port; a sender that comes in between looks again and again for that short time.
 *
 * <p>Only requests need that. Predicate messages and notifies may overtake each other; they are
 * chased from CPU to CPU as the socket went.
 *
 * @param <S> the kind of socket
 */
class MigratingSoPort<S extends Socket> extends SoPort<S> {

  private static final int NOWHERE = -1;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Gate.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Execution execution;
  private final Probes probes;
  private final Visit[] visits;
  private volatile Gate gate;

  /** How often the socket has moved since it was bound. The owner's. */
  private int epoch;

  MigratingSoPort(
      List<? extends Protocol<S>> protocols, Execution execution, Probes probes, int traced) {
    super(protocols, probes, traced);
    this.execution = execution;
    this.probes = probes;
    visits = new Visit[protocols.size()];
    gate = new Gate(this, 0);
    gate.open();
  }

  /** What a CPU remembers of the socket's stay. Its protocol thread's. */
  private static final class Visit {

    /** Markers that have not come yet. */
    int markers;

    /** Untagged requests that wait for them. */
    final Queue<Request> parked = new ArrayDeque<>();

    /** Where the socket went from here, the last time. */
    int to = NOWHERE;
  }

  private Visit visit(int cpu) {
    if (visits[cpu] == null) {
      visits[cpu] = new Visit();
    }
    return visits[cpu];
  }

  /** What senders pass while the socket is with a CPU. */
  private static final class Gate implements Runnable {
    private static final int OPEN = 1 << 30;
    private static final int CLOSED = 1 << 29;

    final MigratingSoPort<?> soPort;
    final int cpu;

    /** In which epoch the socket leaves; written before the gate is closed. */
    private int epoch;

    /** OPEN once it was opened, CLOSED once it was closed, and how many are inside. */
    @SuppressWarnings("unused") // STATE
    private volatile int state;

    Gate(MigratingSoPort<?> soPort, int cpu) {
      this.soPort = soPort;
      this.cpu = cpu;
    }

    boolean enter() {
      int seen = state;
      return (seen & (OPEN | CLOSED)) == OPEN && STATE.compareAndSet(this, seen, seen + 1);
    }

    /** Leaves it. */
    @Override
    public void run() {
      int before = (int) STATE.getAndAdd(this, -1);
      if (before == (OPEN | CLOSED) + 1) {
        soPort.putMarker(cpu, epoch);
      }
    }

    void open() {
      STATE.getAndBitwiseOr(this, OPEN);
    }

    void close(int leavingIn) {
      epoch = leavingIn;
      int before = (int) STATE.getAndBitwiseOr(this, CLOSED);
      if ((before & ~OPEN) == 0) {
        soPort.putMarker(cpu, epoch);
      }
    }
  }

  private void putMarker(int cpu, int epoch) {
    protocol(cpu).port().put(new Marker(cpu, epoch));
  }

  /** "All that was put on your port for this socket is handled." */
  private final class Marker extends Message {

    /** Whose port it is on. */
    private int cpu;

    /** It is where it was put first: with the CPU that the socket left. */
    private boolean first = true;

    private final int epoch;

    Marker(int cpu, int epoch) {
      this.cpu = cpu;
      this.epoch = epoch;
    }

    @Override
    protected void dispatch() {
      Visit here = visit(cpu);
      boolean ends = !first && isAt(cpu);
      if (ends && epoch > 0) {
        Probes.hit(probes, StackProbe.END_MARKER, traced(), cpu, epoch);
      }
      if (!first) {
        comeTo(here);
      }
      if (!ends) {
        first = false;
        cpu = here.to;
        protocol(cpu).port().put(this);
      }
    }

    private void comeTo(Visit here) {
      here.markers--;
      if (here.markers == 0) {
        int parked = here.parked.size();
        for (int i = 0; i < parked; i++) {
          here.parked.poll().handle(); // or passes it on, if the socket is not here any more
        }
      }
    }
  }

  // ---- senders ----

  @Override
  MessagePort port() {
    return protocol(gate.cpu).port();
  }

  @Override
  void send(SyncMessage request) {
    Gate entered = gate;
    while (!entered.enter()) {
      execution.spinWait();
      entered = gate;
    }
    request.send(protocol(entered.cpu).port(), entered);
  }

  // ---- protocol threads ----

  @Override
  boolean parks(Request request, MessagePort here) {
    Visit visit = visit(cpu(here));
    boolean parks = visit.markers > 0 && (!request.tagged || request.moves());
    if (parks) {
      visit.parked.add(request);
    }
    return parks;
  }

  /** Not where so_port says, which a later move may have changed: where the socket went. */
  @Override
  MessagePort chase(MessagePort here) {
    int cpu = cpu(here);
    if (isAt(cpu)) {
      return null;
    }
    int to = visit(cpu).to;
    return protocol(to == NOWHERE ? cpu() : to).port();
  }

  @Override
  void depart(Request request, int cpu) {
    int here = cpu();
    Visit visit = visit(here);
    visit.to = cpu;
    int leavingIn = request.binds() ? 0 : ++epoch;
    request.markers = visit.markers + 1;
    store(here, cpu);
    Gate old = gate;
    Gate next = new Gate(this, cpu);
    gate = next;
    request.forward(protocol(cpu).port());
    next.open();
    old.close(leavingIn);
  }

  @Override
  void arrive(Request request) {
    int cpu = goal();
    store(cpu, cpu);
    visit(cpu).markers = request.markers;
  }
}
