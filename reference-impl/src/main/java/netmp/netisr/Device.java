package netmp.netisr;

/**
 * One CPU's share of a device, as its protocol thread sees it: rings to poll, transmissions to
 * flush, an interrupt to turn on before parking. All methods are for that thread.
 */
public interface Device {

  /**
   * Makes the device ready to receive.
   *
   * @param wake the interrupt handler; the device calls it on any thread, once for each time that
   *     interrupts are enabled
   */
  void start(Runnable wake);

  /**
   * Receives frames and carries each through the stack.
   *
   * @param budget the most frames to receive, at least 1
   * @return how many were received
   */
  int poll(int budget);

  /**
   * Whether {@link #poll} would find a frame.
   *
   * @return true if so
   */
  boolean isReady();

  /** Asks for an interrupt when the next frame comes. */
  void enableInterrupt();

  /** Asks for none. */
  void disableInterrupt();

  /**
   * Tells the device of all frames enqueued since the last flush, once, and frees what was sent.
   */
  void flush();
}
