/**
 * Figures of the message path: what a datagram costs between two users, what a notify costs, and
 * how fast the deterministic scheduler goes. {@code docs/message-figures.md} is written from here.
 */
package netmp.benchmark.message;
