package netmp.workload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import netmp.socket.Errno;
import netmp.socket.Event;
import netmp.socket.EventQueue;
import netmp.socket.Filter;
import netmp.socket.Poll;
import netmp.socket.PollFd;
import netmp.socket.Shutdown;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;

/**
 * A random program on two pairs of local stream sockets. In each round one user waits by event
 * queue and one by poll while something is done to a socket; when all is at rest, what is reported
 * is compared with what is known.
 *
 * @param seed what is done
 */
record ReadinessProgram(long seed) implements Workload {

  private static final int ROUNDS = 12;
  private static final long REST = 1_000_000;
  private static final int MUCH = 5000;
  private static final int FEW_BYTES = 800;
  private static final int MOST_UNREAD = 8000;
  private static final int HIGHEST_MARK = 3000;

  @Override
  public String name() {
    return "readiness";
  }

  @Override
  public String summary() {
    return "a random program on local stream sockets and those who wait for them";
  }

  @Override
  public void start(Bench bench) {
    bench.connectAandB();
    bench.user("A.u0", () -> new Run(bench, seed).run());
  }

  /** One end of a pair, and what is known of it when all is at rest. */
  private static final class End {
    final StreamSocket socket;
    final boolean mayBeFilled;
    End peer;
    int unread;
    int lowWater = 1;
    boolean full;
    boolean shut;
    boolean closed;

    End(StreamSocket socket, boolean mayBeFilled) {
      this.socket = socket;
      this.mayBeFilled = mayBeFilled;
      socket.setBlocking(false);
    }

    /** What the peer has sent before its end comes first. */
    boolean isAtEnd() {
      return (peer.shut || peer.closed) && !peer.full;
    }

    boolean sendsNoMore() {
      return shut || peer.closed;
    }

    boolean isReadable() {
      return isAtEnd() || unread >= lowWater;
    }

    boolean isWritable() {
      return sendsNoMore() || !full;
    }

    boolean isOver() {
      return isAtEnd() && sendsNoMore();
    }

    int revents(int events) {
      if (closed) {
        return PollFd.POLLNVAL;
      }
      int found = (isReadable() ? PollFd.POLLIN : 0) | (isWritable() ? PollFd.POLLOUT : 0);
      found &= events;
      return isOver() ? (found & ~PollFd.POLLOUT) | PollFd.POLLHUP : found;
    }

    boolean holds(Filter filter) {
      return !closed
          && switch (filter) {
            case READ -> isReadable();
            case WRITE -> isWritable();
            case EXCEPT, URGENT -> isOver();
          };
    }
  }

  private static final class Run {
    private final Bench bench;
    private final SplittableRandom random;
    private final List<End> ends = new ArrayList<>();
    private final EventQueue queue;
    private boolean queueUserBack;
    private boolean pollUserBack;

    Run(Bench bench, long seed) {
      this.bench = bench;
      random = new SplittableRandom(seed);
      queue = bench.a().stack().eventQueue();
    }

    void run() throws Exception {
      pair(true);
      pair(false);
      for (End end : ends) {
        queue.add(end.socket, Filter.values());
      }
      rest();
      for (int round = 0; round < ROUNDS; round++) {
        round(round);
      }
      queue.close();
      ends.forEach(end -> end.socket.close());
      bench.settle();
    }

    private void pair(boolean mayBeFilled) {
      List<StreamSocket> sockets = bench.a().stack().socketPair();
      End first = new End(sockets.get(0), mayBeFilled);
      End second = new End(sockets.get(1), mayBeFilled);
      first.peer = second;
      second.peer = first;
      ends.add(first);
      ends.add(second);
    }

    /** Until nothing can run: the clock moves only then. */
    private void rest() {
      long deadline = bench.execution().nanoTime() + REST;
      while (bench.execution().nanoTime() < deadline) {
        bench.execution().parkUntil(deadline);
      }
    }

    private void round(int round) throws Exception {
      queueUserBack = false;
      pollUserBack = false;
      int events = random.nextInt(8);
      int asked = 1 + random.nextInt(15);
      PollFd[] fds = ask(events, asked);
      bench.user("A.q" + round, this::waitByQueue);
      Thread poller = bench.user("A.p" + round, () -> waitByPoll(fds));
      step(ends.get(random.nextInt(ends.size())));
      rest();
      if (!queueUserBack && !held().isEmpty()) {
        bench.find("round " + round + ": kevent waits, and there is " + held());
      }
      if (!pollUserBack && countOf(events, asked) > 0) {
        bench.find("round " + round + ": poll waits beside " + countOf(events, asked));
      }
      queue.wakeup();
      while (!pollUserBack) {
        bench.execution().interrupt(poller);
        rest();
      }
      rest();
      compare(round);
    }

