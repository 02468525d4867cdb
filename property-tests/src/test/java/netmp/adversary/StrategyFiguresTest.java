package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How many schedules each strategy needs to find what is planted. {@code
 * -Dstrategies=docs/adversary-figures.md} writes the page with all defects; without it a few of
 * them are found by every strategy.
 */
class StrategyFiguresTest {

  private static final int BUDGET = 2000;
  private static final int SEEDS = 5;
  private static final int BOUND = 3;

  /** Of those that take every schedule in turn. */
  private static final int MOST = 20_000;

  /** Found by every strategy within the budget, and by none with the first schedule. */
  private static final Set<String> SAMPLE = Set.of("D13", "D22", "D28", "D29");

  private static SpecJudge judge;

  @BeforeAll
  static void open() throws IOException {
    judge = SpecJudge.thatTellsStates();
  }

  @AfterAll
  static void close() {
    judge.close();
  }

  private record Column(String name, Strategy strategy, boolean guided) {

    <E> Source<E> source(PlantedDefect<E> defect) {
      Source<E> plain =
          strategy == null
              ? Source.of(defect.episodes())
              : new StrategySource<>(defect.calmEpisodes(), defect::under, strategy, BOUND);
      return guided ? new GuidedSource<>(plain, defect::under) : plain;
    }

    /** How many until it was found; one more than the budget if it was not. */
    <E> int schedules(PlantedDefect<E> defect, Explorer.Run<E> run, long seed) {
      Explorer.Outcome<E> outcome =
          new Explorer<>(new AsFound<>(source(defect)), run).explore(seed, BUDGET, n -> {});
      return outcome.failure().isPresent() ? outcome.episodes() : BUDGET + 1;
    }
  }

  /** Episodes that are not made smaller. */
  private record AsFound<E>(Source<E> source) implements Source<E> {
    @Override
    public Shrinkable<E> next(Random random) {
      return source.next(random);
    }

    @Override
    public void learn(Shrinkable<E> episode, EpisodeRun.Verdict verdict) {
      source.learn(episode, verdict);
    }

    @Override
    public Shrinkable<E> toShrink(Shrinkable<E> episode, EpisodeRun.Verdict verdict) {
      return Shrinkable.unshrinkable(episode.value());
    }
  }

  private static List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("list", null, false));
    columns.add(new Column("list, guided", null, true));
    Stream.of(Strategy.values())
        .filter(strategy -> strategy != Strategy.COOPERATIVE)
        .forEach(strategy -> columns.add(new Column(strategy.toString(), strategy, false)));
    columns.add(new Column("pct, guided", Strategy.PCT, true));
    return columns;
  }

  /** Every schedule in turn: how many until it was found, out of how many. */
  private static String exhaustive(PlantedDefect<?> defect, boolean reduced) {
    if (!(defect instanceof Scenario scenario)) {
      return "";
    }
    Exhaustive.Run run = ExhaustiveScenariosTest.run(scenario.planted());
    Exhaustive exhaustive =
        reduced ? Exhaustive.reduced(judge, run) : Exhaustive.bounded(judge, run, 2);
    Exhaustive.Outcome outcome = exhaustive.explore(MOST, n -> {});
    if (outcome.failure().isPresent()) {
      return "%,d".formatted(outcome.schedules());
    }
    return outcome.complete() ? "none of %,d".formatted(outcome.schedules()) : text(MOST + 1, MOST);
  }

  private static <E> int median(Column column, PlantedDefect<E> defect, Explorer.Run<E> run) {
    int[] needed = new int[SEEDS];
    Arrays.setAll(needed, seed -> column.schedules(defect, run, seed));
    Arrays.sort(needed);
    return needed[SEEDS / 2];
  }

  private static <E> List<Integer> row(PlantedDefect<E> defect) {
    Explorer.Run<E> run = defect.planted(judge);
    return columns().stream().map(column -> median(column, defect, run)).toList();
  }

  @Test
  void everyStrategyFindsSomeOfThem() {
    List<? extends PlantedDefect<?>> sample =
        PlantedDefectTest.defects().filter(defect -> SAMPLE.contains(defect.id())).toList();
    assertThat(sample).hasSize(SAMPLE.size());
    for (PlantedDefect<?> defect : sample) {
      assertThat(row(defect)).as(defect.id()).allMatch(needed -> needed <= BUDGET);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "strategies", matches = ".+")
  void allOfThem() throws IOException {
    List<String> lines = new ArrayList<>();
    String heads = String.join(" | ", columns().stream().map(Column::name).toList());
    lines.add("| defect | " + heads + " | all with 2 preemptions | all, reduced |");
    lines.add("|---|" + "--:|".repeat(columns().size() + 2));
    int[] notFound = new int[columns().size()];
    for (PlantedDefect<?> defect : PlantedDefectTest.defects().toList()) {
      List<Integer> row = row(defect);
      for (int i = 0; i < notFound.length; i++) {
        notFound[i] += row.get(i) > BUDGET ? 1 : 0;
      }
      List<String> cells = new ArrayList<>(row.stream().map(n -> text(n, BUDGET)).toList());
      cells.add(exhaustive(defect, false));
      cells.add(exhaustive(defect, true));
      lines.add(line(defect.id(), cells));
      System.out.println(lines.getLast());
    }
    List<String> sums = new ArrayList<>(Arrays.stream(notFound).mapToObj(String::valueOf).toList());
    sums.addAll(List.of("", ""));
    lines.add(line("not found", sums));
    Files.write(Path.of(System.getProperty("strategies")), lines);
  }

  private static String text(int needed, int most) {
    return needed > most ? "> %,d".formatted(most) : "%,d".formatted(needed);
  }

  private static String line(String head, List<String> cells) {
    return "| " + head + " | " + String.join(" | ", cells) + " |";
  }
}
