package netmp.benchmark.readiness;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import netmp.sockbuf.Design;
import netmp.socket.Event;
import netmp.socket.EventQueue;
import netmp.socket.PollFd;
import netmp.socket.Socket;
import netmp.stack.NetStack;

/** Nanoseconds of a call that finds some sockets ready, beside many that are idle. */
final class Waits {

  private static final int[] IDLE = {10, 1_000, 100_000};
  private static final int[] READY = {1, 64};
  private static final int ROUNDS = 5;
  private static final long ROUND = 200_000_000;

  private Waits() {}

  /** A call that does not wait, since something is ready. */
  @FunctionalInterface
  private interface Call {
    int make() throws Exception;
  }

  /** Appends the table. */
  static void write(StringBuilder page) throws Exception {
    page.append("| | ready |");
    for (int idle : IDLE) {
      page.append(" %,d idle |".formatted(idle));
    }
    page.append("\n|---|--:|").append("--:|".repeat(IDLE.length)).append('\n');
    for (int ready : READY) {
      double[][] nanos = new double[2][IDLE.length];
      for (int i = 0; i < IDLE.length; i++) {
        measure(IDLE[i], ready, nanos, i);
      }
      row(page, "`kevent`", ready, nanos[0]);
      row(page, "`poll`", ready, nanos[1]);
    }
  }

  private static void row(StringBuilder page, String call, int ready, double[] nanos) {
    page.append("| %s | %d |".formatted(call, ready));
    for (double n : nanos) {
      page.append(" %,.0f |".formatted(n));
    }
    page.append('\n');
  }

  private static void measure(int idle, int ready, double[][] nanos, int column) throws Exception {
    try (IdleSockets sockets = new IdleSockets(Design.CUPHOLDER)) {
      sockets.open(IdleSockets.Kind.STREAM, idle);
      sockets.watch();
      sockets.sockets.addAll(sockets.openReady(ready));
      EventQueue queue = sockets.queue;
      Event[] events = IntStream.range(0, ready).mapToObj(i -> new Event()).toArray(Event[]::new);
      PollFd[] fds = ask(sockets.sockets);
      NetStack stack = sockets.stack;
      nanos[0][column] = median(ready, () -> queue.kevent(events, EventQueue.FOREVER));
      nanos[1][column] = median(ready, () -> stack.poll(fds, EventQueue.FOREVER));
    }
  }

  private static PollFd[] ask(List<Socket> sockets) {
    return sockets.stream().map(s -> new PollFd(s, PollFd.POLLIN)).toArray(PollFd[]::new);
  }

  private static double median(int ready, Call call) throws Exception {
    while (call.make() < ready) {
      Thread.onSpinWait(); // what was written is on its way
    }
    double[] nanos = new double[ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      nanos[Math.max(0, round)] = nanosPerCall(call);
    }
    Arrays.sort(nanos);
    return nanos[ROUNDS / 2];
  }

  private static double nanosPerCall(Call call) throws Exception {
    long start = System.nanoTime();
    long now = start;
    int calls = 0;
    while (now - start < ROUND) {
      call.make();
      calls++;
      now = System.nanoTime();
    }
    return (now - start) / (double) calls;
  }
}
