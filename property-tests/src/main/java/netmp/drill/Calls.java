package netmp.drill;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import netmp.drill.Call.Handler;
import netmp.drill.Event.CallEvent;
import netmp.socket.Errno;
import netmp.socket.SocketError;

/** The calls that scripts may have, and the descriptors that they have made. */
final class Calls {

  private final Map<String, Handler> handlers = new HashMap<>();
  private final Map<Long, Descriptor> descriptors = new TreeMap<>();
  private Descriptor.Stream lastConnection;

  Calls(Machine machine, Setting setting, Flows flows, Commands.Sizes sizes) {
    new SocketCalls(this, machine, setting, flows, sizes).register(handlers);
    new DataCalls(this, setting, flows).register(handlers);
    new OptionCalls(this).register(handlers);
    new PollCalls(this, machine).register(handlers);
  }

  /**
   * Refuses a call that is not known.
   *
   * @throws Unsupported if it is not
   */
  void requireKnown(int line, CallEvent event) {
    if (!handlers.containsKey(event.name())) {
      throw new Unsupported(line, "the system call " + event.name());
    }
  }

  /** Calls, on a thread of a user. */
  long call(CallEvent event, Call call) throws SocketError, InterruptedException {
    return handlers.get(event.name()).call(call);
  }

  // ---- descriptors ----

  /** Names a new descriptor as the script does. */
  long open(Call call, Descriptor descriptor) {
    long name = call.expectedResult();
    if (name < 0) {
      name = 3;
      while (descriptors.containsKey(name)) {
        name++;
      }
    }
    descriptors.put(name, descriptor);
    return name;
  }

  Descriptor descriptor(long number) throws SocketError {
    Descriptor descriptor = descriptors.get(number);
    if (descriptor == null) {
      throw new SocketError("descriptor " + number, Errno.EBADF);
    }
    return descriptor;
  }

  /** The descriptor that is a call's first argument. */
  Descriptor descriptor(Call call) throws SocketError {
    return descriptor(call.number(0));
  }

  Descriptor.Stream stream(Call call) throws SocketError {
    if (descriptor(call) instanceof Descriptor.Stream stream) {
      return stream;
    }
    throw new SocketError("descriptor " + call.number(0), Errno.EOPNOTSUPP);
  }

  /** Forgets a descriptor. */
  Descriptor remove(long number) throws SocketError {
    Descriptor descriptor = descriptor(number);
    descriptors.remove(number);
    for (Descriptor other : descriptors.values()) {
      if (other instanceof Descriptor.Epoll epoll) {
        epoll.watched.remove(number);
      }
    }
    return descriptor;
  }

  /** A connection was begun or accepted. */
  void connected(Descriptor.Stream stream) {
    lastConnection = stream;
  }

  /** The connection that was begun or accepted last; null if there was none. */
  Descriptor.Stream lastConnection() {
    return lastConnection;
  }

  /** All that are open, which the caller closes. */
  Iterable<Descriptor> all() {
    return descriptors.values();
  }
}
