package netmp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program that knows nothing of the stack: it says whom it met, and exits with 7. */
@SuppressWarnings("AddressSelection") // a host of this network has one address
final class ExecProgram {

  private ExecProgram() {}

  /** The file to write to. */
  public static void main(String[] arguments) throws IOException {
    try (PrintWriter out = new PrintWriter(Path.of(arguments[0]).toFile(), StandardCharsets.UTF_8);
        ServerSocket listener = new ServerSocket(80, 5, InetAddress.getByName("server"))) {
      try (SocketChannel client = SocketChannel.open(listener.getLocalSocketAddress());
          Socket server = listener.accept()) {
        client.write(ByteBuffer.allocate(1));
        out.println(server.getInputStream().read() + " from " + server.getInetAddress());
      }
      try (DatagramSocket server = new DatagramSocket(new InetSocketAddress("server", 53));
          DatagramSocket client = new DatagramSocket()) {
        client.send(new DatagramPacket(new byte[3], 3, server.getLocalSocketAddress()));
        DatagramPacket packet = new DatagramPacket(new byte[9], 9);
        server.receive(packet);
        out.println(packet.getLength() + " from " + packet.getAddress());
      }
      out.println(InetAddress.getLocalHost().getHostAddress());
    }
    System.exit(7);
  }
}
