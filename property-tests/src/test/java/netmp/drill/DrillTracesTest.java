package netmp.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import netmp.adversary.EpisodeRun.Judgement;
import netmp.adversary.SpecJudge;
import netmp.trace.TraceWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What the stack does in a script of our own is a behaviour of the specifications. */
class DrillTracesTest {

  private static SpecJudge judge;

  @BeforeAll
  static void open() throws IOException {
    judge = new SpecJudge();
  }

  @AfterAll
  static void close() {
    judge.close();
  }

  @TestFactory
  Stream<DynamicNode> everyTraceIsABehaviour() throws IOException {
    return DrillSuite.each(DrillTracesTest::run);
  }

  private static void run(Path file) throws IOException {
    Judgement judgement = judge.open(new TraceWriter.Header("drill", 1, false, 1));
    new Drill(true).run(Files.readString(file), judgement);
    assertThat(judgement.findings()).as("trace of %s", file).isEmpty();
  }
}
