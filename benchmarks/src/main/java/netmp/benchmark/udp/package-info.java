/**
 * The four designs of UDP on the same traffic: on simulated processors, whose every access to
 * memory is counted, on real threads, and against the kernel's loopback. {@code
 * docs/udp-figures.md} is written from here.
 */
package netmp.benchmark.udp;
