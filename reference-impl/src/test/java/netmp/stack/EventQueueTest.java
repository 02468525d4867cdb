package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.Event;
import netmp.socket.EventQueue;
import netmp.socket.Filter;
import netmp.socket.SocketError;
import org.junit.jupiter.api.Test;

/** Waiting for many sockets, under many schedules, with one CPU and with four. */
class EventQueueTest {

  private static final int PORT = 4000;
  private static final int SOCKETS = 8;
  private static final long SECOND = 1_000_000_000;

  private static Event[] events(int length) {
    return IntStream.range(0, length).mapToObj(i -> new Event()).toArray(Event[]::new);
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
