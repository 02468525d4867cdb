/**
 * The stack below {@code java.nio.channels}, {@code java.net}'s sockets and its names: programs
 * that were written for the JDK's run over it as they are. What may enter: what the JDK's
 * interfaces ask for, said by way of the stack's sockets and event queues. See {@code
 * docs/provider.md}.
 *
 * <p>The JDK's rules about locks hold here, not the stack's: a selector is its own monitor, and a
 * channel has a lock for each direction. No protocol thread takes any of them.
 */
package netmp.provider;
