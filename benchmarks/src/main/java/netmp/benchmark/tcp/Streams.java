package netmp.benchmark.tcp;

import java.io.IOException;

/** Connections between a client's and a server's side, by some TCP. */
interface Streams extends AutoCloseable {

  /** One end of a connection. One thread at a time writes, one reads. */
  interface Stream extends AutoCloseable {

    /** Gives the connection what a long flow, or one of small messages, wants. */
    void tune() throws IOException;

    /** Writes all bytes. */
    void write(byte[] data, int length) throws IOException;

    /** Reads up to the length of the array; -1 at the end. */
    int read(byte[] into) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** The name in the tables. */
  String name();

  /**
   * Opens a connection to the server's side.
   *
   * @param listener which of those there, modulo how many there are
   */
  Stream connect(int listener) throws IOException;

  /** Waits for a connection to a listener. */
  Stream accept(int listener) throws IOException;

  /** Starts a thread that may use the streams. */
  Thread start(String name, Runnable body);

  @Override
  void close() throws IOException;
}
