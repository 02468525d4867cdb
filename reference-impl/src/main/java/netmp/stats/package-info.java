/**
 * What is counted: {@link netmp.stats.Counter ordinary events} and {@link netmp.stats.DropReason
 * the reasons for which packets are dropped}, per CPU. Into this room come numbers and their names,
 * nothing that decides anything.
 *
 * <p>The books balance. Every packet that comes up ({@link netmp.stats.Counter#ETHER_RECEIVED},
 * {@link netmp.stats.Counter#IP_LOOPED}) ends either consumed, which exactly one {@linkplain
 * netmp.stats.Counter#consumes consuming} counter says, or dropped for exactly one {@linkplain
 * netmp.stats.DropReason.Direction#INPUT input} reason.
 */
package netmp.stats;
