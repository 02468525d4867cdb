package netmp.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import netmp.model.Specifications;
import netmp.validate.Catalogue;

/** Rounds, one after the other, until the time is over or something is wrong. */
public final class Soak {

  private static final long REPORT = 5_000_000_000L;

  private final SoakSettings settings;
  private final Consumer<String> progress;
  private final Tally tally = new Tally();
  private long begin;
  private long reported;

  /**
   * What came of it.
   *
   * @param tally what was counted, and what was wrong
   * @param round the last one
   * @param kept the files of a round in which something was wrong
   */
  public record Result(Tally tally, int round, List<Path> kept) {

    /**
     * Whether nothing was wrong.
     *
     * @return true if there is no finding
     */
    public boolean isGood() {
      return tally.findings().isEmpty();
    }
  }

  /**
   * A soak that has not begun.
   *
   * @param settings what to do
   * @param progress is told every few seconds how it stands
   */
  public Soak(SoakSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Soaks.
   *
   * @return what came of it
   * @throws IOException if files cannot be written
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Result run() throws IOException, InterruptedException {
    Files.createDirectories(settings.folder());
    int number = settings.firstRound();
    try (Specifications specifications = Specifications.ofClassPath()) {
      Catalogue catalogue = Catalogue.of(specifications);
      catalogue.load();
      begin = System.nanoTime();
      reported = begin;
      long left = settings.time().toNanos();
      for (; ; number++) {
        Round round = new Round(settings, number, tally);
        int current = number;
        round.run(Math.min(left, settings.round().toNanos()), catalogue, () -> report(current));
        List<Path> files = List.of(round.file("ndjson"), round.file("pcapng"));
        if (!tally.findings().isEmpty()) {
          return new Result(tally, number, files);
        }
        for (Path file : files) {
          Files.delete(file);
        }
        left = settings.time().toNanos() - (System.nanoTime() - begin);
        if (left <= 0) {
          return new Result(tally, number, List.of());
        }
      }
    }
  }

  private void report(int round) {
    long now = System.nanoTime();
    if (now - reported > REPORT) {
      reported = now;
      progress.accept(
          "%d s, round %d: %,d done, %,d faults, %,d errors of users, %,d bytes checked"
              .formatted(
                  (now - begin) / 1_000_000_000L,
                  round,
                  tally.counts(Tally.Group.DONE).getOrDefault("connections ended as planned", 0L),
                  tally.count(Tally.Group.FAULT),
                  tally.count(Tally.Group.ERROR),
                  tally.counts(Tally.Group.DONE).getOrDefault("bytes checked", 0L)));
    }
  }
}
