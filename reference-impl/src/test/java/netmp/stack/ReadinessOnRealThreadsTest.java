package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import netmp.ether.NetworkInterface;
import netmp.exec.RealExecution;
import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.sockbuf.Design;
import netmp.socket.Errno;
import netmp.socket.Event;
import netmp.socket.EventQueue;
import netmp.socket.Filter;
import netmp.socket.Poll;
import netmp.socket.PollFd;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An echo service whose threads, a platform and a virtual one, serve a listener and its connections
 * by one event queue, and virtual threads that connect, write and read by poll.
 */
@Tag("real-threads")
class ReadinessOnRealThreadsTest {

  private static final int CLIENTS = 50;
  private static final int MESSAGES = 10;
  private static final int LENGTH = 100;
  private static final String NAME = "/tmp/echo";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
  private NetStack stack;

  /** What a thread does. */
  @FunctionalInterface
  private interface Body {
    void run() throws Exception;
  }

  private Thread start(Thread.Builder builder, Body body) {
    return builder.start(
        () -> {
          try {
            body.run();
          } catch (Exception e) {
            failures.add(e);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void anEchoService(Design design) throws Exception {
    Nic nic = new Nic("A", 0x0200_0000_0001L, 2, 64);
    NetworkInterface nif =
        new NetworkInterface("A", nic.macAddress(), TwoHosts.A, 24, IpAddress.ANY);
    StackConfig config = StackConfig.of(nif, new SplittableRandom(1)).withSockbufs(design);
    stack = new NetStack("A", config, nic, new RealExecution());
    stack.start();
    EventQueue queue = stack.eventQueue();
    try (StreamSocket listener = stack.localSocket()) {
      listener.bind(NAME);
      listener.listen(CLIENTS);
      listener.setBlocking(false);
      queue.add(listener, Filter.READ);
      List<Thread> servers =
          List.of(
              start(Thread.ofPlatform(), () -> serve(queue, listener)),
              start(Thread.ofVirtual(), () -> serve(queue, listener)));
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(start(Thread.ofVirtual(), this::exchange));
      }
      join(clients);
      queue.close();
      join(servers);
    } finally {
      stack.stop();
    }
    assertThat(failures).isEmpty();
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      assertThat(thread.join(PATIENCE)).as("ended in time").isTrue();
    }
  }

  private static void serve(EventQueue queue, StreamSocket listener) throws Exception {
    Event[] events = {new Event(), new Event(), new Event()};
    for (; ; ) {
      try {
        int reported = queue.kevent(events, EventQueue.FOREVER);
        for (int i = 0; i < reported; i++) {
          serve(queue, listener, (StreamSocket) events[i].socket());
        }
      } catch (SocketError e) {
        if (e.errno() == Errno.EBADF) {
          return;
        }
        throw e;
      }
    }
  }

  /** The other thread may have been faster. */
  private static void serve(EventQueue queue, StreamSocket listener, StreamSocket ready)
      throws SocketError {
    try {
      if (ready.equals(listener)) {
        StreamSocket connection = listener.accept();
        connection.setBlocking(false);
        queue.add(connection, Filter.READ);
      } else {
        echo(ready);
      }
    } catch (SocketError e) {
      if (e.errno() != Errno.EAGAIN && e.errno() != Errno.EBADF) {
        throw e;
      }
    }
  }

  private static void echo(StreamSocket connection) throws SocketError {
    byte[] data = new byte[LENGTH];
    int count = connection.read(data, 0, LENGTH);
    if (count < 0) {
      connection.close();
    } else {
      connection.write(data, 0, count);
    }
  }

  private void exchange() throws Exception {
    try (StreamSocket socket = stack.localSocket()) {
      socket.setBlocking(false);
      try {
        socket.connect(NAME);
      } catch (SocketError e) {
        assertThat(e.errno()).isEqualTo(Errno.EINPROGRESS);
      }
      for (int i = 0; i < MESSAGES; i++) {
        await(socket, PollFd.POLLOUT);
        assertThat(socket.write(new byte[LENGTH], 0, LENGTH)).isEqualTo(LENGTH);
        for (int read = 0; read < LENGTH; ) {
          await(socket, PollFd.POLLIN);
          read += socket.read(new byte[LENGTH], 0, LENGTH - read);
        }
      }
    }
  }

  private void await(StreamSocket socket, int event) throws InterruptedException {
    PollFd[] fds = {new PollFd(socket, event)};
    assertThat(stack.poll(fds, Poll.INFTIM)).isEqualTo(1);
    assertThat(fds[0].revents()).isEqualTo(event);
  }
}
