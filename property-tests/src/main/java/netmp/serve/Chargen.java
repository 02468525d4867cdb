package netmp.serve;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.StreamSocket;

/**
 * The character generator (RFC 864): lines of 72 characters, each beginning one further in the
 * alphabet. A datagram is answered by one of 0 to 512 characters.
 */
public final class Chargen implements StreamService, DatagramService {

  private static final int FIRST = ' ';
  private static final int CHARACTERS = 95; // the printable ones
  private static final int WIDTH = 72;
  private static final int MOST = 512;

  /** All lines, once. */
  private static final byte[] LINES = lines();

  /** The service. */
  public Chargen() {}

  private static byte[] lines() {
    byte[] lines = new byte[CHARACTERS * (WIDTH + 2)];
    int at = 0;
    for (int line = 0; line < CHARACTERS; line++) {
      for (int column = 0; column < WIDTH; column++) {
        lines[at++] = (byte) (FIRST + (line + column) % CHARACTERS);
      }
      lines[at++] = '\r';
      lines[at++] = '\n';
    }
    return lines;
  }

  @Override
  public void serve(StreamSocket connection) throws IOException {
    for (; ; ) {
      connection.write(LINES, 0, LINES.length);
    }
  }

  @Override
  public void take(DatagramSocket socket, Datagram datagram) throws IOException {
    int length = ThreadLocalRandom.current().nextInt(MOST + 1);
    socket.sendTo(LINES, 0, length, datagram.address(), datagram.port());
  }
}
