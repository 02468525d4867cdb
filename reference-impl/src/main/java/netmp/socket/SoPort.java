package netmp.socket;

import java.util.List;
import netmp.action.StackProbe;
import netmp.msg.MessagePort;
import netmp.msg.SyncMessage;
import netmp.probe.Probes;

/**
 * so_port: the CPU whose protocol thread owns a socket, and how it changes. The protocol is {@code
 * specs/portchange/SoPort.tla}.
 *
 * <p>The word is either "at c" or "moving from c to d". The owner stores "moving" and only then
 * puts the request that does the move on d's port; d's thread stores "at d" when it gets that
 * request. So one thread at a time may write, the right to do so goes along with the request, and
 * there is neither a lock nor a compare-and-set. A sender that reads "moving" still sends to c,
 * where its message is forwarded (chased) and so comes to lie behind the move.
 *
 * <p>Naming d before the request is on its port would let a close overtake the move (defect D29).
 * Naming it from then on would let d carry out what lay on its port before, and naming it with
 * nothing said before would let c go on (defect D30).
 *
 * @param <S> the kind of socket
 */
class SoPort<S extends Socket> {

  private static final int TO = 16;
  private static final int CPU = (1 << TO) - 1;

  private final List<? extends Protocol<S>> protocols;
  private final Probes probes;
  private final int traced;

  /** In the low half where the socket is, in the high half where it goes: the same at rest. */
  private volatile int word;

  /** At CPU 0. */
  SoPort(List<? extends Protocol<S>> protocols, Probes probes, int traced) {
    this(protocols, 0, probes, traced);
  }

  private SoPort(List<? extends Protocol<S>> protocols, int cpu, Probes probes, int traced) {
    this.protocols = protocols;
    this.probes = probes;
    this.traced = traced;
    word = cpu | cpu << TO;
  }

  /**
   * Of what never moves. A constant has no protocol, and a trace of it would say nothing: there is
   * none.
   *
   * @param protocols the instances, one per CPU
   * @param cpu the owner's CPU
   * @param <S> the kind of socket
   * @return a so_port that nobody changes
   */
  static <S extends Socket> SoPort<S> fixed(List<? extends Protocol<S>> protocols, int cpu) {
    return new SoPort<>(protocols, cpu, Probes.OFF, 0);
  }

  /** Of another socket of the same protocol, which never moves. */
  SoPort<S> fixedAt(int cpu) {
    return fixed(protocols, cpu);
  }

  private static int at(int word) {
    return word & CPU;
  }

  private static int to(int word) {
    return word >>> TO;
  }

  /** Where to send. Any thread; the socket may have moved before the message is put. */
  MessagePort port() {
    int at = at(word);
    Probes.hit(probes, StackProbe.READ_PORT, traced, at);
    return protocols.get(at).port();
  }

  /**
   * Where a message must be forwarded to. The thread that got it.
   *
   * @param here the port from which it was got
   * @return a port, or null when the calling thread owns the socket and shall handle the message
   */
  MessagePort chase(MessagePort here) {
    int seen = word;
    int at = at(seen);
    MessagePort port = protocols.get(at).port();
    if (!port.equals(here)) {
      Probes.hit(probes, StackProbe.CHASE, traced, cpu(here), at);
      return port;
    }
    int to = to(seen);
    if (to != at) {
      Probes.hit(probes, StackProbe.CHASE, traced, at, to);
      return protocols.get(to).port();
    }
    Probes.hit(probes, StackProbe.HANDLE, traced, at);
    return null;
  }

  /** Its number in traces. */
  final int traced() {
    return traced;
  }

  /** Asks the owner: sends the message and waits for the reply. A user. */
  void send(SyncMessage request) {
    request.send(port());
  }

  /**
   * Whether a request has to wait, and is kept here, for others that may have to be before it. The
   * thread that got it.
   */
  boolean parks(Request request, MessagePort here) {
    return false;
  }

  /** The socket leaves together with a request. The owner only, which owns it no longer. */
  void depart(Request request, int cpu) {
    request.forward(leave(cpu));
  }

  /** The socket arrives with a request. The thread that gets it, which owns the socket now. */
  void arrive(Request request) {
    arrive();
  }

  final int cpu(MessagePort port) {
    int cpu = 0;
    while (!protocols.get(cpu).port().equals(port)) {
      cpu++;
    }
    return cpu;
  }

  /** Whether the socket is at a CPU, and not about to leave it. That CPU's protocol thread. */
  final boolean isAt(int cpu) {
    return word == (cpu | cpu << TO);
  }

  /** Where the socket is on its way to. The thread that gets the request that goes with it. */
  final int goal() {
    return to(word);
  }

  /** The owner's CPU. The owner only. */
  int cpu() {
    return at(word);
  }

  /** The protocol instance that owns the socket. The owner only. */
  Protocol<S> owner() {
    return protocols.get(cpu());
  }

  /** The CPU behind a CPU, in the circle of all. */
  int next(int cpu) {
    return (cpu + 1) % protocols.size();
  }

  /** The protocol instance of a CPU. */
  Protocol<S> protocol(int cpu) {
    return protocols.get(cpu);
  }

  /**
   * The socket leaves. The owner only; it must then put the request that goes with the socket, and
   * owns the socket no longer.
   *
   * @param cpu where it goes, another CPU
   * @return the port for the request
   */
  MessagePort leave(int cpu) {
    int at = cpu();
    store(at, cpu);
    Probes.hit(probes, StackProbe.LEAVE, traced, at, cpu);
    return protocols.get(cpu).port();
  }

  /** The socket arrives. The thread that gets the request that goes with it, which owns it now. */
  void arrive() {
    int from = at(word);
    int cpu = to(word);
    store(cpu, cpu);
    Probes.hit(probes, StackProbe.ARRIVE, traced, from, cpu);
  }

  /** At a CPU, and on the way to another one or the same. The thread that may write. */
  final void store(int at, int to) {
    word = at | to << TO;
  }
}
