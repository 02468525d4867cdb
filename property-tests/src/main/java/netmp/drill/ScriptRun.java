package netmp.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import netmp.drill.Event.CallEvent;
import netmp.drill.Event.CodeEvent;
import netmp.drill.Event.CommandEvent;
import netmp.drill.Event.PacketEvent;
import netmp.drill.Event.Time;
import netmp.drill.Event.TimeKind;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.socket.TcpInfo;
import netmp.stats.Statistics;
import netmp.trace.EventSink;

/**
 * Plays a script: its events one after the other, each at its time, on one thread of the execution.
 * Calls run on threads of their own; one that does not block is over before the next event.
 */
final class ScriptRun {

  /** How long a packet is waited for beyond its time, so that a late one can be shown. */
  private static final long PATIENCE = 3_600_000_000L;

  /** Where the clock stands when a script begins: not at zero, and at a whole millisecond. */
  private static final long BOOT = 1_000_000_000L;

  /** How long everything may take to come to rest behind a script. */
  private static final long REST = 600_000_000_000L;

  private final Script script;
  private final Setting setting;
  private final boolean strict;
  private final boolean bsd;
  private final Machine machine;
  private final Flows flows;
  private final Comparison comparison;
  private final Commands.Sizes sizes = new Commands.Sizes();
  private final Calls calls;

  /** Calls that have not returned, oldest first. */
  private final List<RunningCall> running = new ArrayList<>();

  private Clock clock;
  private RuntimeException failure;
  private Consumer<Statistics> onPass = statistics -> {};

  // ---- the event before ----

  private boolean anyBefore;
  private long lastTime;
  private boolean lastInbound;

  /** What relative times of the current event are relative to. */
  private long offset;

  private int line;

  ScriptRun(Script script, boolean strict, EventSink trace) {
    this.script = script;
    this.strict = strict;
    setting = Setting.of(script);
    bsd =
        script.events().stream()
            .anyMatch(e -> e.action() instanceof CommandEvent c && Commands.isBsd(c.text()));
    machine = new Machine(setting, script.events().size(), trace);
    flows = new Flows(setting);
    comparison = new Comparison(setting, strict);
    calls = new Calls(machine, setting, flows, sizes);
    requireSupported();
  }

  /** Everything that can be known before the script runs. */
  private void requireSupported() {
    for (Event event : script.events()) {
      switch (event.action()) {
        case CallEvent call -> calls.requireKnown(event.line(), call);
        case CommandEvent command ->
            Commands.run(event.line(), command.text(), new Commands.Sizes());
        case CodeEvent code -> CodeBlock.parse(event.line(), code.text(), TcpInfoFields.names());
        case PacketEvent _ -> {}
      }
    }
  }

  /**
   * Has somebody look at what the stack has counted when the script has passed, and before its
   * connections are reset.
   */
  void whenPassed(Consumer<Statistics> look) {
    onPass = look;
  }

  /**
   * Runs. Once.
   *
   * @throws Mismatch if the stack did something else than the script says; it has the line
   * @throws Unsupported if it needs what the stack has not
   */
  void run() {
    machine.setWaiter(machine.start("script", this::play));
    netmp.sim.Result result = machine.execution.run();
    if (failure != null) {
      throw failure;
    }
    if (!result.completed()) {
      throw new Mismatch(
          line,
          "the run ended with %s: %s".formatted(result.outcome(), result.detail()),
          result.failure());
    }
  }

  private void play() {
    try {
      machine.await(() -> false, BOOT);
      clock = new Clock(machine, setting);
      for (Event event : script.events()) {
        line = event.line();
        play(event);
      }
      machine.settle();
      end();
      onPass.accept(machine.stack.statistics());
    } catch (Mismatch e) {
      failure = e.at(line);
    } catch (Unsupported e) {
      failure = e;
    } finally {
      cleanUp();
    }
  }

  // ---- events ----

