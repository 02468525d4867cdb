/**
 * Services on a stack whose wire is a TAP device, for real peers. What may enter: servers of the
 * well-known small protocols, of HTTP and of iperf3, and clients, all on the sockets of {@code
 * netmp.socket}. A service knows sockets and streams, not the stack.
 *
 * <p>Each connection has a virtual thread of its own.
 */
package netmp.serve;
