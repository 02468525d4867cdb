package netmp.benchmark.tap;

import java.io.IOException;

/**
 * A server with iperf3's service at port 5201 and an echo at port 7, and a namespace of the kernel
 * that is connected with it, where clients run.
 */
interface Contender extends AutoCloseable {

  /** Where the server is. */
  String ADDRESS = "10.99.0.2";

  /** Where clients are. */
  String CLIENT = "10.99.0.1/24";

  /** Where clients run. */
  Namespace clients();

  @Override
  void close() throws IOException;
}
