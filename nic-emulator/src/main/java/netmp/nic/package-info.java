/**
 * An emulated network interface: descriptor rings, receive-side scaling, interrupts. What may
 * enter: what a device does and a driver sees. Wires and files do not; they are in {@code
 * netmp.link} and {@code netmp.capture}.
 *
 * <p><b>The data sheet in short.</b> A device has a number of queues, each a receive and a transmit
 * ring of descriptors. A descriptor belongs to the driver or to the device; only its owner touches
 * it, and one flag per descriptor hands it over: written with release, read with acquire. A driver
 * has one thread per queue. The device may act on any number of threads, those of its wire's other
 * end.
 *
 * <p>Receiving: the driver posts empty buffers; the device claims the next posted descriptor,
 * copies the frame into its buffer and hands it back; the driver polls for completed descriptors,
 * in order. Which ring a frame goes to is decided by {@link netmp.nic.Rss}.
 *
 * <p>Interrupts mask themselves when raised. The driver that has drained its ring enables them and
 * then looks at the ring once more; without that look, a frame that came between would lie there
 * unannounced. Both sides write one word and read the other's (device: completion, then mask;
 * driver: mask, then completion), so all four accesses are followed or preceded by full fences. A
 * device that {@linkplain netmp.nic.Nic#setInterruptInterval moderates} its interrupts needs a
 * {@link netmp.nic.Scheduler}: it has no thread of its own.
 *
 * <p>Transmitting: the driver enqueues buffers and rings the doorbell; the device sends them and
 * hands the descriptors back to be reclaimed.
 *
 * <p>A device can be told to do wrong ({@link netmp.nic.DeviceFault}): to stall, to fail to write
 * to memory, to lose interrupts; and to interrupt without a reason. Who tells it when is not here.
 *
 * <p>The steps of a ring are actions of {@code specs/nic/ring} and {@code specs/interrupt}, and a
 * {@link netmp.nic.RingObserver} hears of them.
 */
package netmp.nic;
