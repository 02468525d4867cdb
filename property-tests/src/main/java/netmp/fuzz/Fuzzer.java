package netmp.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import netmp.fuzz.edges.EdgeCounts;

/**
 * The loop: takes an input of the corpus, changes it, runs it, and keeps it if its run was unlike
 * all before. One thread at a time. Equal seeds and equal corpora make equal runs.
 *
 * @param <I> what an input is
 */
public final class Fuzzer<I> {

  private static final int RUNS_TO_MINIMIZE = 2000;

  /** Of so many inputs one that was kept lately is taken. */
  private static final int LATELY = 2;

  private static final int LATEST = 32;

  private final Inputs<I> inputs;
  private final Runner<I> runner;
  private final Coverage coverage;
  private final SplittableRandom random;
  private final List<I> corpus = new ArrayList<>();
  private Finding<I> finding;
  private long runs;
  private long units;

  /**
   * A fuzzer with an empty corpus.
   *
   * @param inputs makes the inputs
   * @param target takes them
   * @param counts of the edges of the target's code
   * @param seed decides all that is random
   */
  public Fuzzer(Inputs<I> inputs, Target<I> target, EdgeCounts counts, long seed) {
    this.inputs = inputs;
    coverage = new Coverage(counts);
    runner = new Runner<>(target, coverage);
    random = new SplittableRandom(seed);
  }

  /**
   * Runs an input, which goes into the corpus if it shows something new.
   *
   * @param input any input
   * @return whether it did
   */
  public boolean add(I input) {
    runs++;
    units += inputs.units(input);
    Throwable defect = runner.run(input);
    if (defect != null && isStill(input, defect)) {
      finding = minimized(input, defect);
    }
    boolean unlike = coverage.isNew();
    if (unlike) {
      corpus.add(input);
    }
    return unlike;
  }

  /** What came once, such as of the loading of classes, is of no use. */
  private boolean isStill(I input, Throwable defect) {
    return !(defect instanceof Defect) || runner.run(input) != null;
  }

  private Finding<I> minimized(I input, Throwable defect) {
    String place = Finding.place(defect);
    Minimizer<I> minimizer =
        new Minimizer<>(
            inputs,
            smaller -> {
              Throwable other = runner.run(smaller);
              return other != null && Finding.place(other).equals(place);
            },
            RUNS_TO_MINIMIZE);
    I smallest = minimizer.minimize(input);
    Throwable again = runner.run(smallest);
    return new Finding<>(smallest, again == null ? defect : again, again != null);
  }

  /**
   * Mutates and runs inputs until one shows a defect. The corpus must not be empty.
   *
   * @param goesOn asked before each input
   * @return what was found, or null
   */
  public Finding<I> run(BooleanSupplier goesOn) {
    while (finding == null && goesOn.getAsBoolean()) {
      add(inputs.mutate(pick(), corpus.get(random.nextInt(corpus.size())), random));
    }
    return finding;
  }

  /** Half of the time one of the latest, which lead to where nobody was. */
  private I pick() {
    int from = random.nextInt(LATELY) == 0 ? Math.max(0, corpus.size() - LATEST) : 0;
    return corpus.get(random.nextInt(from, corpus.size()));
  }

  /**
   * What was found so far.
   *
   * @return a finding, or null
   */
  public Finding<I> finding() {
    return finding;
  }

  /**
   * Inputs that have shown something new, in the order in which they were found.
   *
   * @return the corpus now
   */
  public List<I> corpus() {
    return List.copyOf(corpus);
  }

  /**
   * How many inputs were run, but for those that make a finding small.
   *
   * @return their number
   */
  public long runs() {
    return runs;
  }

  /**
   * How much these inputs had in them, such as frames.
   *
   * @return their number
   */
  public long units() {
    return units;
  }

  /**
   * How many edges were taken by any input.
   *
   * @return their number
   */
  public int edges() {
    return coverage.edges();
  }

  /**
   * The input that does not come to an end: its run has taken ten seconds of the processor, or five
   * minutes. Any thread.
   *
   * @return null if there is none
   */
  public I hanging() {
    return runner.hanging();
  }
}