  private void play(Event event) {
    boolean inbound = event.action() instanceof PacketEvent p && p.inbound();
    Time time = absolute(event.time(), inbound);
    switch (event.action()) {
      case PacketEvent packet when packet.inbound() -> {
        awaitTime("inbound packet", time);
        receive(packet);
      }
      case PacketEvent packet -> expect(packet, time);
      case CallEvent call -> {
        awaitTime("system call start", time);
        call(call, event.time().isRelative() ? offset : 0);
      }
      case CommandEvent command -> {
        awaitTime("command", time);
        Commands.run(line, command.text(), sizes);
      }
      case CodeEvent code -> {
        awaitTime("code", time);
        run(code);
      }
    }
    lastTime = time.kind() == TimeKind.ANY ? clock.now() : time.from();
    lastInbound = inbound;
    anyBefore = true;
    reapCalls();
  }

  private void run(CodeEvent code) {
    Descriptor.Stream last = calls.lastConnection();
    TcpInfo info = last == null ? null : info(last.socket);
    CodeBlock.parse(line, code.text(), TcpInfoFields.names())
        .run(name -> TcpInfoFields.get(info, name));
  }

  /** Null if it is closed. */
  private static TcpInfo info(StreamSocket socket) {
    try {
      return socket.tcpInfo();
    } catch (SocketError e) {
      return null;
    }
  }

  /** Relative times count from now, or from the time of the packet before if both come in. */
  private Time absolute(Time time, boolean inbound) {
    offset = inbound && lastInbound ? lastTime : clock.now();
    boolean backwards = time.isAbsolute() && anyBefore && time.from() < lastTime;
    if (backwards) {
      throw new Mismatch(
          "time goes backward in script from %d usec to %d usec".formatted(lastTime, time.from()));
    }
    return time.isRelative()
        ? new Time(time.kind(), time.from() + offset, time.to() + offset)
        : time;
  }

  private void awaitTime(String what, Time time) {
    machine.await(() -> false, clock.toLive(time.from()));
    clock.check(what, time, clock.now(), anyBefore ? lastTime : -1, offset);
    reapCalls();
  }

  // ---- packets ----

  private void receive(PacketEvent event) {
    Connection flow = flows.inbound(event.packet());
    machine.receive(flow.toLive(event.packet(), setting.scaledEcho));
    machine.settle();
  }

  private void expect(PacketEvent event, Time time) {
    try {
      Connection flow = flows.outbound(event.packet());
      Packet live = next(flow, time);
      Packet actual = aggregate(flow, event.packet(), live, time);
      compare(event, actual, time);
    } catch (Mismatch e) {
      throw new Mismatch("error handling packet: " + e.getMessage(), e);
    }
  }

  private void compare(PacketEvent event, Packet actual, Time time) {
    long happened = clock.toScript(actual.time);
    try {
      comparison.check(event, actual);
      clock.check("outbound packet", time, happened, anyBefore ? lastTime : -1, offset);
    } catch (Mismatch e) {
      throw new Mismatch(
          "%s%nscript packet: %9s %s%nactual packet: %9s %s"
              .formatted(
                  e.getMessage(),
                  time.kind() == TimeKind.ANY ? "*" : Clock.seconds(time.from()),
                  PacketText.of(event.packet()),
                  Clock.seconds(happened),
                  PacketText.of(actual)),
          e);
    }
  }

  private Packet next(Connection flow, Time time) {
    Predicate<Packet> ours = flow::isFrom;
    long latest = Math.max(clock.now(), time.to()) + PATIENCE;
    if (!machine.await(() -> machine.hasSent(ours), clock.toLive(latest))) {
      throw new Mismatch("timed out waiting for packet: the stack has sent nothing");
    }
    return machine.take(ours);
  }

  /** Segments of equal headers that together are one of the script's, unless it is strict. */
  private Packet aggregate(Connection flow, Packet script, Packet first, Time time) {
    Packet all = flow.toScript(first, script);
    while (!setting.strictSegments
        && script.protocol == Packet.TCP
        && all.protocol == Packet.TCP
        && all.length > 0
        && all.length < script.length) {
      Packet more = flow.toScript(next(flow, time), script);
      if (more.seq != all.seq + all.length || more.ack != all.ack || more.length == 0) {
        throw new Mismatch(
            "live packet payload: expected %d bytes vs actual %d bytes; the next packet is %s"
                .formatted(script.length, all.length, PacketText.of(more)));
      }
      all.length += more.length;
      all.flags |= more.flags;
      all.plain &= more.plain;
    }
    return all;
  }

