package netmp.fuzz.targets;

import netmp.fuzz.Target;
import netmp.fuzz.frames.FrameInput;

/** Gives frames and calls to a new stack. */
final class StackTarget implements Target<FrameInput> {

  /** Made by name. */
  StackTarget() {}

  @Override
  public void run(FrameInput input) throws Exception {
    new FuzzedStack(input.variant()).run(input.steps());
  }
}
