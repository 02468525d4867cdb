package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netmp.network.Host;
import netmp.network.Network;
import netmp.stack.NetStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkFileTest {

  @TempDir private Path folder;

  private NetworkFile read(String... lines) throws IOException {
    return NetworkFile.read(Files.write(folder.resolve("net.txt"), List.of(lines)));
  }

  @Test
  void hostsOnASwitchReachEachOther() throws Exception {
    Path capture = folder.resolve("all.pcapng");
    NetworkFile file =
        read(
            "# three hosts",
            "seed 7",
            "host a",
            "host b   # the second",
            "host c",
            "switch lan",
            "capture " + capture,
            "link a lan delay=1ms jitter=100us bandwidth=100M loss=0.01",
            "link lan b duplication=0.01 reordering=0.05/2ms corruption=0.001 mtu=1500",
            "",
            "link c lan");
    assertThat(file.hosts()).containsExactly("a", "b", "c");
    try (Network network = file.open()) {
      Stacks.use(network.hosts().stream().map(Host::stack).toArray(NetStack[]::new));
      try (ServerSocketChannel listener =
              ServerSocketChannel.open().bind(new InetSocketAddress("10.0.0.3", 80));
          SocketChannel client = SocketChannel.open(listener.getLocalAddress());
          SocketChannel server = listener.accept()) {
        client.write(ByteBuffer.allocate(3));
        assertThat(server.read(ByteBuffer.allocate(9))).isPositive();
      } finally {
        Stacks.use();
      }
    }
    assertThat(capture).isNotEmptyFile();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hots a | :1: \"hots\" is not known",
        "host | :1: write \"host NAME\"",
        "host a b | :1: write \"host NAME\"",
        "seed x | :1: ",
        "link a | :1: write \"link A B\"",
        "link a b | :1: there is no host or switch a",
        "# nothing | there is no host",
      })
  void whatIsWrongIsSaid(String line, String message) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slow | \"slow\" is no setting of a link; there are bandwidth",
        "dealy=1ms | \"dealy=1ms\" is no setting",
        "delay=1 | \"delay=1\": a time is a number",
        "bandwidth=fast | a bandwidth is bits per second",
        "loss=2 | \"loss=2\": ",
        "loss=much | \"loss=much\": ",
        "reordering=0.1 | write the share",
        "bandwidth=9999999999G | \"bandwidth=9999999999G\" is too large",
        "delay=9999999999999999us | \"delay=9999999999999999us\" is too large",
        "jitter=9999999999999s | \"jitter=9999999999999s\" is too large",
      })
  void whatIsWrongWithALinkIsSaid(String setting, String message) {
    assertThatThrownBy(() -> read("host a", "host b", "link a b " + setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(":3: ")
        .hasMessageContaining(message);
  }

  @Test
  void aNameIsTakenOnceAndSwitchesAreNotLinked() {
    assertThatThrownBy(() -> read("host a", "switch a")).hasMessageContaining("is taken");
    assertThatThrownBy(() -> read("switch s", "switch t", "link s t"))
        .hasMessageContaining(":3: switches are not linked");
  }

  /** As the JVM of these tests is told to. */
  @Test
  void asynchronousChannelsAreRefused() {
    assertThatThrownBy(AsynchronousSocketChannel::open)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("kernel");
  }
}
