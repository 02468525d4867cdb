package netmp.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import netmp.link.LinkSettings;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.provider.Stacks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/** The guard, run by the platform as users run it. */
class NoKernelSocketsTest {

  @TempDir private Path output;

  /** Programs that keep an error to themselves. */
  @NoKernelSockets
  static final class Quiet {

    @Test
    void aPlainSocket() {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), 9)) {
        assertThat(socket.isConnected()).isFalse();
      } catch (IOException | IllegalStateException e) {
        assertThat(e).isNotNull();
      }
    }

    @Test
    void aChannel() {
      try (SocketChannel channel = SocketChannel.open()) {
        assertThat(channel.isOpen()).isFalse();
      } catch (IOException | IllegalStateException e) {
        assertThat(e).isNotNull();
      }
    }
  }

  /** A program on a network. */
  @NoKernelSockets
  static final class Good {

    @Test
    void aPlainSocketOfTheStack() throws IOException {
      try (Network net = new Network(NetworkConfig.seeded(1).onRealThreads())) {
        Host a = net.host("a");
        net.link(a, net.host("b"), LinkSettings.PERFECT);
        Stacks.use(a.stack());
        try (Socket socket = new Socket()) {
          socket.bind(new InetSocketAddress("10.0.0.1", 0));
          assertThat(socket.getLocalPort()).isPositive();
        } finally {
          Stacks.use();
        }
      }
    }
  }

  @Test
  void aTestInWhichASocketWouldBeTheKernelsFails() {
    Map<String, TestExecutionResult> results = Launch.run(Quiet.class, output);
    assertThat(results).hasSize(2);
    for (TestExecutionResult result : results.values()) {
      assertThat(result.getStatus()).isEqualTo(Status.FAILED);
      assertThat(result.getThrowable().orElseThrow())
          .hasMessage("a socket would have reached the host's kernel")
          .hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void socketsOfTheStackAreGood() {
    assertThat(Launch.run(Good.class, output).values())
        .extracting(TestExecutionResult::getStatus)
        .containsExactly(Status.SUCCESSFUL);
  }
}
