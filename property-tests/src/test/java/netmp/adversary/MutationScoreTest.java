package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import netmp.model.Manifest;
import netmp.model.Specifications;
import netmp.validate.Catalogue;
import netmp.validate.MutationScore;
import netmp.validate.TraceEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Corrupted traces of the stack: what the specifications see, and that plain TLC agrees. */
class MutationScoreTest {

  private static Specifications specifications;

  @BeforeAll
  static void open() throws Exception {
    specifications = Specifications.ofClassPath();
  }

  @AfterAll
  static void close() {
    specifications.close();
  }

  @Test
  void bothEnginesAgreeOnTracesOfEverySpecificationGoodAndCorrupted() throws Exception {
    ObjectTraces objects = new ObjectTraces(2, 40);
    objects.ofSmallWorkloads(5);
    MutationScore score = new MutationScore(Catalogue.of(specifications), 5);
    for (List<List<TraceEvent>> ofKind : objects.byKind().values()) {
      score.add(ofKind);
    }
    assertThat(score.rows().stream().map(MutationScore.Row::spec))
        .as("every specification that has traces")
        .containsExactlyInAnyOrderElementsOf(
            specifications.manifest().specs().stream()
                .filter(spec -> spec.tracing().isPresent())
                .map(Manifest.Spec::name)
                .toList());
    assertThat(score.rows())
        .allSatisfy(
            row -> {
              assertThat(row.mutants()).isGreaterThan(10);
              assertThat(row.accepted() + row.refused() + row.elsewhere()).isEqualTo(row.mutants());
            });
    int mutants = score.rows().stream().mapToInt(MutationScore.Row::mutants).sum();
    int accepted = score.rows().stream().mapToInt(MutationScore.Row::accepted).sum();
    assertThat(accepted).as("of %d", mutants).isLessThan(mutants / 4);
    assertThat(score.secondOpinion()).isGreaterThan(1000);
  }

  /** The corruptions of a trace that is not valid as it is would say nothing. */
  @Test
  void onlyValidTracesAreCorrupted() {
    MutationScore score = new MutationScore(Catalogue.of(specifications), 5);
    TraceEvent get = new TraceEvent(2, 1, 1, "A.p0", "A/port/1", "Get", List.of(1));
    assertThatThrownBy(() -> score.add(List.of(List.of(get))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("msgport refuses the trace as it is");
  }
}
