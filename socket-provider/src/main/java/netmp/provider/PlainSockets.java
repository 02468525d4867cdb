package netmp.provider;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;

/** Puts {@code java.net.Socket}, {@code ServerSocket} and {@code DatagramSocket} on the stack. */
public final class PlainSockets {

  private static boolean installed;

  private PlainSockets() {}

  /**
   * From now on all plain sockets of this JVM are those of the stacks that {@link Stacks} names.
   * Before the program opens any; again it does nothing.
   *
   * @throws IOException if another has replaced them already
   */
  @SuppressWarnings("deprecation") // there is no other way, and it is not to be removed
  public static synchronized void install() throws IOException {
    if (!installed) {
      Socket.setSocketImplFactory(StreamSocketImpl::new);
      ServerSocket.setSocketFactory(StreamSocketImpl::new);
      DatagramSocket.setDatagramSocketImplFactory(UdpSocketImpl::new);
      installed = true;
    }
  }
}
