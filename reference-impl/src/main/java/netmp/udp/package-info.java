/**
 * UDP (RFC 768; RFC 1122 section 4.1), one instance per CPU. What may enter: what happens to a
 * datagram between IP and a socket, and the requests of datagram sockets.
 *
 * <p>Placement is by local port alone: a port belongs to one CPU, and a datagram that arrives on
 * another one is handed there by message. A socket then has one protocol thread, which is the only
 * producer of its receive buffer.
 */
package netmp.udp;