  // ---- calls ----

  /** A call on a thread of its own. */
  private final class RunningCall {

    final CallEvent event;
    final int line = ScriptRun.this.line;

    /** When it must have returned, in microseconds. */
    final long end;

    private boolean over;
    private long endedAt;
    private String fault = "";
    private Unsupported unsupported;

    RunningCall(CallEvent event, long end) {
      this.event = event;
      this.end = end;
      machine.start("call " + line, this::run);
    }

    private void run() {
      Call call = new Call(event, line, bsd);
      try {
        long result = calls.call(event, call);
        fault = CallCheck.fault(call, result, null);
      } catch (SocketError e) {
        fault = CallCheck.fault(call, -1, e.errno());
      } catch (Mismatch e) {
        fault = e.getMessage();
      } catch (Unsupported e) {
        unsupported = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        fault = "interrupted";
      }
      over = true;
      endedAt = clock.now();
      machine.changed();
    }

    private void requireGood() {
      if (unsupported != null) {
        throw unsupported;
      }
      if (!fault.isEmpty()) {
        throw new Mismatch(line, "runtime error in " + event.name() + " call: " + fault, null);
      }
    }
  }

  private void call(CallEvent event, long base) {
    if (event.isBlocking()) {
      running.add(new RunningCall(event, event.end() + base));
      machine.settle();
      return;
    }
    RunningCall call = new RunningCall(event, clock.now());
    long latest = call.end + setting.tolerance;
    if (!machine.await(() -> call.over, clock.toLive(latest))) {
      throw new Mismatch(
          "timing error: expected system call return at %s sec, but %s blocks"
              .formatted(Clock.seconds(call.end), event.name()));
    }
    call.requireGood();
    machine.settle();
  }

  /** Blocking calls that have returned must have done so in time. */
  private void reapCalls() {
    for (RunningCall call : List.copyOf(running)) {
      if (call.over) {
        running.remove(call);
        Time end = new Time(TimeKind.ABSOLUTE, call.end, call.end);
        try {
          clock.check("system call return", end, call.endedAt, lastTime, 0);
        } catch (Mismatch e) {
          throw e.at(call.line);
        }
        call.requireGood();
      }
    }
  }

  // ---- the end ----

  private void end() {
    for (RunningCall call : List.copyOf(running)) {
      long latest = call.end + clock.tolerance(call.end, lastTime);
      if (!machine.await(() -> call.over, clock.toLive(latest))) {
        throw new Mismatch(
            call.line, call.event.name() + " has not returned at the end of the script", null);
      }
    }
    reapCalls();
    Packet left = machine.take(packet -> true);
    if (strict && left != null) {
      throw new Mismatch(
          "unexpected packet at the end of the script, sent at %s sec: %s"
              .formatted(Clock.seconds(clock.toScript(left.time)), PacketText.of(left)));
    }
  }

  /** Connections are reset, so that all threads end and all buffers come back. */
  private void cleanUp() {
    for (Descriptor descriptor : calls.all()) {
      if (descriptor.anySocket() instanceof StreamSocket socket) {
        try {
          socket.setOption(SocketOption.SO_LINGER, 0);
        } catch (SocketError e) {
          // It is closed already, or nothing can be set any more: then close resets nothing.
          continue;
        }
      }
      if (descriptor.anySocket() != null) {
        descriptor.anySocket().close();
      }
    }
    if (strict && failure == null) {
      machine.await(() -> false, machine.now() + REST);
      if (machine.missingBuffers() != 0) {
        failure =
            new Mismatch(line, machine.missingBuffers() + " packet buffers were not freed", null);
      }
    }
    machine.stack.stop();
  }
}
