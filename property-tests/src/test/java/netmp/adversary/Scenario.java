package netmp.adversary;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import netmp.adversary.EpisodeRun.Judge;

/**
 * A few threads on parts of the stack, with a defect planted and without.
 *
 * @param id the row of {@code docs/defects.md}, and which of its variants
 * @param planted starts the threads that meet the defect
 * @param sound starts the same threads on the sound code
 */
public record Scenario(String id, Setup planted, Setup sound) implements PlantedDefect<Schedule> {

  private static final int PREEMPTIONS = 30;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Starts the threads of a run. */
  @FunctionalInterface
  public interface Setup {

    /** Makes what they use, and starts them. Before the run. */
    void start(ScenarioRun run);
  }

  @Override
  public Arbitrary<Schedule> episodes() {
    return Episodes.schedules(PREEMPTIONS);
  }

  @Override
  public Arbitrary<Schedule> calmEpisodes() {
    return Arbitraries.just(Schedule.CALM);
  }

  @Override
  public Schedule under(Schedule episode, Schedule schedule) {
    return schedule;
  }

  @Override
  public Explorer.Run<Schedule> planted(Judge judge) {
    return schedule -> ScenarioRun.of(judge, schedule, planted);
  }

  @Override
  public Explorer.Run<Schedule> sound(Judge judge) {
    return schedule -> ScenarioRun.of(judge, schedule, sound);
  }

  @Override
  public boolean isSmall(Schedule episode) {
    return episode.preemptions().size() < 8;
  }

  @Override
  public void write(Schedule episode, Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(episode) + "\n");
  }

  @Override
  public Schedule read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Schedule.class);
  }

  @Override
  public String toString() {
    return id;
  }
}
