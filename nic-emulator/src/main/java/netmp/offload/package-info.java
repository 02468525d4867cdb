/**
 * What network devices do to the frames of a driver on their way: Internet checksums, segments cut
 * from what is longer (TSO), segments joined to what is longer (LRO). Into this room comes
 * arithmetic on bytes; it knows neither rings nor wires, so that an emulated device and a TAP
 * device share it.
 */
package netmp.offload;
