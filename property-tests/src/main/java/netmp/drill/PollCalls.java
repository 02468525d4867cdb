package netmp.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import netmp.drill.Call.Handler;
import netmp.drill.Descriptor.Epoll;
import netmp.socket.Errno;
import netmp.socket.Poll;
import netmp.socket.PollFd;
import netmp.socket.Socket;
import netmp.socket.SocketError;

/**
 * Waiting for many sockets. The events of poll and of epoll have the same values, and the stack's;
 * epoll is level-triggered here.
 */
final class PollCalls {

  private static final long NANOS = 1_000_000;
  private static final int ADD = 1;
  private static final int DELETE = 2;

  private final Calls calls;
  private final Machine machine;

  PollCalls(Calls calls, Machine machine) {
    this.calls = calls;
    this.machine = machine;
  }

  void register(Map<String, Handler> handlers) {
    handlers.put("poll", this::poll);
    handlers.put("epoll_create", call -> calls.open(call, new Epoll()));
    handlers.put("epoll_create1", call -> calls.open(call, new Epoll()));
    handlers.put("epoll_ctl", this::control);
    handlers.put("epoll_wait", this::await);
  }

  private static long timeout(long millis) {
    return millis < 0 ? Poll.INFTIM : millis * NANOS;
  }

  private Socket socket(long number) throws SocketError {
    Socket socket = calls.descriptor(number).anySocket();
    if (socket == null) {
      throw new SocketError("poll", Errno.EINVAL);
    }
    return socket;
  }

  private long poll(Call call) throws SocketError, InterruptedException {
    List<Expression> asked = call.items(0);
    PollFd[] fds = new PollFd[asked.size()];
    for (int i = 0; i < fds.length; i++) {
      Socket socket = socket(call.member(asked.get(i), "fd", -1));
      fds[i] = new PollFd(socket, (int) call.member(asked.get(i), "events", 0));
    }
    int found = machine.stack.poll(fds, timeout(call.number(2)));
    for (int i = 0; i < fds.length; i++) {
      check("revents", call.member(asked.get(i), "revents", 0), fds[i].revents());
    }
    return found;
  }

  private static void check(String what, long expected, long actual) {
    if (expected != actual) {
      throw new Mismatch("bad %s: expected: 0x%x actual: 0x%x".formatted(what, expected, actual));
    }
  }

  private Epoll epoll(Call call) throws SocketError {
    if (calls.descriptor(call) instanceof Epoll epoll) {
      return epoll;
    }
    throw new SocketError("epoll", Errno.EINVAL);
  }

  private long control(Call call) throws SocketError {
    Epoll epoll = epoll(call);
    long fd = call.number(2);
    socket(fd);
    boolean known = epoll.watched.containsKey(fd);
    if (known == (call.integer(1) == ADD)) {
      throw new SocketError("epoll_ctl", Errno.EINVAL);
    }
    if (call.integer(1) == DELETE) {
      epoll.watched.remove(fd);
    } else {
      Expression event = call.argument(3);
      epoll.watched.put(fd, new long[] {call.member(event, "events", 0), data(call, event)});
    }
    return 0;
  }

  private static long data(Call call, Expression event) {
    long found = call.member(event, "fd", 0);
    for (String name : List.of("ptr", "u32", "u64")) {
      found = call.member(event, name, found);
    }
    return found;
  }

  private long await(Call call) throws SocketError, InterruptedException {
    Epoll epoll = epoll(call);
    PollFd[] fds = new PollFd[epoll.watched.size()];
    List<long[]> watched = new ArrayList<>(epoll.watched.values());
    int i = 0;
    for (long fd : epoll.watched.keySet()) {
      fds[i] = new PollFd(socket(fd), (int) watched.get(i)[0]);
      i++;
    }
    machine.stack.poll(fds, timeout(call.number(3)));
    List<long[]> found = new ArrayList<>();
    for (i = 0; i < fds.length && found.size() < call.number(2); i++) {
      if (fds[i].revents() != 0) {
        found.add(new long[] {fds[i].revents(), watched.get(i)[1]});
      }
    }
    if (!call.isAny(1)) {
      checkEvents(call, found);
    }
    return found.size();
  }

  private static void checkEvents(Call call, List<long[]> found) {
    List<Expression> expected = call.items(1);
    for (int i = 0; i < expected.size() && i < found.size(); i++) {
      check("events", call.member(expected.get(i), "events", 0), found.get(i)[0]);
      check("data of an event", data(call, expected.get(i)), found.get(i)[1]);
    }
  }
}
