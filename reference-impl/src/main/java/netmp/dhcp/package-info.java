/**
 * The client of the Dynamic Host Configuration Protocol (RFC 2131, RFC 2132). What may enter: what
 * a server says the interface shall be, for how long, and how that is asked for. That an address is
 * free is found out in {@link netmp.arp}; that all CPUs know it is not of this room.
 */
package netmp.dhcp;
