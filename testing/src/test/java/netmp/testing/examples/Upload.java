package netmp.testing.examples;

import java.io.IOException;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;

/** Sends a file in pieces, and does not hang for longer than a piece should take. */
class Upload {

  private static final int PIECE = 50_000;

  void send(StreamSocket socket, byte[] file) throws IOException {
    socket.setOption(SocketOption.SO_SNDTIMEO, 500_000); // microseconds
    for (int at = 0; at < file.length; at += PIECE) {
      write(socket, file, at, Math.min(PIECE, file.length - at));
    }
    socket.close();
  }

  void write(StreamSocket socket, byte[] file, int offset, int length) throws IOException {
    socket.write(file, offset, length);
  }
}
