package netmp.tlc.inside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import netmp.tlc.Checkpoints;
import tlc2.TLCGlobals;
import tlc2.tool.ModelChecker;
import util.UniqueString;

/**
 * Makes the checkpoints of a run, and says from where it goes on. TLC forgets how many states it
 * has generated, so a file beside its own has a line for each checkpoint.
 */
final class Keeper {

  private static final String COUNTS = "generated";

  /** Is there once a checkpoint is. */
  private static final String COMPLETE = "complete";

  private final Path folder;
  private final long every;
  private long next;

  Keeper(Checkpoints checkpoints) {
    folder = checkpoints.folder();
    every = checkpoints.every().toNanos();
    next = System.nanoTime() + every;
  }

  /** Where TLC has its files. */
  Path folder() {
    return folder;
  }

  /** Whether there is a checkpoint. */
  boolean hasCheckpoint() {
    return Files.exists(folder.resolve(COMPLETE));
  }

  /** Strings must have the numbers that they had; before the specification is read. */
  void recoverStrings() throws IOException {
    UniqueString.internTbl.recover(folder.toString());
  }

  /** How many states had been generated when there were so many distinct ones. */
  long generated(long distinct) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(COUNTS));
    return lines.reversed().stream()
        .map(line -> line.split(" ", 2))
        .filter(counts -> Long.parseLong(counts[0]) == distinct)
        .findFirst()
        .map(counts -> Long.parseLong(counts[1]))
        .orElseThrow(() -> new IOException(folder + ": its files do not belong together"));
  }

  /**
   * A checkpoint, if it is time. Any thread; the workers stop meanwhile, so the counts are exact.
   *
   * @param before how many states had been generated before this run
   */
  void keep(ModelChecker checker, long before) throws Exception {
    if (System.nanoTime() - next < 0) {
      return;
    }
    synchronized (checker) { // as TLC's own thread does it
      if (checker.theStateQueue.suspendAll()) {
        String counts =
            "%d %d%n"
                .formatted(
                    checker.getDistinctStatesGenerated(), before + checker.getStatesGenerated());
        Files.writeString(
            folder.resolve(COUNTS), counts, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        TLCGlobals.forceChkpt();
        checker.doPeriodicWork();
        Files.writeString(folder.resolve(COMPLETE), "");
      }
    }
    next = System.nanoTime() + every;
  }
}
