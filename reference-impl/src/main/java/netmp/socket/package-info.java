/**
 * Sockets: what user threads call, the requests by which they speak to the protocol thread that
 * owns the socket (BSD's pr_usrreqs), and the wait for data by predicate message. What may enter:
 * the user side of a socket and the owner's side of its buffers. Protocols do not; they implement
 * {@link netmp.socket.Protocol}.
 *
 * <p>The wait is {@code specs/handshake/Handshake.tla}, the coalesced notify {@code
 * specs/notify/Notify.tla}; the probes carry the names of their actions.
 */
package netmp.socket;
