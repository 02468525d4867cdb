/**
 * Addresses as numbers: IPv4 addresses in an {@code int}, Ethernet addresses in the low 48 bits of
 * a {@code long}, both in the order of the wire. Into this room come pure functions of addresses,
 * so that no layer allocates an object for one.
 */
package netmp.inet;
