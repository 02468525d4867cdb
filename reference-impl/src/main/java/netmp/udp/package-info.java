/**
 * UDP (RFC 768; RFC 1122 section 4.1), one instance per CPU. What may enter: what happens to a
 * datagram between IP and a socket, and the requests of datagram sockets.
 *
 * <p>Where sockets are, and where they are found, is the choice of a stack: {@link
 * netmp.pcb.UdpDesign}. The designs share all code but one {@code Placement} each: by local port, a
 * datagram goes to the CPU of its port and is looked up there; with tombstones, a connected socket
 * moves to the CPU on which its peer's packets land; replicated, a datagram is looked up where it
 * arrived and goes to the socket's owner; with n sockbufs it is appended there, too.
 */
package netmp.udp;
