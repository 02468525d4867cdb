/**
 * Generators of packets for properties of jqwik: descriptions of packets and conversations, their
 * encoding, and mutations at places that have names. What may enter: what is on the wire of an
 * Ethernet with IPv4. What parses, answers or judges packets does not; nor does anything of a
 * stack.
 *
 * <p>All descriptions are immutable and may be used by any thread.
 */
package netmp.arbitrary;
