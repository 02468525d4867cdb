package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import netmp.tlc.SpecException;
import netmp.tlc.SpecTree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several threads say what one says. */
class ParallelValidatorTest {

  private static SpecTree tree;
  private static Catalogue catalogue;

  @BeforeAll
  static void open() throws IOException {
    tree = SpecTree.ofDirectory(Register.TINY);
    catalogue = Register.catalogue(tree);
  }

  @AfterAll
  static void close() {
    tree.close();
  }

  /** Registers, of which a read in a thousand or so is wrong, if any may be. */
  private static List<TraceEvent> random(Random random, int objects, int length, boolean wrong) {
    int[] values = new int[objects];
    List<TraceEvent> events = new ArrayList<>();
    for (int n = 1; n <= length; n++) {
      int object = random.nextInt(objects);
      boolean write = random.nextInt(3) == 0;
      int value = write ? random.nextInt(5) : values[object];
      values[object] = value;
      if (wrong && !write && random.nextInt(1000) == 0) {
        value++;
      }
      events.add(
          new TraceEvent(
              n + 1,
              n,
              n,
              "t" + random.nextInt(3),
              "T/reg/" + object,
              write ? "Write" : "Read",
              List.of(value)));
    }
    return events;
  }

  private static TraceReader reader(String file) throws IOException {
    return new TraceReader(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
  }

  private static Validation alone(TraceReader trace) throws Exception {
    Validator validator = new Validator(catalogue, trace.header());
    for (TraceEvent event = trace.next(); event != null; event = trace.next()) {
      if (!validator.take(event)) {
        break;
      }
    }
    return validator.end();
  }

  @Test
  void severalThreadsSayWhatOneSays() throws Exception {
    Random random = new Random(21);
    int refused = 0;
    for (int i = 0; i < Register.TRACES / 16; i++) {
      boolean totalOrder = random.nextInt(4) > 0;
      int objects = 1 + random.nextInt(i % 10 == 0 ? 4000 : 40);
      String file =
          Register.file(totalOrder, random(random, objects, random.nextInt(5000), i % 3 != 0));
      Validation one = alone(reader(file));
      int threads = 1 + random.nextInt(5);
      Validation several =
          new ParallelValidator(reader(file), catalogue, threads, false).validate();
      assertThat(several).as("trace %d, %d threads", i, threads).isEqualTo(one);
      refused += one.accepted() ? 0 : 1;
    }
    assertThat(refused).as("both verdicts occur").isBetween(1, Register.TRACES / 20);
  }

  /** What is wrong with the file counts only if nothing before it is refused. */
  @Test
  void aRefusalBeforeTheEndOfWhatCanBeReadComesFirst() throws Exception {
    List<TraceEvent> good = random(new Random(1), 10, 3000, false);
    String broken = Register.file(true, good) + "broken";
    assertThatThrownBy(() -> new ParallelValidator(reader(broken), catalogue, 3, false).validate())
        .isInstanceOf(TraceFormatException.class)
        .hasMessageStartingWith("line 3002: not JSON");
    List<TraceEvent> bad = new ArrayList<>(good);
    bad.add(new TraceEvent(3002, 3001, 3001, "t0", "T/reg/3", "Read", List.of(77)));
    String both = Register.file(true, bad) + "broken";
    Validation validation = new ParallelValidator(reader(both), catalogue, 3, false).validate();
    assertThat(validation.refusal().orElseThrow().event().line()).isEqualTo(3002);
    assertThat(validation.events()).isEqualTo(3001);
  }

  /** What a worker cannot go on with ends the validation, and does not hang it. */
  @Test
  void errorsOfWorkersAreErrorsOfTheValidation() throws Exception {
    List<ObjectSpec> specs =
        List.of(
            new ObjectSpec(
                "nothing", Set.of("reg"), "Nowhere", Register.TINY.resolve("register/trace.cfg")));
    String file = Register.file(true, random(new Random(1), 3, 20_000, false));
    assertThatThrownBy(
            () ->
                new ParallelValidator(reader(file), new Catalogue(tree, specs), 2, false)
                    .validate())
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("no module Nowhere");
    List<TraceEvent> overlapping = new ArrayList<>();
    for (int i = 0; i < 65; i++) {
      overlapping.add(new TraceEvent(i + 2, 100 + i, 1, "t" + i, "T/reg/1", "Write", List.of(1)));
    }
    String wide = Register.file(false, overlapping);
    assertThatThrownBy(() -> new ParallelValidator(reader(wide), catalogue, 2, false).validate())
        .isInstanceOf(UndecidedException.class);
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    byte[] bytes =
        Register.file(true, random(new Random(1), 3, 20_000, false))
            .getBytes(StandardCharsets.UTF_8);
    InputStream interrupting =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            Thread.currentThread().interrupt();
            return super.read(into, offset, Math.min(length, 1000));
          }
        };
    try (TraceReader trace = new TraceReader(interrupting)) {
      assertThatThrownBy(() -> new ParallelValidator(trace, catalogue, 2, false).validate())
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
