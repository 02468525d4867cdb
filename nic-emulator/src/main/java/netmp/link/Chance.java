package netmp.link;

/** Probabilities. */
final class Chance {

  private Chance() {}

  static void require(String what, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(what + ": " + probability + " is not in 0..1");
    }
  }
}
