package netmp.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the kernel, in a network namespace of its own; skipped where there can be none. */
class TapDeviceTest {

  /** To everybody, from 02:00:00:00:00:02 at 10.9.8.2: who has 10.9.8.1? */
  private static final byte[] WHO_HAS =
      HexFormat.of()
          .parseHex(
              "ffffffffffff0200000000020806"
                  + "0001080006040001"
                  + "0200000000020a090802"
                  + "0000000000000a090801");

  private static final int OPERATION = 20;
  private static final int SENDER = 28;
  private static final int TARGET = 38;

  private final String name = "nmp" + ProcessHandle.current().pid();
  private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
  private TapDevice device;

  @BeforeEach
  void open() throws Exception {
    if (!ip("netns", "add", name)) {
      abort("this user can make no network namespace");
    }
    try {
      device = TapDevice.open(name);
    } catch (TapException e) {
      abort(e.getMessage());
    }
    assertThat(ip("link", "set", name, "netns", name)).isTrue();
    assertThat(ip("-n", name, "address", "add", "10.9.8.1/24", "dev", name)).isTrue();
    assertThat(ip("-n", name, "link", "set", name, "up")).isTrue();
  }

  @AfterEach
  void close() throws Exception {
    if (device != null) {
      device.close();
    }
    ip("netns", "delete", name);
  }

  private static boolean ip(String... arguments) throws InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "ip";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  private byte[] awaitReply() throws InterruptedException {
    for (; ; ) {
      byte[] frame = received.poll(10, TimeUnit.SECONDS);
      if (frame == null || (frame[13] == 6 && frame[OPERATION + 1] == 2)) {
        return frame;
      }
    }
  }

  @Test
  void theKernelAnswers() throws InterruptedException {
    device.start((frame, at, length) -> received.add(Arrays.copyOfRange(frame, at, at + length)));
    for (int i = 0; i < 3; i++) {
      device.transmit(WHO_HAS, 0, WHO_HAS.length);
      byte[] reply = awaitReply();
      assertThat(reply).isNotNull();
      assertThat(HexFormat.of().formatHex(reply, SENDER, SENDER + 4)).isEqualTo("0a090801");
    }
    assertThat(device.sendErrors()).isZero();
  }

  /** Many in one call of the kernel, or one at a time where it cannot do that. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void manyFramesAtOnce(boolean batches) throws InterruptedException {
    if (!batches) {
      device.withoutBatches();
    }
    device.start((frame, at, length) -> received.add(Arrays.copyOfRange(frame, at, at + length)));
    for (int round = 0; round < 50; round++) {
      for (int i = 1; i <= 100; i++) {
        byte[] request = whoHas(100 + i);
        device.transmit(request, 0, request.length, i < 100);
      }
      for (int i = 1; i <= 100; i++) {
        assertThat(awaitReply()[TARGET + 3]).isEqualTo((byte) (100 + i));
      }
    }
    assertThat(device.sendErrors()).isZero();
  }

  @Test
  void noFrameFollowsAfterAll() throws InterruptedException {
    device.start((frame, at, length) -> received.add(Arrays.copyOfRange(frame, at, at + length)));
    device.transmit(WHO_HAS, 0, WHO_HAS.length, true);
    device.flush();
    assertThat(awaitReply()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachOfManyThatTheKernelDoesNotTakeIsCounted(boolean batches) {
    if (!batches) {
      device.withoutBatches();
    }
    for (int i = 0; i < 40; i++) {
      device.transmit(WHO_HAS, 0, i % 2 == 0 ? 5 : WHO_HAS.length, true);
    }
    device.flush();
    assertThat(device.sendErrors()).isEqualTo(20);
  }

  /** From 10.9.8.last. */
  private static byte[] whoHas(int last) {
    byte[] request = WHO_HAS.clone();
    request[SENDER + 3] = (byte) last;
    return request;
  }

  @Test
  void whatTheKernelDoesNotTakeIsCounted() throws InterruptedException {
    device.transmit(WHO_HAS, 0, 5);
    assertThat(device.sendErrors()).isEqualTo(1);
    ip("-n", name, "link", "set", name, "down");
    device.transmit(WHO_HAS, 0, WHO_HAS.length);
    assertThat(device.sendErrors()).isEqualTo(2);
  }

