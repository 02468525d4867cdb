/**
 * Socket buffers: queues of packets between one protocol thread and the user threads of a socket,
 * with no lock between the two sides. What may enter: designs of that queue and their byte counts.
 * Waiting, waking and the user-side lock do not; they belong to {@code netmp.socket}.
 *
 * <p>Role discipline: a receive buffer is appended to by the protocol thread that owns the socket
 * and read under the socket's user-side lock; a send buffer the other way round. Each side is
 * therefore one thread at a time.
 */
package netmp.sockbuf;
