package netmp.benchmark.tap;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Sends 64 bytes over the kernel's TCP to an echo and waits for them, again and again; prints the
 * median of the times in nanoseconds.
 */
public final class RoundTripClient {

  private static final int PORT = 7;
  private static final int LENGTH = 64;

  private RoundTripClient() {}

  /**
   * Measures, after as long a time to warm up.
   *
   * @param arguments the server's address, and seconds
   * @throws IOException if the server is not there
   */
  public static void main(String[] arguments) throws IOException {
    int seconds = Integer.parseInt(arguments[1]);
    try (Socket socket = new Socket(arguments[0], PORT)) {
      socket.setTcpNoDelay(true);
      time(socket, seconds);
      System.out.println(time(socket, seconds).getValueAtPercentile(50));
    }
  }

  private static Histogram time(Socket socket, int seconds) throws IOException {
    Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    InputStream input = socket.getInputStream();
    byte[] message = new byte[LENGTH];
    long now = System.nanoTime();
    for (long end = now + TimeUnit.SECONDS.toNanos(seconds); now < end; ) {
      long sent = now;
      socket.getOutputStream().write(message);
      if (input.readNBytes(message, 0, LENGTH) < LENGTH) {
        throw new IOException("the server has closed");
      }
      now = System.nanoTime();
      histogram.recordValue(now - sent);
    }
    return histogram;
  }
}
