package netmp.nic;

/** The steps of a descriptor ring, named as the actions of its specifications. */
public enum RingStep {
  /** The driver has posted descriptor a of a ring of b descriptors. */
  POST_DESCRIPTOR,
  /** The device has claimed b descriptors, from a on. */
  CLAIM_DESCRIPTOR,
  /** The device has marked descriptor a as done, with a frame of b bytes. */
  COMPLETE_DESCRIPTOR,
  /** The driver has found descriptor a done, with a frame of b bytes. */
  POLL_DESCRIPTOR,
  /** The driver has asked for an interrupt. */
  ENABLE_INTERRUPT,
  /** The driver has looked at the next descriptor: a is 1 if it is done, else 0. */
  LOOK_AGAIN,
  /** The driver has masked the interrupt. */
  DISABLE_INTERRUPT,
  /** The device has masked the interrupt, and is about to call the handler. */
  RAISE_INTERRUPT,
  /** The driver has put a frame into descriptor a of a ring of b descriptors. */
  ENQUEUE_FRAME,
  /** The driver has told the device to send what is below descriptor a. */
  RING_DOORBELL,
  /** The device has sent a frame of b descriptors, from a on. */
  SEND_FRAME,
  /** The driver has taken descriptor a back. */
  RECLAIM_FRAME,
  /** The driver has reset the ring: nothing below descriptor a will be sent any more. */
  RESET_RING
}
