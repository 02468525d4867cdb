/**
 * TCP (RFC 9293) on one CPU. A connection is born on the CPU where its segments land and stays
 * there: its control block, timers and queues are touched by that CPU's protocol thread alone.
 *
 * <p>{@link netmp.tcp.Tcp} is the door: segments and requests of users come in there. What a
 * segment does is said by small handlers in the reading order of RFC 9293 section 3.10.7; what is
 * sent is decided in one place and written in another; congestion control and the detection of
 * losses are parts of their own. Into this room come only things that know sequence numbers.
 */
package netmp.tcp;
