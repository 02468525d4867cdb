package netmp.model;

import java.util.ArrayList;
import java.util.List;
import netmp.tlc.TlcResult;

/**
 * What TLC found in a model.
 *
 * @param model the model
 * @param tlc the run
 * @param distributed over workers: they generate some states twice, and the depth depends on who is
 *     faster, so only the distinct states are compared
 */
public record ModelResult(Manifest.Model model, TlcResult tlc, boolean distributed) {

  /**
   * Whether TLC found what the manifest says.
   *
   * @return true if there is no difference
   */
  public boolean good() {
    return differences().isEmpty();
  }

  /**
   * How the run differs from what the manifest says.
   *
   * @return one sentence for each difference
   */
  public List<String> differences() {
    List<String> found = new ArrayList<>();
    if (tlc.verdict() != model.expect().verdict()) {
      found.add(
          "verdict: the manifest says %s, TLC found %s"
              .formatted(model.expect().verdict(), tlc.verdict()));
      return found; // the counts of another run say nothing
    }
    if (!distributed) {
      compare("states generated", model.generated(), tlc.generated(), found);
    }
    compare("distinct states", model.distinct(), tlc.distinct(), found);
    if (!distributed) {
      compare("depth", model.depth(), tlc.depth(), found);
    }
    return found;
  }

  private static void compare(String what, long recorded, long found, List<String> differences) {
    if (recorded != found) {
      differences.add("%s: the manifest says %d, TLC found %d".formatted(what, recorded, found));
    }
  }
}
