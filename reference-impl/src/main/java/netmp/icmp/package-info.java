/**
 * The Internet Control Message Protocol of a host (RFC 792, RFC 1122 section 3.2.2). Into this room
 * come echo requests, which are answered, and errors: those received are told to the transport that
 * sent the datagram in question, those of this host are sent, unless silence is prescribed.
 */
package netmp.icmp;
