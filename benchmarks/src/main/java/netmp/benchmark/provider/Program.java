package netmp.benchmark.provider;

import java.net.InetSocketAddress;
import org.HdrHistogram.Histogram;

/** A server, and a client that asks and waits for the answer. */
interface Program {

  /** So many bytes go there, and come back. */
  int LENGTH = 64;

  /** Times round trips for so many seconds; in nanoseconds. */
  Histogram time(int seconds) throws Exception;

  /** Ends both. */
  void end() throws Exception;

  /** Makes the program of a name, with its server at an address. */
  static Program of(String name, InetSocketAddress server) throws Exception {
    return switch (name) {
      case "http" -> new HttpProgram(server);
      case "netty" -> new NettyProgram(server);
      default -> throw new IllegalArgumentException("no such program: " + name);
    };
  }
}
