package tlc2.overrides;

import netmp.tlc.inside.TraceOperators;

/** Where TLC looks for operators that are implemented in Java. The name is TLC's choice. */
public final class TLCOverrides implements ITLCOverrides {

  /** Called by TLC. */
  public TLCOverrides() {}

  @Override
  @SuppressWarnings("rawtypes") // as declared by TLC
  public Class[] get() {
    return new Class[] {TraceOperators.class};
  }
}
