package netmp.fuzz.frames;

import java.util.List;

/**
 * A stack and what happens to it.
 *
 * @param variant how the stack is made: bits, which its target tells apart
 * @param steps one after the other
 */
public record FrameInput(int variant, List<Step> steps) {

  /** Bits of a variant. */
  public static final int VARIANT_BITS = 8;

  /**
   * Copies the list.
   *
   * @param variant how the stack is made
   * @param steps one after the other
   */
  public FrameInput {
    steps = List.copyOf(steps);
  }
}
