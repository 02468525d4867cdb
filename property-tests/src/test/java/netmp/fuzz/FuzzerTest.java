package netmp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import netmp.fuzz.edges.EdgeCounts;
import netmp.fuzz.edges.OutOfFuel;
import netmp.planted.PlantedParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is planted in a parser is found in so many inputs, by what runs show and not by chance. */
class FuzzerTest {

  private static final long SEED = 1;
  private static final long INPUTS = 200_000;

  private static Fuzzer<byte[]> fuzzer(long seed) {
    return new Targets.Entry<>("planted", new ByteInputs(), PlantedParser.class.getName())
        .fuzzer(FuzzerTest.class.getClassLoader(), seed);
  }

  /** Looks for an input that begins with a word of which nothing is known. */
  private static Finding<byte[]> find(Fuzzer<byte[]> fuzzer) {
    fuzzer.add("0123456789".getBytes(StandardCharsets.US_ASCII));
    return fuzzer.run(() -> fuzzer.runs() < INPUTS);
  }

  @Test
  void theDefectIsFoundAndMadeSmall() {
    Fuzzer<byte[]> fuzzer = fuzzer(SEED);
    Finding<byte[]> finding = find(fuzzer);
    assertThat(finding).as("in %d inputs", INPUTS).isNotNull();
    assertThat(finding.repeats()).isTrue();
    assertThat(finding.input()).hasSize(5);
    assertThat(new String(finding.input(), StandardCharsets.ISO_8859_1)).startsWith("qzw");
  }

  /** The same mutations, when no run is unlike another. */
  @Test
  void withoutCountsItIsNot() {
    EdgeCounts none =
        new EdgeCounts() {
          private final byte[] hits = new byte[8];

          @Override
          @SuppressWarnings("ReturnsArrayReference")
          public byte[] hits() {
            return hits;
          }

          @Override
          public void refuel(long edges) {
            hits[0] = 1;
          }
        };
    Fuzzer<byte[]> blind = new Fuzzer<>(new ByteInputs(), new PlantedParser(), none, SEED);
    assertThat(find(blind)).isNull();
    assertThat(blind.corpus()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"qzwx., planted", "qzwh., the run does not end", "qzwa., a run allocates more"})
  void eachKindOfDefectIsSeen(String input, String message) {
    Fuzzer<byte[]> fuzzer = fuzzer(SEED);
    fuzzer.add(("--" + input).getBytes(StandardCharsets.US_ASCII));
    assertThat(fuzzer.finding()).isNull();
    fuzzer.add((input + "and more").getBytes(StandardCharsets.US_ASCII));
    assertThat(fuzzer.finding().defect()).hasMessageStartingWith(message);
    assertThat(fuzzer.finding().input()).hasSize(5);
    if (message.startsWith("the run")) {
      assertThat(fuzzer.finding().defect()).isInstanceOf(OutOfFuel.class);
    }
  }

  @Test
  void equalSeedsTryEqualInputs() {
    Fuzzer<byte[]> one = fuzzer(7);
    Fuzzer<byte[]> other = fuzzer(7);
    Fuzzer<byte[]> third = fuzzer(8);
    for (Fuzzer<byte[]> each : List.of(one, other, third)) {
      each.add("0123456789".getBytes(StandardCharsets.US_ASCII));
      each.run(() -> each.runs() < 2000);
    }
    assertThat(one.corpus()).usingRecursiveComparison().isEqualTo(other.corpus());
    assertThat(one.units()).isEqualTo(other.units()).isNotEqualTo(third.units());
  }
}
