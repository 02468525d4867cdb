/**
 * The stack on a TAP device beside the kernel on a veth pair, with the same programs at the other
 * end, in turn. What may enter: the two, and what is measured of them.
 */
package netmp.benchmark.tap;
