package netmp.model;

import java.util.ArrayList;
import java.util.List;
import netmp.tlc.TlcResult;

/**
 * What TLC found in a broken variant.
 *
 * @param spec name of the specification it is a variant of
 * @param defect the variant
 * @param tlc the run
 */
public record DefectResult(String spec, Manifest.Defect defect, TlcResult tlc) {

  /**
   * Whether TLC refutes the variant as the manifest says.
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
    if (tlc.verdict() != defect.expect().verdict()) {
      found.add(
          "the manifest says that TLC refutes it (%s), TLC found %s"
              .formatted(defect.expect().verdict(), tlc.verdict()));
    } else if (!tlc.violated().isEmpty() && !tlc.violated().equals(defect.violates())) {
      found.add(
          "the manifest says that it violates %s, TLC found %s violated"
              .formatted(defect.violates(), tlc.violated()));
    } else if (steps() != defect.steps()) {
      found.add(
          "the manifest says that its counterexample has %d states, TLC's has %d"
              .formatted(defect.steps(), steps()));
    }
    return found;
  }

  /**
   * How long the counterexample is.
   *
   * @return states; 0 if there is none
   */
  public int steps() {
    return tlc.counterexample().steps().size();
  }
}
