package netmp.drill;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution.Kind;
import netmp.netisr.UncaughtHandler;
import netmp.nic.Nic;
import netmp.sim.DeterministicExecution;
import netmp.sim.ScheduleChooser;
import netmp.sim.SimTrace;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;
import netmp.trace.EventSink;

/**
 * A host with one CPU, its device, and what the device has sent. Everything runs in one
 * deterministic execution, so its threads share this without locks.
 */
final class Machine {

  private static final long LOCAL_MAC = 0x0200_0000_0001L;
  private static final int RING = 256;
  private static final int BUFFERS = 4096;

  /**
   * A script that goes on for longer goes in a circle: so many steps, and so many for each event.
   */
  private static final long STEPS = 200_000;

  private static final long STEPS_OF_EVENT = 2_000;
  private static final long SEED = 1;

  final DeterministicExecution execution;
  final NetStack stack;
  private final Nic nic;
  private final Frames frames;
  private final int buffers;
  private final Deque<Packet> sent = new ArrayDeque<>();

  /** Who waits for something to change; the interpreter of the script. */
  private Thread waiter;

  Machine(Setting setting, int events, EventSink trace) {
    execution =
        new DeterministicExecution(ScheduleChooser.COOPERATIVE, STEPS + STEPS_OF_EVENT * events);
    nic = new Nic("local", LOCAL_MAC, 1, RING);
    frames = new Frames(LOCAL_MAC, setting.local, setting.remote);
    nic.connect(this::leaves);
    NetworkInterface nif = interfaceOf(setting);
    stack =
        new NetStack(
            "local",
            StackConfig.of(nif, new SplittableRandom(SEED))
                .withBuffers(BUFFERS)
                .withProbes(new SimTrace(execution, trace).probes("local"))
                .withSynCookies(setting.synCookies)
                .withEcn(setting.ecn)
                .withUncaught(UncaughtHandler.RETHROW),
            nic,
            execution);
    buffers = stack.availableBuffers();
    stack.start();
  }

  private static NetworkInterface interfaceOf(Setting setting) {
    try {
      return new NetworkInterface(
          "local", LOCAL_MAC, setting.local, setting.prefixLength, setting.gateway);
    } catch (IllegalArgumentException e) {
      throw new Unsupported(0, "such addresses: " + e.getMessage());
    }
  }

  // ---- time ----

  /** In nanoseconds. */
  long now() {
    return execution.nanoTime();
  }

  /** Lets everything happen that can happen at this time. */
  void settle() {
    await(() -> false, now() + 1);
  }

  /** Waits until something holds, or a time; whether it holds. On the interpreter's thread. */
  boolean await(BooleanSupplier condition, long deadline) {
    while (!condition.getAsBoolean()) {
      if (now() >= deadline) {
        return false;
      }
      execution.parkUntil(deadline);
    }
    return true;
  }

  /** Has the interpreter look again. */
  void changed() {
    if (waiter != null) {
      execution.unpark(waiter);
    }
  }

  /** Starts a thread of a user. */
  Thread start(String name, Runnable body) {
    return execution.start(name, Kind.USER, body);
  }

  /** Names the thread that waits. */
  void setWaiter(Thread thread) {
    waiter = thread;
  }

  // ---- packets ----

  /** A packet comes, in live numbers. */
  void receive(Packet packet) {
    byte[] frame = frames.encode(packet);
    if (frame.length > Nic.MAX_FRAME) {
      throw new Unsupported(0, "inbound packets of more than 1500 bytes");
    }
    nic.receive(frame, 0, frame.length);
  }

  private void leaves(byte[] bytes, int offset, int length) {
    byte[] frame = Arrays.copyOfRange(bytes, offset, offset + length);
    if (Frames.isArp(frame)) {
      if (Bytes.u16(frame, 20) == 1) {
        byte[] answer = frames.answerArp(frame);
        nic.receive(answer, 0, answer.length);
      }
      return;
    }
    Packet packet = Frames.decode(frame);
    packet.time = now();
    sent.add(packet);
    changed();
  }

  boolean hasSent(Predicate<Packet> wanted) {
    return sent.stream().anyMatch(wanted);
  }

  /** The oldest packet of some that were sent, which is taken; null if there is none. */
  Packet take(Predicate<Packet> wanted) {
    for (Iterator<Packet> each = sent.iterator(); each.hasNext(); ) {
      Packet packet = each.next();
      if (wanted.test(packet)) {
        each.remove();
        return packet;
      }
    }
    return null;
  }

  /** Buffers that were not freed, when all is at rest. */
  int missingBuffers() {
    return buffers - RING - stack.availableBuffers();
  }
}
