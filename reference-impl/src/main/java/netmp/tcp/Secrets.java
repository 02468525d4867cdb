package netmp.tcp;

import java.util.random.RandomGenerator;

/** What the CPUs of one stack share so that nobody else can guess their numbers. Any thread. */
public final class Secrets {

  private final IssGenerator isns;

  /**
   * New secrets.
   *
   * @param random where they come from
   */
  public Secrets(RandomGenerator random) {
    isns = new IssGenerator(random);
  }

  IssGenerator isns() {
    return isns;
  }
}
