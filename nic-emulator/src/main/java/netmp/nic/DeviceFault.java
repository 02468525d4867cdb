package netmp.nic;

/** What a device does wrong, because it was told to ({@link Nic#inject}). */
public enum DeviceFault {
  /** The receive queues stall: frames are lost as if no buffer were posted. */
  RX_STALL,
  /** The device cannot write to memory: descriptors complete without a frame. */
  DMA_ERROR,
  /** The device finds checksums wrong that are right. */
  RX_CHECKSUM,
  /** The device masks its interrupt, and does not raise it. */
  LOST_INTERRUPT,
  /** The transmit queues stall: a doorbell sends nothing. A reset of the ring ends that. */
  TX_STALL,
  /** The checksums that the device makes are wrong. */
  TX_CHECKSUM
}
