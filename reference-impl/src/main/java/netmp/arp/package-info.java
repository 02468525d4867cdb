/**
 * Address resolution (RFC 826, RFC 1122 section 2.3.2, RFC 5227). Into this room come neighbours:
 * who has which address, who is being asked, and the packets that wait for the answer.
 *
 * <p>CPU 0 runs the protocol ({@link netmp.arp.Arp}). Every CPU reads a replica of its own ({@link
 * netmp.arp.ArpOutput}), which only messages from CPU 0 change: no lock, no written line shared.
 */
package netmp.arp;
