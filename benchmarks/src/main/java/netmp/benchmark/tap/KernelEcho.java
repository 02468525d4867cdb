package netmp.benchmark.tap;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/** The echo service over the kernel's TCP, one connection at a time. */
public final class KernelEcho {

  private static final int PORT = 7;
  private static final int ROOM = 64 * 1024;

  private KernelEcho() {}

  /**
   * Serves until it is ended.
   *
   * @param arguments none
   * @throws IOException if the port cannot be had
   */
  public static void main(String[] arguments) throws IOException {
    byte[] data = new byte[ROOM];
    try (ServerSocket listener = new ServerSocket(PORT)) {
      for (; ; ) {
        try (Socket connection = listener.accept()) {
          connection.setTcpNoDelay(true);
          for (int n = connection.getInputStream().read(data);
              n > 0;
              n = connection.getInputStream().read(data)) {
            connection.getOutputStream().write(data, 0, n);
          }
        }
      }
    }
  }
}