  @Test
  void closeEndsTheReaderAndTheInterface() throws InterruptedException {
    device.start((_, _, _) -> {});
    device.close();
    assertThat(ip("-n", name, "link", "show", name)).isFalse();
    device.transmit(WHO_HAS, 0, WHO_HAS.length);
    assertThat(device.sendErrors()).isEqualTo(1);
    device = null;
  }

  @Test
  void closeWhileOthersTransmit() throws InterruptedException {
    Thread[] others = new Thread[3];
    for (int i = 0; i < others.length; i++) {
      others[i] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (device.sendErrors() == 0) {
                      device.transmit(WHO_HAS, 0, WHO_HAS.length);
                    }
                  });
    }
    device.start((_, _, _) -> received.add(WHO_HAS));
    for (int i = 0; i < 100; i++) {
      assertThat(received.poll(10, TimeUnit.SECONDS)).isNotNull();
    }
    device.close();
    for (Thread other : others) {
      other.join();
    }
    assertThat(device.sendErrors()).isPositive();
    device = null;
  }

  @Test
  void severalQueues() throws Exception {
    String other = name + "m";
    if (!ip("tuntap", "add", "dev", other, "mode", "tap", "multi_queue")) {
      abort("this kernel, or this user, has no interface of several queues");
    }
    ip("tuntap", "delete", "dev", other, "mode", "tap", "multi_queue");
    BlockingQueue<String> readers = new LinkedBlockingQueue<>();
    try (TapDevice many = TapDevice.open(other, 3)) {
      assertThat(many.queues()).isEqualTo(3);
      try (Stream<Path> queues = Files.list(Path.of("/sys/class/net", other, "queues"))) {
        assertThat(queues.filter(queue -> queue.endsWith("rx-2")))
            .as("the kernel's third")
            .hasSize(1);
      }
      assertThat(ip("link", "set", other, "netns", name)).isTrue();
      assertThat(ip("-n", name, "link", "set", other, "up")).isTrue();
      many.start((_, _, _) -> readers.add(Thread.currentThread().getName()));
      // What the kernel says by itself when an interface comes up.
      assertThat(readers.poll(10, TimeUnit.SECONDS)).startsWith(other + ".reader");
      for (int i = 0; i < 6; i++) {
        Thread.ofPlatform().start(() -> many.transmit(WHO_HAS, 0, WHO_HAS.length)).join();
      }
      assertThat(many.sendErrors()).isZero();
    }
    assertThat(ip("-n", name, "link", "show", other)).isFalse();
  }

  /** One that was made before with one queue has no more. */
  @Test
  void anInterfaceOfOneQueue() throws Exception {
    String other = name + "o";
    if (!ip("tuntap", "add", "dev", other, "mode", "tap")) {
      abort("this user can make no interface");
    }
    try (TapDevice one = TapDevice.open(other, 4)) {
      assertThat(one.queues()).isEqualTo(1);
    } finally {
      ip("link", "delete", other);
    }
  }

  @Test
  void oneOpenerAtATime() throws Exception {
    String other = name.substring(0, 3) + "b";
    try (TapDevice first = TapDevice.open(other)) {
      assertThat(first.name()).isEqualTo(other);
      assertThatThrownBy(() -> TapDevice.open(other))
          .isInstanceOf(TapException.class)
          .hasMessageContaining("TAP " + other + ": the interface is in use by another process");
    }
    TapDevice.open(other).close();
  }

  @Test
  void anInterfaceThatIsNoTap() {
    assertThatThrownBy(() -> TapDevice.open("lo"))
        .isInstanceOf(TapException.class)
        .hasMessageContaining("no TAP device");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "..", "sixteen-letters-x", "tap%d"})
  void namesThatCannotBe(String bad) {
    assertThatThrownBy(() -> TapDevice.open(bad))
        .isInstanceOf(TapException.class)
        .hasMessageContaining("not a name of an interface");
  }
}
