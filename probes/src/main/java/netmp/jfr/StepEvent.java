package netmp.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A step in a recording. Its thread is that of the event. */
@Name(StepEvent.NAME)
@Label("Step")
@Description("A step that is an action of a specification")
@Category("netmp")
@StackTrace(false)
final class StepEvent extends Event {

  static final String NAME = "netmp.Step";

  @Label("Run")
  @Description("The trace that the step belongs to, by its number in the JVM")
  int run;

  @Label("Stamp")
  @Description("Taken right after the step, from a counter that all threads share")
  long stamp;

  @Label("Begin")
  @Description("The step came after every step whose stamp is less")
  long begin;

  @Label("Object")
  @Description("What the step was made on: stack/kind/number")
  String object;

  @Label("Action")
  String action;

  @Label("Parameters")
  @Description("How many of the arguments the action has")
  int arity;

  @Label("First argument")
  long first;

  @Label("Second argument")
  long second;
}
