/**
 * Capture files: writing and reading pcap and pcapng, tapping wires and ports.
 *
 * <p>May enter: formats of capture files, and what records or replays frames. Knows frames as
 * bytes, and devices as {@link netmp.nic.Wire}s; protocols are for others.
 */
package netmp.capture;
