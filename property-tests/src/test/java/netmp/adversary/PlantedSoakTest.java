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
                "if (fault != DropReason.TCP_DUPLICATE) counters.drop(left, fault);"))
        .containsAnyOf("packet buffers were not freed", "were consumed and");
  }

  @Test
  void aReplyIsLost() throws IOException {
    assertThat(
            findings(
                "socket/WaiterList",
                "    waiter.reply();\n  }\n\n  /** The",
                "    if (Math.random() > 0.02) waiter.reply();\n  }\n\n  /** The"))
        .containsAnyOf("waits for more than", "killed, and still alive");
  }

  @Test
  void textIsDeliveredBeforeWhatLiesInFrontOfIt() throws IOException {
    assertThat(
            findings(
                "tcp/TextInput",
                "if (s.seq != tp.rcvNxt) {",
                "if (Seq.before(s.seq, tp.rcvNxt)) {"))
        .containsAnyOf("is not what was written", "tcp/connection does not allow");
  }

  @Test
  void aThrowOnAProtocolThread() throws IOException {
    assertThat(
            findings(
                "ip/Reassembly",
                "case DUPLICATE -> counters.drop(",
                "case DUPLICATE -> throw new IllegalStateException(\"planted\"); case null -> counters.drop("))
        .contains("let through");
  }
}
