package netmp.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.StreamSocket;

/** The daytime service (RFC 867): tells the time in a line for people. */
public final class Daytime implements StreamService, DatagramService {

  private final Clock clock;

  /**
   * The service.
   *
   * @param clock the time, and its zone
   */
  public Daytime(Clock clock) {
    this.clock = clock;
  }

  private byte[] now() {
    String text = ZonedDateTime.now(clock).format(DateTimeFormatter.RFC_1123_DATE_TIME) + "\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void serve(StreamSocket connection) throws IOException {
    byte[] text = now();
    connection.write(text, 0, text.length);
  }

  @Override
  public void take(DatagramSocket socket, Datagram datagram) throws IOException {
    byte[] text = now();
    socket.sendTo(text, 0, text.length, datagram.address(), datagram.port());
  }
}
