package netmp.adversary;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the adversary does to one frame on the wire. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fault")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Fault.Drop.class, name = "drop"),
  @JsonSubTypes.Type(value = Fault.Duplicate.class, name = "duplicate"),
  @JsonSubTypes.Type(value = Fault.Reorder.class, name = "reorder"),
  @JsonSubTypes.Type(value = Fault.Truncate.class, name = "truncate"),
  @JsonSubTypes.Type(value = Fault.Flip.class, name = "flip"),
  @JsonSubTypes.Type(value = Fault.Inject.class, name = "inject")
})
public sealed interface Fault {

  /**
   * Which frame it is done to: frames to both hosts are counted from 0 as they pass.
   *
   * @return at least 0
   */
  int frame();

  /**
   * The frame is lost.
   *
   * @param frame which
   */
  record Drop(int frame) implements Fault {}

  /**
   * The frame arrives twice.
   *
   * @param frame which
   */
  record Duplicate(int frame) implements Fault {}

  /**
   * The frame arrives behind the next one that goes the same way.
   *
   * @param frame which
   */
  record Reorder(int frame) implements Fault {}

  /**
   * The frame is cut short.
   *
   * @param frame which
   * @param length what is left, counted round the frame's length
   */
  record Truncate(int frame, int length) implements Fault {}

  /**
   * One bit of the frame is inverted, if none was before.
   *
   * @param frame which
   * @param bit which bit, counted round the frame's length
   */
  record Flip(int frame, int bit) implements Fault {}

  /**
   * Another frame arrives before this one, at the same host.
   *
   * @param frame which
   * @param hex the other frame, two digits a byte
   */
  record Inject(int frame, String hex) implements Fault {}
}
