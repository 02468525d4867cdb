/**
 * TCP of the stack beside the kernel's over its loopback, in one run: a bulk flow, round trips, and
 * connections that are opened, used and closed. Into this room come streams and what is measured of
 * them.
 */
package netmp.benchmark.tcp;
