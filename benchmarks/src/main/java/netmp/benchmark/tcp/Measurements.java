package netmp.benchmark.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import netmp.benchmark.tcp.Streams.Stream;
import org.HdrHistogram.Histogram;

/** What is measured of streams. */
final class Measurements {

  private static final int CHUNK = 64 * 1024;
  private static final int MESSAGE = 64;
  private static final long WARM_UP = TimeUnit.SECONDS.toNanos(2);

  private Measurements() {}

  /** Runs a body, on a thread, that may fail. */
  private interface Body {
    void run() throws IOException;
  }

  private static Thread start(Streams streams, String name, Body body) {
    return streams.start(
        name,
        () -> {
          try {
            body.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * One flow, as fast as it goes.
   *
   * @return gigabits of text per second, as the reader counts them
   */
  static double bulk(Streams streams, long nanos) throws IOException, InterruptedException {
    double[] rate = new double[1];
    Thread reader =
        start(
            streams,
            "reader",
            () -> {
              try (Stream stream = streams.accept(0)) {
                stream.tune();
                rate[0] = count(stream, nanos);
              }
            });
    byte[] chunk = new byte[CHUNK];
    try (Stream stream = streams.connect(0)) {
      stream.tune();
      long end = System.nanoTime() + WARM_UP + nanos + WARM_UP / 4;
      while (System.nanoTime() < end) {
        stream.write(chunk, CHUNK);
      }
    }
    reader.join();
    return rate[0];
  }

  private static double count(Stream stream, long nanos) throws IOException {
    byte[] into = new byte[CHUNK];
    long begin = System.nanoTime() + WARM_UP;
    long bytes = 0;
    long since = 0;
    double rate = 0;
    for (int n = stream.read(into); n > 0; n = stream.read(into)) {
      long now = System.nanoTime();
      if (since == 0 && now > begin) {
        since = now;
      } else if (since != 0) {
        bytes += n;
      }
      if (rate == 0 && since != 0 && now > since + nanos) {
        rate = 8.0 * bytes / (now - since);
      }
    }
    return rate;
  }

  /**
   * Messages of 64 bytes there and back, one at a time.
   *
   * @return nanoseconds of each
   */
  static Histogram roundTrips(Streams streams, long nanos)
      throws IOException, InterruptedException {
    Thread echo =
        start(
            streams,
            "echo",
            () -> {
              byte[] message = new byte[MESSAGE];
              try (Stream stream = streams.accept(0)) {
                stream.tune();
                for (int n = stream.read(message); n > 0; n = stream.read(message)) {
                  stream.write(message, n);
                }
              }
            });
    Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
    byte[] message = new byte[MESSAGE];
    try (Stream stream = streams.connect(0)) {
      stream.tune();
      long begin = System.nanoTime() + WARM_UP;
      long before = System.nanoTime();
      while (before < begin + nanos) {
        stream.write(message, MESSAGE);
        for (int got = 0; got < MESSAGE; ) {
          got += stream.read(message);
        }
        long now = System.nanoTime();
        if (before > begin) {
          histogram.recordValue(now - before);
        }
        before = now;
      }
    }
    echo.join();
    return histogram;
  }

  /**
   * Connections that are opened, carry one message there and back, and are closed, with no option
   * set.
   *
   * @param atATime so many clients, and as many servers
   * @return how many per second
   */
  static double connections(Streams streams, long nanos, int atATime)
      throws IOException, InterruptedException {
    List<Thread> servers = new ArrayList<>();
    List<Thread> clients = new ArrayList<>();
    LongAdder count = new LongAdder();
    for (int i = 0; i < atATime; i++) {
      int listener = i;
      servers.add(start(streams, "acceptor " + i, () -> serve(streams, listener)));
    }
    long begin = System.nanoTime() + WARM_UP;
    for (int i = 0; i < atATime; i++) {
      int to = i;
      clients.add(start(streams, "client " + i, () -> connect(streams, to, begin, nanos, count)));
    }
    for (Thread client : clients) {
      client.join();
    }
    for (Thread server : servers) {
      server.join();
    }
    return count.sum() * 1e9 / nanos;
  }

  private static void serve(Streams streams, int listener) throws IOException {
    byte[] message = new byte[MESSAGE];
    for (int n = 1; n > 0 && message[0] == 0; ) {
      try (Stream stream = streams.accept(listener)) {
        n = stream.read(message);
        stream.write(message, n);
        stream.read(message); // the client closes first
      }
    }
  }

  /** Connects again and again; the last connection ends a server. */
  private static void connect(
      Streams streams, int listener, long begin, long nanos, LongAdder count) throws IOException {
    for (long now = System.nanoTime(); now < begin + nanos; now = System.nanoTime()) {
      connection(streams, listener, 0);
      if (now > begin) {
        count.increment();
      }
    }
    connection(streams, listener, 1);
  }

  private static void connection(Streams streams, int listener, int last) throws IOException {
    byte[] message = new byte[MESSAGE];
    message[0] = (byte) last;
    try (Stream stream = streams.connect(listener)) {
      stream.write(message, MESSAGE);
      stream.read(message);
    }
  }
}
