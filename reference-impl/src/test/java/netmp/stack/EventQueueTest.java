package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.Event;
import netmp.socket.EventQueue;
import netmp.socket.Filter;
import netmp.socket.Knote;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Waiting for many sockets, under many schedules, with one CPU and with four. */
class EventQueueTest {

  private static final int PORT = 4000;
  private static final int SOCKETS = 8;
  private static final long SECOND = 1_000_000_000;

  private static Event[] events(int length) {
    return IntStream.range(0, length).mapToObj(i -> new Event()).toArray(Event[]::new);
  }

  private static Errno errno(ThrowingCallable call) {
    return catchThrowableOfType(SocketError.class, call).errno();
  }

  private static void send(DatagramSocket client, int port) throws SocketError {
    client.sendTo(new byte[10], 0, 10, TwoHosts.B, port);
  }

  @Test
  void whatArrivesIsReportedUntilItIsRead() {
    TwoHosts.run(
        hosts -> {
          EventQueue queue = hosts.b.eventQueue();
          Event[] events = events(4);
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            queue.add(server, Filter.READ);
            assertThat(queue.kevent(events, 0)).isZero();
            send(client, PORT);
            for (int i = 0; i < 2; i++) {
              assertThat(queue.kevent(events, EventQueue.FOREVER)).isEqualTo(1);
              assertThat(events[0].socket()).isSameAs(server);
              assertThat(events[0].filter()).isEqualTo(Filter.READ);
              assertThat(events[0].isEof()).isFalse();
            }
            assertThat(server.receiveNow(new Datagram(10))).isTrue();
            assertThat(queue.kevent(events, 1000)).isZero();
          }
        });
  }

  @Test
  void whatIsDisabledIsNotReportedUntilItIsEnabled() {
    TwoHosts.run(
        hosts -> {
          EventQueue queue = hosts.b.eventQueue();
          Event[] events = events(4);
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            Knote knote = queue.attach(server, Filter.READ, "mine");
            queue.disable(knote);
            send(client, PORT);
            assertThat(queue.kevent(events, SECOND)).isZero();
            queue.enable(knote);
            for (int i = 0; i < 2; i++) {
              assertThat(queue.kevent(events, 0)).isEqualTo(1);
              assertThat(events[0].userData()).isEqualTo("mine");
            }
            queue.disable(knote);
            assertThat(queue.kevent(events, 0)).isZero();
          }
        });
  }

  /** The condition has held all along: nobody but who enables the knote can say so. */
  @Test
  void toEnableAKnoteEndsAWait() {
    TwoHosts.run(
        hosts -> {
          EventQueue queue = hosts.b.eventQueue();
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            Knote knote = queue.attach(server, Filter.READ, null);
            queue.disable(knote);
            send(client, PORT);
            hosts.user(
                "enabler",
                () -> {
                  hosts.rest(SECOND);
                  queue.enable(knote);
                });
            assertThat(queue.kevent(events(1), EventQueue.FOREVER)).isEqualTo(1);
          }
        });
  }

  @Test
  void theEndOfASocketIsReportedThoughItIsDisabled() {
    TwoHosts.run(
        hosts -> {
          EventQueue queue = hosts.b.eventQueue();
          Event[] events = events(1);
          DatagramSocket server = hosts.boundAtB(PORT);
          Knote knote = queue.attach(server, Filter.READ, null);
          queue.disable(knote);
          server.close();
          assertThat(queue.kevent(events, 0)).isEqualTo(1);
          assertThat(events[0].error()).isEqualTo(Errno.EBADF);
          queue.enable(knote);
          assertThat(queue.kevent(events, 0)).isZero();
        });
  }

  @Test
  void aSocketIsWatchedOnceForEachFilter() {
    TwoHosts.run(
        hosts -> {
          EventQueue queue = hosts.b.eventQueue();
          try (DatagramSocket server = hosts.boundAtB(PORT)) {
            queue.add(server, Filter.READ);
            assertThat(errno(() -> queue.attach(server, Filter.READ, null)))
                .isEqualTo(Errno.EALREADY);
            queue.attach(server, Filter.WRITE, null);
          }
        });
  }

  @Test
  void whatWasThereBeforeIsReported() {
    TwoHosts.run(
        hosts -> {
          EventQueue queue = hosts.b.eventQueue();
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            send(client, PORT);
            hosts.rest(SECOND);
            queue.add(server, Filter.READ, Filter.WRITE);
            Event[] events = events(4);
            assertThat(queue.kevent(events, EventQueue.FOREVER)).isEqualTo(2);
            assertThat(List.of(events[0].filter(), events[1].filter()))
                .containsExactlyInAnyOrder(Filter.READ, Filter.WRITE);
          }
        });
  }

  @Test
  void severalThreadsServeManySockets() {
    TwoHosts.run(
        hosts -> {
          EventQueue queue = hosts.b.eventQueue();
          List<DatagramSocket> servers = new ArrayList<>();
          for (int i = 0; i < SOCKETS; i++) {
            servers.add(hosts.boundAtB(PORT + i));
            queue.add(servers.get(i), Filter.READ);
          }
          int[] received = new int[1];
          for (int t = 0; t < 3; t++) {
            hosts.user(
                "server" + t,
                () -> {
                  Event[] events = events(1);
                  while (received[0] < 2 * SOCKETS) {
                    int n = queue.kevent(events, EventQueue.FOREVER);
                    while (n > 0
                        && ((DatagramSocket) events[0].socket()).receiveNow(new Datagram(10))) {
                      received[0]++;
                    }
                  }
                  queue.wakeup(); // the next one
                });
          }
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            for (int i = 0; i < 2 * SOCKETS; i++) {
              send(client, PORT + i % SOCKETS);
            }
            while (received[0] < 2 * SOCKETS) {
              hosts.rest(1_000_000);
            }
          }
          hosts.rest(1_000_000);
          servers.forEach(DatagramSocket::close);
        });
  }

  @Test
  void aClosedSocketIsReportedOnceMore() {
    TwoHosts.run(
        hosts -> {
          EventQueue queue = hosts.b.eventQueue();
          DatagramSocket server = hosts.boundAtB(PORT);
          queue.add(server, Filter.READ);
          hosts.user("closer", server::close);
          Event[] events = events(2);
          assertThat(queue.kevent(events, EventQueue.FOREVER)).isEqualTo(1);
          assertThat(events[0].isEof()).isTrue();
          assertThat(events[0].error())
              .isIn(Errno.OK, Errno.EBADF); // the end comes before the close
          while (events[0].error() != Errno.EBADF) {
            assertThat(queue.kevent(events, EventQueue.FOREVER)).isEqualTo(1);
          }
          assertThat(queue.kevent(events, 1000)).isZero();
          assertThatThrownBy(() -> queue.add(server, Filter.READ)).isInstanceOf(SocketError.class);
        });
  }

  @Test
  void aRemovedSocketIsNotReported() {
    TwoHosts.run(
        hosts -> {
          EventQueue queue = hosts.b.eventQueue();
          try (DatagramSocket server = hosts.boundAtB(PORT)) {
            queue.add(server, Filter.WRITE, Filter.READ);
            queue.remove(server);
            assertThat(queue.kevent(events(2), 1000)).isZero();
            assertThat(queue.evaluated()).isZero();
          }
        });
  }

  @Test
  void aWaitEndsByTimeoutWakeupAndInterrupt() {
    TwoHosts.run(
        hosts -> {
          EventQueue queue = hosts.b.eventQueue();
          long before = hosts.execution.nanoTime();
          assertThat(queue.kevent(events(1), 5000)).isZero();
          assertThat(hosts.execution.nanoTime() - before).isGreaterThanOrEqualTo(5000);
          hosts.user("waker", queue::wakeup);
          assertThat(queue.kevent(events(1), EventQueue.FOREVER)).isZero();
          Thread self = Thread.currentThread();
          hosts.user("interrupter", () -> hosts.execution.interrupt(self));
          assertThatThrownBy(() -> queue.kevent(events(1), EventQueue.FOREVER))
              .isInstanceOf(InterruptedException.class);
        });
  }

  @Test
  void whoWatchesLessThanTheLowWaterMarkHasIsTold() {
    TwoHosts.run(
        hosts -> {
          try (EventQueue queue = hosts.b.eventQueue();
              DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            server.setOption(SocketOption.SO_RCVLOWAT, 20);
            queue.add(server, Filter.READ);
            send(client, PORT);
            assertThat(queue.kevent(events(1), SECOND)).as("10 bytes of 20").isZero();
            send(client, PORT);
            assertThat(queue.kevent(events(1), EventQueue.FOREVER)).isEqualTo(1);
            assertThat(server.receiveNow(new Datagram(10))).as("10 bytes of 20").isTrue();
            assertThat(queue.kevent(events(1), 0)).isZero();
            hosts.user("lowers", () -> server.setOption(SocketOption.SO_RCVLOWAT, 10));
            assertThat(queue.kevent(events(1), EventQueue.FOREVER)).isEqualTo(1);
          }
        });
  }

  @Test
  void closeEndsAllWaitsAndLetsGo() {
    TwoHosts.run(
        hosts -> {
          EventQueue queue = hosts.b.eventQueue();
          DatagramSocket server = hosts.boundAtB(PORT);
          queue.add(server, Filter.READ);
          int[] ended = new int[1];
          for (int t = 0; t < 3; t++) {
            hosts.user(
                "server" + t,
                () -> {
                  assertThat(errno(() -> queue.kevent(events(1), EventQueue.FOREVER)))
                      .isEqualTo(Errno.EBADF);
                  ended[0]++;
                });
          }
          DatagramSocket other = hosts.boundAtB(PORT + 1);
          Errno[] added = new Errno[1];
          hosts.user(
              "adder",
              () -> {
                try {
                  queue.add(other, Filter.READ, Filter.WRITE);
                  added[0] = Errno.OK;
                } catch (SocketError e) {
                  added[0] = e.errno();
                }
              });
          queue.close();
          queue.close();
          assertThat(errno(() -> queue.kevent(events(1), 0))).isEqualTo(Errno.EBADF);
          assertThat(errno(() -> queue.add(server, Filter.READ))).isEqualTo(Errno.EBADF);
          while (ended[0] < 3 || added[0] == null) {
            hosts.rest(1_000_000);
          }
          assertThat(added[0]).isIn(Errno.OK, Errno.EBADF);
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            send(client, PORT);
            send(client, PORT + 1);
          }
          hosts.rest(1_000_000);
          server.close();
          other.close();
          assertThat(queue.evaluated()).as("evaluations").isZero();
        });
  }

  @Test
  void aListenerIsReadableWhenAConnectionIsComplete() {
    TwoHosts.run(
        hosts -> {
          try (EventQueue queue = hosts.a.eventQueue();
              StreamSocket listener = hosts.a.localSocket();
              StreamSocket client = hosts.a.localSocket()) {
            listener.bind("/tmp/echo");
            listener.listen(2);
            queue.add(listener, Filter.READ, Filter.WRITE);
            queue.add(client, Filter.WRITE);
            assertThat(queue.kevent(events(3), 1000)).isZero();
            hosts.user("client", () -> client.connect("/tmp/echo"));
            Event[] events = events(3);
            int reported = queue.kevent(events, EventQueue.FOREVER);
            while (reported < 2) {
              reported = queue.kevent(events, EventQueue.FOREVER);
            }
            assertThat(List.of(events[0].socket(), events[1].socket()))
                .containsExactlyInAnyOrder(listener, client);
            Event accepts = events[events[0].socket().equals(listener) ? 0 : 1];
            assertThat(accepts.filter()).isEqualTo(Filter.READ);
            assertThat(accepts.data()).as("complete connections").isEqualTo(1);
            listener.accept().close();
            queue.remove(client);
            assertThat(queue.kevent(events, 1000)).isZero();
          }
        });
  }

  @Test
  void theEndOfAStreamIsFlagged() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          try (EventQueue queue = hosts.a.eventQueue();
              StreamSocket here = pair.get(0)) {
            queue.add(here, Filter.READ, Filter.EXCEPT);
            pair.get(1).write(new byte[3], 0, 3);
            pair.get(1).shutdown(Shutdown.SHUT_WR);
            Event[] events = events(2);
            do {
              assertThat(queue.kevent(events, EventQueue.FOREVER)).isEqualTo(1);
            } while (!events[0].isEof());
            assertThat(events[0].filter()).isEqualTo(Filter.READ);
            assertThat(events[0].data()).as("bytes before the end").isEqualTo(3);
            here.read(new byte[3], 0, 3);
            hosts.user("ends the other direction", () -> here.shutdown(Shutdown.SHUT_WR));
            while (queue.kevent(events, EventQueue.FOREVER) < 2) {
              // Either alone: somebody has activated the other, and not put it yet.
              assertThat(events[0].filter()).isIn(Filter.READ, Filter.EXCEPT);
            }
            pair.get(1).close();
          }
        });
  }

  @Test
  void whoIsToldOfRoomCanWrite() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          try (EventQueue queue = hosts.a.eventQueue();
              StreamSocket here = pair.get(0)) {
            StreamSocket there = pair.get(1);
            hosts.user(
                "reader",
                () -> {
                  byte[] some = new byte[700];
                  while (there.read(some, 0, 700) >= 0) {
                    hosts.rest(10_000);
                  }
                  there.close();
                });
            queue.add(here, Filter.WRITE);
            here.setBlocking(false);
            for (int i = 0; i < 20; i++) {
              assertThat(queue.kevent(events(1), EventQueue.FOREVER)).isEqualTo(1);
              assertThat(here.write(new byte[5000], 0, 5000)).isPositive();
            }
          }
        });
  }

  @Test
  void idleSocketsCostNothing() {
    TwoHosts.run(
        hosts -> {
          EventQueue queue = hosts.b.eventQueue();
          List<DatagramSocket> servers = new ArrayList<>();
          for (int i = 0; i < 10 * SOCKETS; i++) {
            servers.add(hosts.boundAtB(PORT + i));
            queue.add(servers.get(i), Filter.READ);
          }
          Event[] events = events(SOCKETS);
          assertThat(queue.kevent(events, 1000)).isZero();
          assertThat(queue.evaluated()).isZero();
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            send(client, PORT + 3);
            assertThat(queue.kevent(events, EventQueue.FOREVER)).isEqualTo(1);
          }
          assertThat(queue.evaluated()).isLessThanOrEqualTo(2);
          servers.forEach(DatagramSocket::close);
        });
  }
}
