package netmp.testing.examples;

import java.io.IOException;
import netmp.socket.StreamSocket;

/** Goes on where a write has stopped; one in which nothing was written at all fails. */
class UploadFixed extends Upload {

  @Override
  void write(StreamSocket socket, byte[] file, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      done += socket.write(file, offset + done, length - done);
    }
  }
}
