package netmp.adversary;

import java.io.IOException;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import netmp.adversary.EpisodeRun.Judge;
import netmp.sockbuf.Planted;

/**
 * A defect of a socket buffer, in stacks that echo datagrams.
 *
 * @param defect what is planted in all socket buffers
 */
record PlantedSockbuf(Planted defect) implements PlantedDefect<Episode> {

  @Override
  public String id() {
    return defect.name();
  }

  @Override
  public Arbitrary<Episode> episodes() {
    return Episodes.of("udp-echo");
  }

  @Override
  public Explorer.Run<Episode> planted(Judge judge) {
    return new EpisodeRun(judge, design -> defect);
  }

  @Override
  public Arbitrary<Episode> calmEpisodes() {
    return Episodes.of("udp-echo", Arbitraries.just(Schedule.CALM));
  }

  @Override
  public Episode under(Episode episode, Schedule schedule) {
    return episode.under(schedule);
  }

  @Override
  public Explorer.Run<Episode> sound(Judge judge) {
    return new EpisodeRun(judge, design -> defect.design());
  }

  @Override
  public boolean isSmall(Episode episode) {
    return episode.datagrams() < 4 && episode.schedule().preemptions().size() < 30;
  }

  @Override
  public void write(Episode episode, Path file) throws IOException {
    episode.write(file);
  }

  @Override
  public Episode read(Path file) throws IOException {
    return Episode.read(file);
  }

  @Override
  public String toString() {
    return id();
  }
}
