package netmp.workload;

import java.util.concurrent.atomic.AtomicBoolean;
import netmp.exec.Execution;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.stats.Counter;
import netmp.stats.DropReason;

/**
 * More datagrams than a receive buffer holds, sent in one go and read afterwards: what was accepted
 * is read in order, what was not is dropped, counted and reported to the reader.
 *
 * @param datagrams how many are sent
 */
public record UdpFlood(int datagrams) implements Workload {

  private static final int PORT = 9;
  private static final int LENGTH = 1400;

  /** The size that the command line runs: more than the 46 datagrams that fit. */
  public UdpFlood() {
    this(100);
  }

  @Override
  public String name() {
    return "udp-flood";
  }

  @Override
  public String summary() {
    return datagrams + " datagrams to a socket that nobody reads until they have been sent";
  }

  @Override
  public void start(Bench bench) {
    bench.connectAandB();
    bench.user("B.u0", () -> run(bench));
  }

  private void run(Bench bench) throws Exception {
    Execution execution = bench.execution();
    try (DatagramSocket sink = bench.b().stack().datagramSocket()) {
      sink.bind(0, PORT);
      AtomicBoolean sent = new AtomicBoolean();
      Thread self = Thread.currentThread();
      bench.user(
          "A.u1",
          () -> {
            send(bench);
            sent.set(true);
            execution.unpark(self);
          });
      while (!sent.get()) {
        execution.park();
      }
      awaitArrival(bench, datagrams);
      read(bench, sink);
    }
    bench.settle();
  }

  private void send(Bench bench) throws Exception {
    byte[] payload = new byte[LENGTH];
    try (DatagramSocket socket = bench.a().stack().datagramSocket()) {
      socket.connect(bench.b().address(), PORT);
      for (int i = 0; i < datagrams; i++) {
        payload[0] = (byte) i;
        socket.send(payload, 0, LENGTH);
        if (i == 0) {
          awaitArrival(bench, 1); // then the neighbour is known, before the flood
        }
      }
    }
  }

  private static void awaitArrival(Bench bench, int datagrams) {
    Execution execution = bench.execution();
    for (int i = 0;
        i < 10_000 && delivered(bench) + dropped(bench) + overrun(bench) < datagrams;
        i++) {
      execution.parkUntil(execution.nanoTime() + 1_000_000);
    }
  }

  private static long delivered(Bench bench) {
    return bench.b().stack().statistics().get(Counter.UDP_DELIVERED);
  }

  private static long dropped(Bench bench) {
    return bench.b().stack().statistics().get(DropReason.UDP_FULL_SOCKBUF);
  }

  /** Frames of a burst for which the device had no buffer. */
  private static long overrun(Bench bench) {
    return bench.b().nic().counters().rxNoBuffer();
  }

  private void read(Bench bench, DatagramSocket sink) throws Exception {
    Datagram d = new Datagram(LENGTH);
    int read = 0;
    int last = -1;
    while (sink.receiveNow(d)) {
      int index = d.data()[0] & 0xff;
      if (index <= last) {
        bench.find("datagram " + index + " came after " + last);
      }
      last = index;
      read++;
    }
    if (read != delivered(bench)) {
      bench.find(delivered(bench) + " datagrams were delivered, but " + read + " read");
    }
    if (sink.lost() != dropped(bench)) {
      bench.find(dropped(bench) + " datagrams were dropped, but " + sink.lost() + " reported");
    }
    if (bench.isLossless() && read + sink.lost() + overrun(bench) != datagrams) {
      bench.find(
          "%d sent, %d read, %d dropped, %d overran the device"
              .formatted(datagrams, read, sink.lost(), overrun(bench)));
    }
  }
}
