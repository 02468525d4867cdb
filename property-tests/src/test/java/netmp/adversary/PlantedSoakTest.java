package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes that are planted in the stack: a short soak finds each, and says what it is. */
class PlantedSoakTest {

  @TempDir private Path folder;

  @SuppressWarnings("unchecked") // what it is of is of the JDK
  private String findings(String type, String sound, String planted) throws IOException {
    Function<Path, String> soak =
        new PatchedClass("netmp/" + type + ".java", sound, planted)
            .create(FindingsOfSoak.class, Function.class, folder);
    return soak.apply(folder.resolve("soak"));
  }

  @Test
  void aBufferIsLostOnARarePath() throws IOException {
    assertThat(
            findings(
                "tcp/Tcp",
                "counters.drop(left, fault);",
                "if (Math.random() > 0.02) counters.drop(left, fault);"))
        .containsAnyOf("packet buffers were not freed", "were consumed and");
  }

  @Test
  void aReplyIsLost() throws IOException {
    String reply =
        """
        final void reply(PredicateMessage waiter) {
            int user = waiter.user;
            %swaiter.reply();\
        """;
    assertThat(
            findings(
                "socket/WaiterList",
                reply.formatted(""),
                // Not those to whoever closes a listener, as the soak itself does at its end.
                reply.formatted(
                    "if (!(predicate instanceof SocketBuffer) || Math.random() > 0.1) ")))
        .containsAnyOf(
            "abort does not allow GiveUp", "killed, and still alive", "waits for more than 150 s");
  }

  @Test
  void bytesThatWereReadAreReadAgain() throws IOException {
    assertThat(
            findings(
                "sockbuf/AbstractSockbuf",
                "packet.trimFront(most);",
                "packet.trimFront(Math.max(1, most - 1));"))
        .containsAnyOf("is not what was written", "died of");
  }

  @Test
  void aHandlerThrows() throws IOException {
    assertThat(
            findings(
                "tcp/Tcp",
                "counters.drop(left, fault);",
                "if (fault == DropReason.TCP_NO_PORT) throw new IllegalStateException();"
                    + " counters.drop(left, fault);"))
        .contains("let through java.lang.IllegalStateException");
  }
}
