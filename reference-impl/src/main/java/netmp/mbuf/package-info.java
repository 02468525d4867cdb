/**
 * Packet buffers. Into this room come the bytes of one packet, where they lie, who owns them and
 * how they reach the descriptor rings; no knowledge of any protocol but the Internet checksum.
 *
 * <p>The layout (which array, how much headroom, one cluster or several) is known here and nowhere
 * else. Everybody else sees a packet of {@link netmp.mbuf.Mbuf#length} bytes whose ends move.
 */
package netmp.mbuf;
