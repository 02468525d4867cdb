package netmp.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/** How many steps there were when a chunk of a recording ended: so many must be in it. */
@Name(StepCountEvent.NAME)
@Label("Step count")
@Description("How many steps were made so far")
@Category("netmp")
@StackTrace(false)
@Period("endChunk")
final class StepCountEvent extends Event {

  static final String NAME = "netmp.StepCount";

  @Label("Run")
  int run;

  @Label("Count")
  long count;
}
