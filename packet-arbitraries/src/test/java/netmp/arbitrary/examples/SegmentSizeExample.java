package netmp.arbitrary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import netmp.arbitrary.Frame;
import netmp.arbitrary.Frames;

/** A parser that looks for the maximum segment size in a SYN, and believes what it reads. */
class SegmentSizeExample {

  @Provide
  Arbitrary<? extends Frame> segments() {
    return Frames.mutated(new Frames(Frames.flows()).tcp());
  }

  @Property
  void everyFrameHasASizeOrNone(@ForAll("segments") Frame frame) {
    assertThat(maximumSegmentSize(ByteBuffer.wrap(frame.encode()))).isBetween(-1, 65_535);
  }

  /** Returns -1 if there is none. */
  static int maximumSegmentSize(ByteBuffer frame) {
    int tcp = 14 + 4 * (frame.limit() < 34 ? 0 : frame.get(14) & 0xf);
    if (frame.limit() < tcp + 20) {
      return -1;
    }
    int end = tcp + 4 * (frame.get(tcp + 12) >> 4 & 0xf);
    int at = tcp + 20;
    while (at < end && frame.get(at) != 0) {
      if (frame.get(at) == 2) {
        return frame.getShort(at + 2) & 0xffff;
      }
      at += frame.get(at) == 1 ? 1 : Math.max(2, frame.get(at + 1) & 0xff);
    }
    return -1;
  }
}
