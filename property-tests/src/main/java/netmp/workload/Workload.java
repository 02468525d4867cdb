package netmp.workload;

/** Something users do with stacks. */
public interface Workload {

  /**
   * How the command line calls it.
   *
   * @return lower case, with hyphens
   */
  String name();

  /**
   * What it does, in one line.
   *
   * @return a sentence without the full stop
   */
  String summary();

  /**
   * Builds the hosts and starts the first users. What the users find wrong they tell the bench.
   *
   * @param bench where to
   */
  void start(Bench bench);
}
