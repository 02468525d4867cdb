package netmp.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import netmp.exec.Execution;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Event;
import netmp.socket.EventQueue;
import netmp.socket.Filter;
import netmp.socket.SocketError;

/**
 * Two threads echo on many sockets that they watch by one event queue; clients send to one socket
 * after the other and compare what comes back.
 *
 * @param sockets number of the service's sockets
 * @param clients number of client threads
 * @param datagrams datagrams each sends
 */
public record EventQueueEcho(int sockets, int clients, int datagrams) implements Workload {

  private static final int PORT = 7000;
  private static final int SERVERS = 2;
  private static final int LENGTH = 100;

  /** The size that the command line runs: six sockets, three clients of ten datagrams. */
  public EventQueueEcho() {
    this(6, 3, 10);
  }

  @Override
  public String name() {
    return "event-queue";
  }

  @Override
  public String summary() {
    return "two threads echo on " + sockets + " sockets that they watch by one event queue";
  }

  @Override
  public void start(Bench bench) {
    bench.connectAandB();
    bench.user("B.u0", () -> serve(bench));
  }

  private void serve(Bench bench) throws SocketError {
    EventQueue queue = bench.b().stack().eventQueue();
    List<DatagramSocket> all = new ArrayList<>();
    for (int i = 0; i < sockets; i++) {
      DatagramSocket socket = bench.b().stack().datagramSocket();
      socket.bind(0, PORT + i);
      queue.add(socket, Filter.READ);
      all.add(socket);
    }
    AtomicInteger busy = new AtomicInteger(clients);
    AtomicInteger servers = new AtomicInteger(SERVERS);
    Thread self = Thread.currentThread();
    for (int i = 1; i <= SERVERS; i++) {
      bench.user("B.u" + i, () -> echo(bench.execution(), queue, busy, servers, self));
    }
    for (int i = 1; i <= clients; i++) {
      int client = i;
      bench.user("A.u" + i, () -> exchange(bench, client, busy, queue));
    }
    while (servers.get() > 0) {
      bench.execution().park();
    }
    queue.remove(all.getFirst());
    all.forEach(DatagramSocket::close);
    bench.settle();
  }

  /** Echoes until no client is busy; each server wakes the next. */
  private static void echo(
      Execution execution, EventQueue queue, AtomicInteger busy, AtomicInteger servers, Thread main)
      throws SocketError, InterruptedException {
    Event[] events = {new Event(), new Event()};
    Datagram d = new Datagram(LENGTH);
    while (busy.get() > 0) {
      int reported = queue.kevent(events, EventQueue.FOREVER);
      for (int i = 0; i < reported; i++) {
        DatagramSocket socket = (DatagramSocket) events[i].socket();
        if (socket.receiveNow(d)) {
          socket.sendTo(d.data(), 0, d.length(), d.address(), d.port());
        }
      }
    }
    queue.wakeup();
    servers.decrementAndGet();
    execution.unpark(main);
  }

  private void exchange(Bench bench, int number, AtomicInteger busy, EventQueue queue)
      throws SocketError {
    Datagram d = new Datagram(LENGTH);
    try (DatagramSocket socket = bench.a().stack().datagramSocket()) {
      for (int i = 0; i < datagrams; i++) {
        byte[] payload = payload(number, i);
        socket.sendTo(payload, 0, LENGTH, bench.b().address(), PORT + (number + i) % sockets);
        socket.receive(d);
        if (!Arrays.equals(d.data(), payload)) {
          bench.find("client " + number + ": echo " + i + " is not what was sent");
        }
      }
    } finally {
      if (busy.decrementAndGet() == 0) {
        queue.wakeup();
      }
    }
  }

  private static byte[] payload(int number, int i) {
    byte[] bytes = new byte[LENGTH];
    IntStream.range(0, LENGTH).forEach(at -> bytes[at] = (byte) (number * 50 + i + at));
    return bytes;
  }
}
