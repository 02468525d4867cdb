package netmp.link;

import netmp.nic.Wire;

/**
 * What any wire carries: frames that are finished. It hides what a receiver could do with others.
 *
 * @param receiver gets the frames, and is told whether more follow
 */
public record FinishedWire(Wire receiver) implements Wire {

  @Override
  public void transmit(byte[] frame, int offset, int length) {
    receiver.transmit(frame, offset, length);
  }

  @Override
  public void transmit(byte[] frame, int offset, int length, boolean more) {
    receiver.transmit(frame, offset, length, more);
  }

  @Override
  public void flush() {
    receiver.flush();
  }
}
