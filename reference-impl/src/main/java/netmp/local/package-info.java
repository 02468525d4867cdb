/**
 * Local stream sockets (AF_LOCAL, SOCK_STREAM): connections between the sockets of one stack. What
 * may enter: names, the control block, and what the owners of two ends tell each other. Each end
 * belongs to one protocol thread, and the ends may belong to different ones; everything between
 * them goes by message.
 */
package netmp.local;