    private PollFd[] ask(int events, int asked) {
      return IntStream.range(0, ends.size())
          .filter(i -> (asked >> i & 1) == 1)
          .mapToObj(i -> new PollFd(ends.get(i).socket, events))
          .toArray(PollFd[]::new);
    }

    private long countOf(int events, int asked) {
      return IntStream.range(0, ends.size())
          .filter(i -> (asked >> i & 1) == 1 && ends.get(i).revents(events) != 0)
          .count();
    }

    private Set<String> held() {
      Set<String> held = new HashSet<>();
      for (int i = 0; i < ends.size(); i++) {
        for (Filter filter : Filter.values()) {
          if (ends.get(i).holds(filter)) {
            held.add(i + " " + filter);
          }
        }
      }
      return held;
    }

    private void waitByQueue() throws Exception {
      queue.kevent(new Event[] {new Event()}, EventQueue.FOREVER);
      queueUserBack = true;
    }

    private void waitByPoll(PollFd[] fds) {
      try {
        bench.a().stack().poll(fds, Poll.INFTIM);
      } catch (InterruptedException e) {
        // Nothing held.
      }
      pollUserBack = true;
    }

    private void compare(int round) throws Exception {
      int all = PollFd.POLLIN | PollFd.POLLOUT;
      PollFd[] fds = ask(all, 15);
      bench.a().stack().poll(fds, 0);
      for (int i = 0; i < fds.length; i++) {
        if (fds[i].revents() != ends.get(i).revents(all)) {
          bench.find(
              "round %d: end %d: poll reports %d, not %d"
                  .formatted(round, i, fds[i].revents(), ends.get(i).revents(all)));
        }
      }
      Set<String> reported = report();
      if (!reported.equals(held())) {
        bench.find("round " + round + ": kevent reports " + reported + ", not " + held());
      }
    }

    /** What the queue reports now, but for closed sockets. */
    private Set<String> report() throws Exception {
      Event[] events = IntStream.range(0, 16).mapToObj(i -> new Event()).toArray(Event[]::new);
      int reported = queue.kevent(events, 0);
      reported = reported == 0 ? queue.kevent(events, 0) : reported; // the first was the wakeup
      Set<String> found = new HashSet<>();
      for (int i = 0; i < reported; i++) {
        if (events[i].error() != Errno.EBADF) {
          found.add(numberOf(events[i].socket()) + " " + events[i].filter());
        }
      }
      return found;
    }

    private int numberOf(Socket socket) {
      int number = 0;
      while (!ends.get(number).socket.equals(socket)) {
        number++;
      }
      return number;
    }

    private void step(End end) throws SocketError {
      if (end.closed) {
        return;
      }
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> write(end);
        case 3 -> fill(end);
        case 4, 5 -> drain(end);
        case 6 -> setLowWater(end);
        default -> finish(end);
      }
    }

    private void write(End end) throws SocketError {
      if (!end.full && !end.sendsNoMore() && end.peer.unread < MOST_UNREAD) {
        end.peer.unread += end.socket.write(new byte[FEW_BYTES], 0, 1 + random.nextInt(FEW_BYTES));
      }
    }

    private void fill(End end) throws SocketError {
      if (!end.mayBeFilled || end.sendsNoMore()) {
        return;
      }
      int refusals = 0;
      while (refusals < 2) {
        try {
          end.peer.unread += end.socket.write(new byte[MUCH], 0, MUCH);
        } catch (SocketError e) {
          expect(Errno.EAGAIN, e);
          refusals++;
          rest();
        }
      }
      end.full = true;
    }

    private void drain(End end) throws SocketError {
      end.socket.setOption(SocketOption.SO_RCVLOWAT, 1);
      end.lowWater = 1;
      byte[] data = new byte[MUCH];
      int refusals = 0;
      while (refusals < 2) {
        try {
          int count = end.socket.read(data, 0, MUCH);
          end.unread -= Math.max(0, count);
          refusals += count < 0 ? 2 : 0;
        } catch (SocketError e) {
          expect(Errno.EAGAIN, e);
          refusals++;
          rest();
        }
      }
      end.peer.full = false;
      if (end.unread != 0) {
        bench.find(end.unread + " bytes are missing");
      }
    }

    private static void expect(Errno errno, SocketError e) throws SocketError {
      if (e.errno() != errno) {
        throw e;
      }
    }

    private void setLowWater(End end) throws SocketError {
      int mark = 1 + random.nextInt(HIGHEST_MARK);
      end.socket.setOption(SocketOption.SO_RCVLOWAT, mark);
      end.lowWater = mark;
    }

    private void finish(End end) throws SocketError {
      if (random.nextBoolean()) {
        end.socket.close();
        end.closed = true;
      } else if (!end.isOver()) {
        end.socket.shutdown(Shutdown.SHUT_WR);
        end.shut = true;
      }
    }
  }
}
